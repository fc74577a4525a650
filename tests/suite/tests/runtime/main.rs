//! The client's runtime, held against a workspace that fails on demand and against servers that
//! mean harm.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

mod auth;
mod blocking;
mod bounded;
mod broken;
mod cancel;
mod changing;
mod client_level;
#[path = "../shared/clock.rs"]
mod clock;
mod codings;
#[cfg(unix)]
mod curl;
mod downloads;
mod echoes;
mod hints;
mod hostile;
mod http2;
mod injected;
mod lasting;
mod oauth;
mod observe;
mod odd_answers;
#[path = "../shared/output.rs"]
mod output;
mod pace;
mod redirects;
mod resume;
mod retries;
mod stale;
mod support;
mod time_limits;
mod transports;
