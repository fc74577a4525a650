//! Decodes bytes as a `Article`.
#![no_main]

intercom_fuzz::target!(Article);
