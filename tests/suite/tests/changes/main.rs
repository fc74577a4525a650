//! Changes since a cursor, their details, and windows of time, against the simulated workspace.

// In a test, a panic is a report.
#![allow(clippy::panic, clippy::unwrap_used)]

mod cursors;
mod details;
mod guarantees;
#[path = "../shared/output.rs"]
mod output;
mod source;
mod support;
mod traps;
mod windows;
