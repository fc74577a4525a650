//! Decodes bytes as a `ConversationList`.
#![no_main]

intercom_fuzz::target!(ConversationList);
