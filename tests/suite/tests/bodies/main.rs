//! Bodies that are not JSON, and streams of events: the client of the small description, held against
//! a workspace that implements it.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

#[path = "../shared/clock.rs"]
mod clock;
mod events;
mod failing;
mod forms;
mod leaks;
mod retries;
mod support;
