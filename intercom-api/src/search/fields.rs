//! The fields that Intercom documents for each search.

use intercom_core::codegen::{FieldKind, KnownField};

/// Names the fields of each resource, with what they hold.
macro_rules! fields {
    ($($feature:literal $resource:ident { $($name:ident: $kind:ident $wire:literal;)* })*) => {
        $(
            #[cfg(feature = $feature)]
            #[doc = concat!("The fields by which ", $feature, " can be searched.")]
            pub mod $resource {
                use crate::search::Field;

                $(
                    #[doc = concat!("`", $wire, "`: ", fields!(@ $kind), ".")]
                    pub const $name: Field = Field::known($wire);
                )*
            }
        )*

        /// What is known of the fields when a query is checked.
        pub(crate) const FIELDS: &[KnownField] = &[$($(KnownField {
            resource: $feature,
            name: $wire,
            kind: fields!(? $kind),
        },)*)*];
    };
    (? text) => { FieldKind::Text };
    (? number) => { FieldKind::Number };
    (? flag) => { FieldKind::Flag };
    (? date) => { FieldKind::Date };
    (@ text) => { "a string" };
    (@ number) => { "an integer" };
    (@ flag) => { "a Boolean" };
    (@ date) => { "a time" };
}

fields! {
    "contacts" contacts {
        ID: text "id";
        ROLE: text "role";
        NAME: text "name";
        AVATAR: text "avatar";
        OWNER_ID: number "owner_id";
        EMAIL: text "email";
        EMAIL_DOMAIN: text "email_domain";
        PHONE: text "phone";
        EXTERNAL_ID: text "external_id";
        CREATED_AT: date "created_at";
        SIGNED_UP_AT: date "signed_up_at";
        UPDATED_AT: date "updated_at";
        LAST_SEEN_AT: date "last_seen_at";
        LAST_CONTACTED_AT: date "last_contacted_at";
        LAST_REPLIED_AT: date "last_replied_at";
        LAST_EMAIL_OPENED_AT: date "last_email_opened_at";
        LAST_EMAIL_CLICKED_AT: date "last_email_clicked_at";
        LANGUAGE_OVERRIDE: text "language_override";
        BROWSER: text "browser";
        BROWSER_LANGUAGE: text "browser_language";
        OS: text "os";
        LOCATION_COUNTRY: text "location.country";
        LOCATION_REGION: text "location.region";
        LOCATION_CITY: text "location.city";
        UNSUBSCRIBED_FROM_EMAILS: flag "unsubscribed_from_emails";
        MARKED_EMAIL_AS_SPAM: flag "marked_email_as_spam";
        HAS_HARD_BOUNCED: flag "has_hard_bounced";
        IOS_LAST_SEEN_AT: date "ios_last_seen_at";
        IOS_APP_VERSION: text "ios_app_version";
        IOS_DEVICE: text "ios_device";
        IOS_APP_DEVICE: text "ios_app_device";
        IOS_OS_VERSION: text "ios_os_version";
        IOS_APP_NAME: text "ios_app_name";
        IOS_SDK_VERSION: text "ios_sdk_version";
        ANDROID_LAST_SEEN_AT: date "android_last_seen_at";
        ANDROID_APP_VERSION: text "android_app_version";
        ANDROID_DEVICE: text "android_device";
        ANDROID_APP_NAME: text "android_app_name";
        ANDROID_SDK_VERSION: text "android_sdk_version";
        SEGMENT_ID: text "segment_id";
        TAG_ID: text "tag_id";
    }
    "conversations" conversations {
        ID: text "id";
        CREATED_AT: date "created_at";
        UPDATED_AT: date "updated_at";
        SOURCE_TYPE: text "source.type";
        SOURCE_ID: text "source.id";
        SOURCE_DELIVERED_AS: text "source.delivered_as";
        SOURCE_SUBJECT: text "source.subject";
        SOURCE_BODY: text "source.body";
        SOURCE_AUTHOR_ID: text "source.author.id";
        SOURCE_AUTHOR_TYPE: text "source.author.type";
        SOURCE_AUTHOR_NAME: text "source.author.name";
        SOURCE_AUTHOR_EMAIL: text "source.author.email";
        SOURCE_URL: text "source.url";
        CONTACT_IDS: text "contact_ids";
        TEAMMATE_IDS: text "teammate_ids";
        ADMIN_ASSIGNEE_ID: number "admin_assignee_id";
        TEAM_ASSIGNEE_ID: number "team_assignee_id";
        CHANNEL_INITIATED: text "channel_initiated";
        OPEN: flag "open";
        READ: flag "read";
        STATE: text "state";
        WAITING_SINCE: date "waiting_since";
        SNOOZED_UNTIL: date "snoozed_until";
        TAG_IDS: text "tag_ids";
        PRIORITY: text "priority";
        STATISTICS_TIME_TO_ASSIGNMENT: number "statistics.time_to_assignment";
        STATISTICS_TIME_TO_ADMIN_REPLY: number "statistics.time_to_admin_reply";
        STATISTICS_TIME_TO_FIRST_CLOSE: number "statistics.time_to_first_close";
        STATISTICS_TIME_TO_LAST_CLOSE: number "statistics.time_to_last_close";
        STATISTICS_MEDIAN_TIME_TO_REPLY: number "statistics.median_time_to_reply";
        STATISTICS_FIRST_CONTACT_REPLY_AT: date "statistics.first_contact_reply_at";
        STATISTICS_FIRST_ASSIGNMENT_AT: date "statistics.first_assignment_at";
        STATISTICS_FIRST_ADMIN_REPLY_AT: date "statistics.first_admin_reply_at";
        STATISTICS_FIRST_CLOSE_AT: date "statistics.first_close_at";
        STATISTICS_LAST_ASSIGNMENT_AT: date "statistics.last_assignment_at";
        STATISTICS_LAST_ASSIGNMENT_ADMIN_REPLY_AT: date "statistics.last_assignment_admin_reply_at";
        STATISTICS_LAST_CONTACT_REPLY_AT: date "statistics.last_contact_reply_at";
        STATISTICS_LAST_ADMIN_REPLY_AT: date "statistics.last_admin_reply_at";
        STATISTICS_LAST_CLOSE_AT: date "statistics.last_close_at";
        STATISTICS_LAST_CLOSED_BY_ID: text "statistics.last_closed_by_id";
        STATISTICS_COUNT_REOPENS: number "statistics.count_reopens";
        STATISTICS_COUNT_ASSIGNMENTS: number "statistics.count_assignments";
        STATISTICS_COUNT_CONVERSATION_PARTS: number "statistics.count_conversation_parts";
        CONVERSATION_RATING_REQUESTED_AT: date "conversation_rating.requested_at";
        CONVERSATION_RATING_REPLIED_AT: date "conversation_rating.replied_at";
        CONVERSATION_RATING_SCORE: number "conversation_rating.score";
        CONVERSATION_RATING_REMARK: text "conversation_rating.remark";
        CONVERSATION_RATING_CONTACT_ID: text "conversation_rating.contact_id";
        CONVERSATION_RATING_ADMIN_ID: text "conversation_rating.admin_id";
        AI_AGENT_PARTICIPATED: flag "ai_agent_participated";
        AI_AGENT_RESOLUTION_STATE: text "ai_agent.resolution_state";
        AI_AGENT_LAST_ANSWER_TYPE: text "ai_agent.last_answer_type";
        AI_AGENT_RATING: number "ai_agent.rating";
        AI_AGENT_RATING_REMARK: text "ai_agent.rating_remark";
        AI_AGENT_SOURCE_TYPE: text "ai_agent.source_type";
        AI_AGENT_SOURCE_TITLE: text "ai_agent.source_title";
    }
    "tickets" tickets {
        ID: text "id";
        CREATED_AT: date "created_at";
        UPDATED_AT: date "updated_at";
        TITLE: text "title";
        DESCRIPTION: text "description";
        CATEGORY: text "category";
        TICKET_TYPE_ID: text "ticket_type_id";
        CONTACT_IDS: text "contact_ids";
        TEAMMATE_IDS: text "teammate_ids";
        ADMIN_ASSIGNEE_ID: text "admin_assignee_id";
        TEAM_ASSIGNEE_ID: text "team_assignee_id";
        OPEN: flag "open";
        STATE: text "state";
        SNOOZED_UNTIL: date "snoozed_until";
    }
}
