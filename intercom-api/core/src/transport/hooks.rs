//! What a program can be told of each try of each call, for its metrics.

use std::time::Duration;

use http::{Method, StatusCode};

use crate::error::Error;
use crate::operation::OperationInfo;
use crate::response::RateLimit;
use crate::url::Region;

/// One try of a call has ended: with an answer or without one.
///
/// Given to the function of [`ClientBuilder::on_response`](struct.ClientBuilder.html#method.on_response). It
/// holds no token, no body, no query value and no id of an object. Text from the server is cleaned:
/// secrets of the call are replaced, should the server return them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResponseInfo<'a> {
    /// The operation; `None` for a raw call.
    pub operation: Option<&'static OperationInfo>,
    /// The HTTP method.
    pub method: &'a Method,
    /// The region of the client; `None` for a host that is not Intercom's.
    pub region: Option<Region>,
    /// 1 for the first try.
    pub attempt: u32,
    /// The HTTP status, if there was an answer.
    pub status: Option<StatusCode>,
    /// Intercom's id of the request.
    pub request_id: Option<&'a str>,
    /// The state of the rate limit after this try.
    pub rate_limit: Option<RateLimit>,
    /// From the start of the try, including its wait for the pacer, to the last byte of its
    /// answer.
    pub duration: Duration,
    /// Why the try failed.
    pub error: Option<&'a Error>,
    /// How long is waited before the next try; `None` when there is none.
    pub retry_in: Option<Duration>,
}

/// The function that is told.
pub(crate) type OnResponse = dyn Fn(&ResponseInfo<'_>) + Send + Sync;
