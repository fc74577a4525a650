//! Lists, walked to their end against the simulated workspace.

// In a test, a panic is a report.
#![allow(clippy::panic, clippy::unwrap_used)]

#[path = "../shared/clock.rs"]
mod clock;
mod endless;
mod errors;
mod forms_of_next;
mod histories;
mod large;
mod operators;
#[path = "../shared/output.rs"]
mod output;
mod prefetch;
mod raw;
mod resume;
mod scripted;
mod scroll;
mod search;
mod support;
mod until_error;
