//! A conversation with its parts.

use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Conversation {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub id: String,
    pub title: Option<String>,
    pub created_at: Option<i64>,
    pub updated_at: Option<i64>,
    pub waiting_since: Option<i64>,
    pub snoozed_until: Option<i64>,
    pub open: Option<bool>,
    pub state: Option<String>,
    pub read: Option<bool>,
    pub priority: Option<String>,
    pub admin_assignee_id: Option<i64>,
    pub team_assignee_id: Option<i64>,
    pub tags: Option<Tags>,
    pub conversation_rating: Option<ConversationRating>,
    pub source: Option<ConversationSource>,
    pub contacts: Option<ConversationContacts>,
    pub teammates: Option<ConversationTeammates>,
    pub custom_attributes: Map<String, Value>,
    pub first_contact_reply: Option<ConversationFirstContactReply>,
    pub sla_applied: Option<SlaApplied>,
    pub statistics: Option<ConversationStatistics>,
    pub conversation_parts: Option<ConversationParts>,
    pub linked_objects: Option<LinkedObjectList>,
    pub ai_agent_participated: Option<bool>,
    pub ai_agent: Option<AiAgent>,
    pub topics: Option<Value>,
    pub ticket: Option<Value>,
    pub customers: Vec<ContactReference>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AiAgent {
    pub source_type: Option<String>,
    pub source_title: Option<String>,
    pub last_answer_type: Option<String>,
    pub resolution_state: Option<String>,
    pub rating: Option<i64>,
    pub rating_remark: Option<String>,
    pub created_at: Option<i64>,
    pub updated_at: Option<i64>,
    pub content_sources: Option<ContentSourceList>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContentSourceList {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub total_count: Option<i64>,
    pub content_sources: Vec<ContentSource>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContentSource {
    pub content_type: Option<String>,
    pub url: Option<String>,
    pub title: Option<String>,
    pub locale: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LinkedObjectList {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub total_count: Option<i64>,
    pub has_more: Option<bool>,
    pub data: Vec<LinkedObject>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LinkedObject {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub id: String,
    pub category: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConversationParts {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub conversation_parts: Vec<ConversationPart>,
    pub total_count: Option<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConversationPart {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub id: String,
    pub part_type: Option<String>,
    pub body: Option<String>,
    pub created_at: Option<i64>,
    pub updated_at: Option<i64>,
    pub notified_at: Option<i64>,
    pub assigned_to: Option<Reference>,
    pub author: Option<ConversationPartAuthor>,
    pub attachments: Vec<PartAttachment>,
    pub external_id: Option<String>,
    pub redacted: Option<bool>,
    pub email_message_metadata: Option<EmailMessageMetadata>,
    pub metadata: Option<ConversationPartMetadata>,
    pub state: Option<String>,
    pub tags: Vec<TagBasic>,
    pub event_details: Option<Value>,
    pub app_package_code: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TagBasic {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub id: String,
    pub name: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConversationPartMetadata {
    pub quick_reply_options: Vec<ConversationPartMetadataQuickReplyOption>,
    pub quick_reply_uuid: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConversationPartMetadataQuickReplyOption {
    pub text: Option<String>,
    pub uuid: Option<String>,
    pub translations: Map<String, Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EmailMessageMetadata {
    pub subject: Option<String>,
    pub email_address_headers: Vec<EmailAddressHeader>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EmailAddressHeader {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub email_address: Option<String>,
    pub name: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConversationStatistics {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub time_to_assignment: Option<i64>,
    pub time_to_admin_reply: Option<i64>,
    pub time_to_first_close: Option<i64>,
    pub time_to_last_close: Option<i64>,
    pub median_time_to_reply: Option<i64>,
    pub first_contact_reply_at: Option<i64>,
    pub first_assignment_at: Option<i64>,
    pub first_admin_reply_at: Option<i64>,
    pub first_close_at: Option<i64>,
    pub last_assignment_at: Option<i64>,
    pub last_assignment_admin_reply_at: Option<i64>,
    pub last_contact_reply_at: Option<i64>,
    pub last_admin_reply_at: Option<i64>,
    pub last_close_at: Option<i64>,
    pub last_closed_by_id: Option<String>,
    pub count_reopens: Option<i64>,
    pub count_assignments: Option<i64>,
    pub count_conversation_parts: Option<i64>,
    pub assigned_team_first_response_time: Vec<ConversationResponseTime>,
    pub assigned_team_first_response_time_in_office_hours: Vec<ConversationResponseTime>,
    pub handling_time: Option<i64>,
    pub adjusted_handling_time: Option<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConversationResponseTime {
    pub team_id: Option<String>,
    pub team_name: Option<String>,
    pub response_time: Option<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SlaApplied {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub sla_name: Option<String>,
    pub sla_status: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConversationFirstContactReply {
    pub created_at: Option<i64>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConversationTeammates {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub teammates: Vec<Reference>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConversationContacts {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub contacts: Vec<ContactReference>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConversationSource {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub id: String,
    pub delivered_as: Option<String>,
    pub subject: Option<String>,
    pub body: Option<String>,
    pub author: Option<ConversationPartAuthor>,
    pub attachments: Vec<PartAttachment>,
    pub url: Option<String>,
    pub redacted: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PartAttachment {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub name: Option<String>,
    pub url: Option<String>,
    pub content_type: Option<String>,
    pub filesize: Option<i64>,
    pub width: Option<i64>,
    pub height: Option<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConversationPartAuthor {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub id: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub from_ai_agent: Option<bool>,
    pub is_ai_answer: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConversationRating {
    pub rating: Option<i64>,
    pub remark: Option<String>,
    pub created_at: Option<i64>,
    pub updated_at: Option<i64>,
    pub contact: Option<ContactReference>,
    pub teammate: Option<Reference>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContactReference {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub id: String,
    pub external_id: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Tags {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub tags: Vec<Tag>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Tag {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub id: String,
    pub name: Option<String>,
    pub applied_at: Option<i64>,
    pub applied_by: Option<Reference>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reference {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub id: Option<String>,
}
