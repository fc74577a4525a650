//! What Intercom sends beside the REST API: Canvas Kit requests and events of Fin.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod canvas;
mod fin_events;
mod fin_hostile;
mod fin_script;
mod fin_stream;
mod json;
