//! The jobs of data teams against the simulated workspace: upserts, many calls at once, exports as
//! rows, transcripts, a rate limit that processes share.

// In a test, a panic is a report.
#![allow(clippy::panic, clippy::unwrap_used)]

#[path = "../shared/output.rs"]
mod output;
mod redis_pace;
mod rows;
mod run_all;
mod support;
mod transcript;
mod upsert;
