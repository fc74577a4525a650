//! Decodes bytes as a `ActivityLogList`.
#![no_main]

intercom_fuzz::target!(ActivityLogList);
