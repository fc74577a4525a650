//! Decodes bytes as a `Conversation`.
#![no_main]

intercom_fuzz::target!(Conversation);
