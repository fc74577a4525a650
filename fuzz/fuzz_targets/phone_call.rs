//! Decodes bytes as a `PhoneCall`.
#![no_main]

intercom_fuzz::target!(PhoneCall);
