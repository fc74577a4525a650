//! Decodes bytes as a `Visitor`.
#![no_main]

intercom_fuzz::target!(Visitor);
