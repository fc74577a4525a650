#![doc = include_str!("../README.md")]
//! # The map
//!
//! - [`Client`] makes calls: a module for each resource ([`contacts`], [`conversations`], …) holds
//!   its operations, [`types`] what they send and receive.
//! - A method returns a [`Call`]: await it for the value, or [`send`](Call::send) it for the whole
//!   [`Response`].
//! - A call that answers a page of a list walks all of it: [`items`](Call::items) and
//!   [`pages`](Call::pages), see [`paging`]; [`search`] builds the query of a search.
//! - [`Error`] says what went wrong and what can be done about it.

// With few resources on, some of what generated code can use is used by none of them; with all on,
// nothing may be left over.
#![cfg_attr(
    not(feature = "resources"),
    allow(dead_code, unused_imports, unused_macros)
)]

mod anomalies;
mod attributes;
mod auth;
mod base_url;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod builder;
mod call;
mod client;
mod clock;
mod connect;
mod curl;
mod detect;
mod download;
mod encode;
mod error;
mod extra;
mod field;
pub mod format;
mod future;
mod generated;
mod hooks;
mod http_client;
mod mend;
mod nullable;
pub mod oauth;
mod one_or_many;
mod open_enum;
mod operation;
mod operations;
mod options;
mod pace;
pub mod paging;
mod path;
mod prelude;
mod query;
mod rate_limit;
mod raw;
mod record;
mod redirect;
mod region;
mod request;
mod response;
mod retry;
mod scalar;
pub mod search;
mod send;
mod setters;
mod time_text;
mod timestamp;
mod trace;
mod union;
mod wait;

pub use self::anomalies::{Anomalies, Anomaly};
pub use self::attributes::Attributes;
pub use self::auth::{TokenError, TokenProvider};
#[cfg(feature = "blocking")]
pub use self::blocking::DownloadReader;
pub use self::builder::ClientBuilder;
pub use self::call::Call;
pub use self::client::Client;
pub use self::clock::{BoxFuture, Clock, SystemClock};
pub use self::detect::DetectedRegion;
pub use self::download::{Download, Progress};
pub use self::error::{ApiError, Error, ErrorKind};
pub use self::extra::Extra;
pub use self::format::Location;
pub use self::future::{ResponseFuture, ValueFuture};
pub use self::generated::resources::*;
pub use self::generated::{API_VERSION, types};
pub use self::hooks::ResponseInfo;
pub use self::nullable::Nullable;
pub use self::one_or_many::OneOrMany;
pub use self::open_enum::UnknownValue;
pub use self::operation::{Operation, OperationInfo, Repeat};
pub use self::pace::{Observation, Pace, Pacer, Permit};
pub use self::query::QueryValue;
pub use self::rate_limit::RateLimit;
pub use self::raw::RawCall;
pub use self::region::Region;
pub use self::response::Response;
pub use self::retry::Retries;
pub use self::timestamp::{OutOfRange, Timestamp};
pub use self::wait::{Wait, Waitable};
/// Text that no `Debug` shows, from the crate `secrecy`.
pub use secrecy::SecretString;

#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod support;

/// The project's own page, whose examples are tests too.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ProjectReadme;
