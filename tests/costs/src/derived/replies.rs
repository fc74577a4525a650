//! The reply of a teammate.

use serde::Serialize;

#[derive(Debug, Default, Serialize)]
pub struct Reply {
    #[serde(rename = "type")]
    pub kind: String,
    pub message_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    pub admin_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_options: Option<Vec<QuickReplyOption>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment_urls: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment_files: Option<Vec<AttachmentFile>>,
}

#[derive(Debug, Default, Serialize)]
pub struct QuickReplyOption {
    pub text: String,
    pub uuid: String,
}

#[derive(Debug, Default, Serialize)]
pub struct AttachmentFile {
    pub content_type: String,
    pub data: String,
    pub name: String,
}
