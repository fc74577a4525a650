#![cfg_attr(any(docsrs, docsrs_labels), feature(doc_cfg))]
// The documentation of `intercom-api` shows items of this crate. Labels with the features that they need get there
// only where they are written down, and where this crate is compiled for that.

//! The runtime of [`intercom-api`](https://docs.rs/intercom-api), which re-exports what a program
//! needs of this crate. Nothing here is generated or depends on a version of the API.
//!
//! The rooms, from the top floor down; each uses only rooms below it:
//!
//! - `codegen`: what generated packages use
//! - `changes`: what has changed since an earlier run
//! - `blocking`, `rows`, `oauth`, `detect`, `wait`: what is built on calls
//! - `search`, `paging`, `download`, `batch`, `shared_pace`, `sse`, `record`
//! - `call`: a call that is ready to be sent, and the future of its response
//! - `client`: the settings, and how they are chosen and checked
//! - `transport`: requests and their way over the network
//! - `format`: how response bodies are decoded
//! - `error`
//! - `response`: the response before it is decoded
//! - `upload`: files and streams as request bodies
//! - `policy`: decisions without I/O
//! - `operation`: the facts of an operation
//! - `signature`: signatures of what Intercom sends
//! - `data`: the values of the API
//! - `url`: the target of a request

#[cfg(target_family = "wasm")]
compile_error!(
    "intercom-core does not support WebAssembly: its sockets, files and timers are those of an operating \
     system. Build for a native target; docs/stability.md has the reasons."
);

/// Opens an example that uses `intercom-api`. In the repository, all of them are compiled and run. This
/// package alone cannot do that: `intercom-api` depends on it, not the other way round.
#[cfg(any(not(doctest), repository))]
macro_rules! example {
    ($($attributes:literal)?) => { concat!("```", $($attributes)?) };
}
#[cfg(all(doctest, not(repository)))]
macro_rules! example {
    ($($attributes:literal)?) => {
        "```ignore"
    };
}

mod batch;
#[cfg(feature = "blocking")]
mod blocking;
mod call;
pub mod changes;
mod client;
#[doc(hidden)]
pub mod codegen;
mod data;
mod detect;
mod download;
mod error;
pub mod external;
pub mod format;
mod oauth;
mod operation;
pub mod paging;
mod policy;
#[cfg(feature = "record")]
pub mod record;
mod response;
#[cfg(feature = "rows")]
mod rows;
pub mod search;
#[cfg(feature = "redis")]
mod shared_pace;
#[cfg(feature = "signature")]
pub mod signature;
#[cfg(feature = "sse")]
mod sse;
mod transport;
#[cfg(feature = "upload")]
mod upload;
mod url;
mod wait;

pub use self::batch::{IntoCalls, OfIterator, OfStream, RunAll, RunProgress};
#[cfg(feature = "blocking")]
pub use self::blocking::DownloadReader;
pub use self::call::{RawCall, Response, ResponseFuture, ValueFuture};
pub use self::client::{ClientHandle, Connect, Endpoint};
pub use self::data::{
    Anomalies, Anomaly, Attributes, Extra, Id, IntoArgument, Kind, Nullable, OneOrMany, OutOfRange,
    Timestamp, UnknownValue,
};
pub use self::detect::DetectedRegion;
pub use self::download::{Download, Progress};
pub use self::error::{ApiError, Error, ErrorCode, ErrorKind};
#[cfg(feature = "sse")]
pub use self::format::StreamedEvent;
pub use self::format::{Location, Operation};
pub use self::operation::{OperationInfo, Repeat};
pub use self::policy::{
    BoxFuture, Clock, Observation, Pace, Pacer, Permit, Retries, SystemClock, TokenError,
    TokenProvider,
};
pub use self::response::{RateLimit, TransportBody, TransportError};
#[cfg(feature = "rows")]
pub use self::rows::{Row, Rows, TypedRows};
#[cfg(feature = "redis")]
pub use self::shared_pace::RedisPace;
#[cfg(feature = "sse")]
pub use self::sse::Events;
pub use self::transport::{AttemptRequest, HookError, ResponseInfo, ServiceTransport, Transport};
#[cfg(feature = "upload")]
pub use self::upload::{MultipartForm, Upload, UploadBody, UploadProgress};
pub use self::url::{ParseRegionError, QueryValue, Region};
pub use self::wait::{Wait, Waitable};
/// A string that no `Debug` shows, from the crate `secrecy`.
pub use secrecy::SecretString;
