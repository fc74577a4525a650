//! Decodes bytes as a `Company`.
#![no_main]

intercom_fuzz::target!(Company);
