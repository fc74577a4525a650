//! The crates whose types and traits are in the public interface, in the versions that it uses.
//!
//! A program that names such a type, or implements such a trait, can take it from here instead of
//! depending on the crate itself. A new major version of one of them is a breaking change.

/// Buffers of bytes: bodies as they were received.
pub use bytes;
/// Conversions of timestamps.
#[cfg(feature = "chrono")]
pub use chrono;
/// The trait of streams, which lists, pages and downloads implement.
pub use futures_core;
/// Methods, statuses, headers, requests and responses.
pub use http;
/// The trait of bodies, for transports of the program.
pub use http_body;
/// Conversions of timestamps.
#[cfg(feature = "jiff")]
pub use jiff;
/// The HTTP client that a program can bring along.
pub use reqwest;
/// Strings that no `Debug` prints, for tokens and secrets.
pub use secrecy;
/// The traits of values that are read and written.
pub use serde;
/// JSON without a type of its own.
pub use serde_json;
/// Conversions of timestamps.
#[cfg(feature = "time")]
pub use time;
/// The trait of services that can send requests.
pub use tower_service;
