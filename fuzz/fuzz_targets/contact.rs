//! Decodes bytes as a `Contact`.
#![no_main]

intercom_fuzz::target!(Contact);
