#![doc = include_str!("../README.md")]
//! # The map
//!
//! - [`Client`] makes calls: a module for each resource ([`contacts`], [`conversations`], …) holds
//!   its operations, [`types`] what they send and receive.
//! - A method returns a [`Call`]: await it for the value, or [`send`](Call::send) it for the whole
//!   [`Response`].
//! - A call that answers a page of a list walks all of it: [`items`](Call::items) and
//!   [`pages`](Call::pages), see [`paging`]; [`search`] builds the query of a search.
//! - A body is built by [`types`]: `new` takes what is required, a setter sets each further field.
//!   Where two required values could be swapped, a chain names each of them instead.
//! - [`Error`] says what went wrong and what can be done about it.
//!
//! # Bodies
//!
//! ```
//! use intercom_api::types::{AssignConversation, MergeContacts};
//!
//! let assign = AssignConversation::to_admin("5017").by("5012");
//! let merge = MergeContacts::lead("5ba682d2").into_user("5ba682d3");
//! # assert_eq!((assign.assignee_id, merge.into), ("5017".into(), "5ba682d3".into()));
//! ```
//!
//! Neither type has a function that takes both values:
//!
//! ```compile_fail,E0599
//! # use intercom_api::types::AssignConversation;
//! let assign = AssignConversation::new("admin", "5017", "5012");
//! ```
//!
//! ```compile_fail,E0599
//! # use intercom_api::types::MergeContacts;
//! let merge = MergeContacts::new("5ba682d2", "5ba682d3");
//! ```
//!
//! A value that is missing does not compile either:
//!
//! ```compile_fail,E0308
//! # use intercom_api::types::MergeContacts;
//! let merge: MergeContacts = MergeContacts::lead("5ba682d2");
//! ```
//!
//! # Arguments
//!
//! The same holds for methods: where two arguments could be swapped, a further method takes the second
//! one and completes the call.
//!
//! ```no_run
//! # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
//! intercom.companies().detach_contact("5ba682d2").from_company("6762f30c").await?;
//! intercom.tags().untag_contact("5ba682d2").tag(7522907).await?;
//! # Ok(())
//! # }
//! ```
//!
//! ```compile_fail,E0061
//! # async fn run(intercom: intercom_api::Client) {
//! intercom.tags().untag_contact("5ba682d2", 7522907);
//! # }
//! ```
//!
//! A call that lacks an argument cannot be awaited:
//!
//! ```compile_fail,E0277
//! # async fn run(intercom: intercom_api::Client) {
//! let tag = intercom.tags().untag_contact("5ba682d2").await;
//! # }
//! ```

mod call;
mod client;
mod generated;
pub mod oauth;
pub mod search;
#[cfg(any(feature = "conversations", feature = "tickets"))]
pub mod verbs;

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
    Download, Error, ErrorCode, ErrorKind, Extra, HookError, Id, IntoArgument, Location, Nullable,
    Observation, OneOrMany, Operation, OperationInfo, OutOfRange, Pace, Pacer, ParseRegionError,
    Permit, Progress, QueryValue, RateLimit, RawCall, Region, Repeat, Response, ResponseFuture,
    ResponseInfo, Retries, SecretString, ServiceTransport, SystemClock, Timestamp, TokenError,
    TokenProvider, Transport, TransportBody, TransportError, UnknownValue, ValueFuture, Wait,
    Waitable, format, paging,
};

/// Buffers of bytes, such as those of [`Response::bytes`], from the crate `bytes`.
pub use bytes;
/// Methods, statuses and headers, from the crate `http`.
pub use http;

/// The project's own page, whose examples are tests too.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ProjectReadme;
