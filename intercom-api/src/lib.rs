#![doc = include_str!("../README.md")]
//! # The map
//!
//! - [`Client`] makes calls: a module for each resource ([`contacts`], [`conversations`], …) holds
//!   its operations, [`types`] what they send and receive.
//! - A method returns a [`Call`]: await it for the value, or [`send`](Call::send) it for the whole
//!   [`Response`].
//! - [`Error`] says what went wrong and what can be done about it.

mod attributes;
mod auth;
mod base_url;
mod builder;
mod call;
mod client;
mod encode;
mod error;
mod extra;
mod field;
pub mod format;
mod future;
mod generated;
mod nullable;
mod one_or_many;
mod open_enum;
mod operation;
mod operations;
mod path;
mod query;
mod rate_limit;
mod raw;
mod record;
mod region;
mod request;
mod response;
mod scalar;
mod send;
mod setters;
mod time_text;
mod timestamp;
mod union;

pub use self::attributes::Attributes;
pub use self::builder::ClientBuilder;
pub use self::call::Call;
pub use self::client::Client;
pub use self::error::{ApiError, Error, ErrorKind};
pub use self::extra::Extra;
pub use self::format::Location;
pub use self::future::{ResponseFuture, ValueFuture};
pub use self::generated::resources::*;
pub use self::generated::{API_VERSION, types};
pub use self::nullable::Nullable;
pub use self::one_or_many::OneOrMany;
pub use self::open_enum::UnknownValue;
pub use self::operation::{Operation, OperationInfo};
pub use self::query::QueryValue;
pub use self::rate_limit::RateLimit;
pub use self::raw::RawCall;
pub use self::region::Region;
pub use self::response::Response;
pub use self::timestamp::{OutOfRange, Timestamp};

#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod support;
