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

mod call;
mod client;
mod generated;
pub mod oauth;
pub mod search;

pub use self::call::Call;
pub use self::client::{Client, ClientBuilder};
pub use self::generated::resources::*;
pub use self::generated::{API_VERSION, types};
#[cfg(feature = "blocking")]
#[doc(inline)]
pub use intercom_core::DownloadReader;
#[doc(inline)]
pub use intercom_core::{
    Anomalies, Anomaly, ApiError, AttemptRequest, Attributes, BoxFuture, Clock, DetectedRegion,
    Download, Error, ErrorKind, Extra, HookError, Location, Nullable, Observation, OneOrMany,
    Operation, OperationInfo, OutOfRange, Pace, Pacer, ParseRegionError, Permit, Progress,
    QueryValue, RateLimit, RawCall, Region, Repeat, Response, ResponseFuture, ResponseInfo,
    Retries, SecretString, ServiceTransport, SystemClock, Timestamp, TokenError, TokenProvider,
    Transport, TransportBody, TransportError, UnknownValue, ValueFuture, Wait, Waitable, format,
    paging,
};

/// Buffers of bytes, such as those of [`Response::bytes`], from the crate `bytes`.
pub use bytes;
/// Methods, statuses and headers, from the crate `http`.
pub use http;

/// The project's own page, whose examples are tests too.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ProjectReadme;
