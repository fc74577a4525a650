//! Decodes bytes as a `TicketType`.
#![no_main]

intercom_fuzz::target!(TicketType);
