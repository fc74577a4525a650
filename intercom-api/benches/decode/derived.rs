//! The structs of a page of contacts with serde's derive: the same fields, no leniency, and unknown
//! keys are dropped.

use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContactList {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub data: Vec<Contact>,
    pub total_count: Option<i64>,
    pub pages: Option<CursorPages>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CursorPages {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub page: Option<i64>,
    pub next: Option<StartingAfterPaging>,
    pub per_page: Option<i64>,
    pub total_pages: Option<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StartingAfterPaging {
    pub per_page: Option<i64>,
    pub starting_after: Option<String>,
    pub page: Option<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Contact {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub id: String,
    pub external_id: Option<String>,
    pub workspace_id: Option<String>,
    pub role: Option<String>,
    pub email: Option<String>,
    pub email_domain: Option<String>,
    pub phone: Option<String>,
    pub name: Option<String>,
    pub owner_id: Option<i64>,
    pub has_hard_bounced: Option<bool>,
    pub marked_email_as_spam: Option<bool>,
    pub unsubscribed_from_emails: Option<bool>,
    pub created_at: Option<i64>,
    pub updated_at: Option<i64>,
    pub signed_up_at: Option<i64>,
    pub last_seen_at: Option<i64>,
    pub last_replied_at: Option<i64>,
    pub last_contacted_at: Option<i64>,
    pub last_email_opened_at: Option<i64>,
    pub last_email_clicked_at: Option<i64>,
    pub language_override: Option<String>,
    pub browser: Option<String>,
    pub browser_version: Option<String>,
    pub browser_language: Option<String>,
    pub os: Option<String>,
    pub android_app_name: Option<String>,
    pub android_app_version: Option<String>,
    pub android_device: Option<String>,
    pub android_os_version: Option<String>,
    pub android_sdk_version: Option<String>,
    pub android_last_seen_at: Option<i64>,
    pub ios_app_name: Option<String>,
    pub ios_app_version: Option<String>,
    pub ios_device: Option<String>,
    pub ios_os_version: Option<String>,
    pub ios_sdk_version: Option<String>,
    pub ios_last_seen_at: Option<i64>,
    pub custom_attributes: Map<String, Value>,
    pub avatar: Option<Avatar>,
    pub tags: Option<ContactTags>,
    pub notes: Option<ContactNotes>,
    pub companies: Option<ContactCompanies>,
    pub location: Option<ContactLocation>,
    pub social_profiles: Option<ContactSocialProfiles>,
    pub referrer: Option<String>,
    pub utm_campaign: Option<String>,
    pub utm_content: Option<String>,
    pub utm_medium: Option<String>,
    pub utm_source: Option<String>,
    pub utm_term: Option<String>,
    pub opted_in_subscription_types: Option<ContactSubscriptionTypes>,
    pub opted_out_subscription_types: Option<ContactSubscriptionTypes>,
    pub sms_consent: Option<bool>,
    pub unsubscribed_from_sms: Option<bool>,
    pub enabled_push_messaging: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Avatar {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub image_url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Addressable {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub id: String,
    pub url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CompanyData {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContactCompanies {
    pub data: Vec<CompanyData>,
    pub url: Option<String>,
    pub total_count: Option<i64>,
    pub has_more: Option<bool>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContactLocation {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub country: Option<String>,
    pub region: Option<String>,
    pub city: Option<String>,
    pub country_code: Option<String>,
    pub continent_code: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContactNotes {
    pub data: Vec<Addressable>,
    pub url: Option<String>,
    pub total_count: Option<i64>,
    pub has_more: Option<bool>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContactSocialProfiles {
    pub data: Vec<SocialProfile>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContactSubscriptionTypes {
    pub data: Vec<Addressable>,
    pub url: Option<String>,
    pub total_count: Option<i64>,
    pub has_more: Option<bool>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContactTags {
    pub data: Vec<Addressable>,
    pub url: Option<String>,
    pub total_count: Option<i64>,
    pub has_more: Option<bool>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SocialProfile {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub name: Option<String>,
    pub url: Option<String>,
}
