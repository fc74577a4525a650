//! A scripted HTTP server for tests: it records what arrives, and sends exactly the bytes that a
//! test gives it.
//!
//! Start with [`Server`] for canned responses, one per connection:
//!
//! ```
//! use intercom_test_server::{CannedResponse, Server};
//!
//! let server = Server::start([CannedResponse::json(200, "{}"), CannedResponse::none()]);
//! assert!(server.url().starts_with("http://127.0.0.1:"));
//! assert!(server.requests().is_empty());
//! ```
//!
//! [`serve`] hands each connection to a function, for scripts that canned responses cannot express;
//! [`http2`] does the same with the frames of HTTP/2, and [`accept`] with the bare connection. With
//! the feature `tls`, `Tls` turns a bare connection into an encrypted one.
//!
//! Every server of the test suites accepts its connections in [`accept`] and reads its requests in
//! [`RecordedRequest::read`]. This crate must not depend on the client.

// What cannot be set up or read here is a test that fails.
#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "in a test, a panic is a report"
)]

mod accept;
mod canned;
pub mod http2;
mod printed;
mod request;
#[cfg(feature = "tls")]
mod tls;

pub use accept::{accept, listen, serve, serve_bytes, write};
pub use canned::{CannedResponse, Server, refusing_url};
pub use printed::everything_printed;
pub use request::{RecordedRequest, read_body, read_head};
#[cfg(feature = "tls")]
pub use tls::Tls;
