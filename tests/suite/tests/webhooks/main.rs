//! Webhooks: verified, typed, delivered by the simulated workspace.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used, clippy::panic)]

mod deliveries;
mod extractor;
mod hostile;
mod items;
mod recorded;
mod support;
