//! The crates whose types and traits are in the public interface, in the versions that it uses.
//!
//! A program that names such a type, or implements such a trait, can take it from here instead of
//! depending on the crate itself. A new major version of one of them is a breaking change.
//!
//! ```
//! use intercom_api::external::http::StatusCode;
//!
//! assert!(StatusCode::TOO_MANY_REQUESTS.is_client_error());
//! ```
//!
//! | crate | for |
//! |---|---|
//! | `axum_core` | the traits of extractors, with the feature `axum` |
//! | `bytes` | bodies as they were received |
//! | `chrono`, `jiff`, `time` | conversions of timestamps, with the features of the same names |
//! | `futures_core` | the trait of streams, which lists, pages and downloads implement |
//! | `http` | methods, statuses, headers, requests and responses |
//! | `http_body` | the trait of bodies, for transports of the program |
//! | `reqwest` | an HTTP client that the program brings along |
//! | `secrecy` | strings that no `Debug` prints, for tokens and secrets |
//! | `serde`, `serde_json` | values that are read and written |
//! | `tower_service` | the trait of services that send requests |

#[cfg(feature = "axum")]
pub use axum_core;
#[cfg(feature = "chrono")]
pub use intercom_core::external::chrono;
#[cfg(feature = "jiff")]
pub use intercom_core::external::jiff;
#[cfg(feature = "time")]
pub use intercom_core::external::time;
pub use intercom_core::external::{
    bytes, futures_core, http, http_body, reqwest, secrecy, serde, serde_json, tower_service,
};
