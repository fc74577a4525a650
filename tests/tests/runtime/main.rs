//! The client's runtime, held against a workspace that fails on demand and against servers that
//! mean harm.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

mod auth;
mod cancel;
mod downloads;
mod hostile;
mod observe;
mod pace;
mod redirects;
mod retries;
mod support;
