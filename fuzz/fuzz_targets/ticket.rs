//! Decodes bytes as a `Ticket`.
#![no_main]

intercom_fuzz::target!(Ticket);
