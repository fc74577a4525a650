//! Resources by their names: every list, every kind of job, recordings. Not each version of the API
//! has all of them; so they are a program of their own, and a version that lacks one leaves the other
//! tests alone.

// In a test, a panic is a report.
#![allow(clippy::panic, clippy::unwrap_used)]

mod arguments;
mod jobs;
mod lists;
mod other_forms;
#[path = "../shared/output.rs"]
mod output;
mod received;
mod recordings;
#[path = "../paging/support.rs"]
mod support;
mod verbs;
