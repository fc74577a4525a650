//! Exchanges that are recorded, and replayed by the simulated workspace.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod drift;
mod planted;
mod recorder;
mod replays;
mod search;
mod support;
mod words;
