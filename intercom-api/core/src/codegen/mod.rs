//! What the packages generated from a description use. It is public for them alone and may change
//! in any release: a generated package depends on one exact version of this crate.

mod macros;

pub use {bytes, http, serde, serde_json};

pub use crate::batch::{IntoCalls, RunAll};
pub use crate::call::{ResponseFuture, to_curl};
pub use crate::changes::{ChangeOperation, ChangeOrder, DetailOperation, Reading};
pub use crate::client::{ApiPackage, ClientHandle, ClientOptions};
pub use crate::data::view::{View, serialize as write_view};
pub use crate::data::{
    Always, Anomalies, Anomaly, Attributes, Change, Extra, Id, IntoArgument, Kind, Nullable,
    OneOrMany, OutOfRange, Timestamp, UnknownValue, Wrapped, field, id, open_enum, read_item,
    record, scalar, union,
};
pub use crate::detect::detect_region;
pub use crate::format::{Binary, Empty, Format, Json, Operation, Redirect, Text};
pub use crate::oauth::{authorize_url, exchange_with};
pub use crate::operation::{OperationInfo, Repeat};
pub use crate::paging::{PagedOperation, Paging, ScrollOperation};
#[cfg(feature = "rows")]
pub use crate::rows::{ExportJob, Rows};
pub use crate::search::{FieldKind, IntoSearch, KnownField, Search, check_search, operators};
pub use crate::transport::form::{FormBody, FormStyle};
pub use crate::transport::{Request, Settings};
#[cfg(feature = "upload")]
pub use crate::upload::{FileField, MultipartBody, MultipartForm, Upload, form_of_record};
pub use crate::url::{ListStyle, ObjectStyle, QueryValue};
pub use crate::wait::sealed as wait_sealed;
pub use crate::wait::{Wait, Waitable};
pub use crate::{
    __change as change, __changes as changes, __constructors as constructors, __convert as convert,
    __event_item as event_item, __events as events, __field_form as field_form, __form as form,
    __list as list, __open_enum as open_enum, __operations as operations, __options as options,
    __paged as paged, __record as record, __setter as setter, __setters as setters, __slot as slot,
    __step as step, __union as union, __waits as waits,
};

#[cfg(feature = "upload")]
pub use crate::__multipart as multipart;
#[cfg(feature = "sse")]
pub use crate::format::{EventFormat, Events, StreamedEvent, TextEvents};
#[cfg(feature = "sse")]
pub use crate::sse::{EventStream, ServerEvent};
#[cfg(feature = "sse")]
pub use futures_core::Stream;

#[cfg(feature = "blocking")]
pub use crate::blocking::{detect_region_blocking, exchange_blocking, send_blocking};

use crate::Error;
use crate::call::RawCall;
use crate::changes::{ChangeCursor, Changes, Window, Windows};
use crate::download::Download;
use crate::paging::Pages;
use crate::response::RawResponse;

/// Returns the future of a call's response.
pub fn send<T>(
    request: Request,
    decode: fn(&RawResponse) -> Result<T, Error>,
) -> ResponseFuture<T> {
    ResponseFuture::new(request, decode)
}

/// Starts a call of any method on any path.
pub fn raw_call(settings: &std::sync::Arc<Settings>, method: http::Method, path: &str) -> RawCall {
    RawCall::new(settings, method, path)
}

/// Returns the response body of a call as it arrives.
pub fn download(request: Request) -> Download {
    Download::new(request)
}

/// Returns the events of a response as they arrive.
#[cfg(feature = "sse")]
pub fn stream_events<T: Send + 'static>(
    request: Request,
    read: fn(&RawResponse) -> Result<T, Error>,
) -> crate::sse::Events<T> {
    crate::sse::Events::new(request, read)
}

/// Returns the pages of a list.
pub fn pages<O: PagedOperation>(request: Request) -> Pages<O> {
    Pages::new(request)
}

/// Many calls, so many of them under way.
pub fn run_all<'a, K, C>(
    settings: &Settings,
    calls: C,
    limit: usize,
) -> RunAll<'a, C::Value, C::Error>
where
    C: IntoCalls<K>,
    C::Calls: 'a,
{
    RunAll::new(settings.clock.clone(), calls, limit)
}

/// The rows of an export.
#[cfg(feature = "rows")]
pub fn rows(job: impl ExportJob) -> Rows {
    Rows::new(job)
}

/// The client that a request belongs to.
pub fn client_of(request: &Request) -> ClientHandle {
    ClientHandle::of_request(request)
}

/// What changed in a resource.
pub fn follow<O: ChangeOperation>(client: &ClientHandle, cursor: ChangeCursor) -> Changes<O> {
    Changes::new(client.clone(), cursor)
}

/// What changed in a window of time.
pub fn follow_window<O: ChangeOperation>(client: &ClientHandle, window: &Window) -> Changes<O> {
    Changes::of_window(client.clone(), window)
}

/// A range of time, cut into windows.
pub fn cut_windows<O: ChangeOperation>(
    client: &ClientHandle,
    range: std::ops::Range<Timestamp>,
) -> Windows<O> {
    Windows::new(client.clone(), range)
}

/// Waits for the end of a job.
pub fn wait<O: Waitable>(request: Request) -> Wait<O> {
    Wait::new(request)
}

/// The payload of an open enumeration's catch-all variant. Programs cannot make one, so that it
/// cannot hide a known value.
pub fn unknown_value(value: &str) -> UnknownValue {
    UnknownValue::new(value)
}

/// Decodes a body as that of a response to a call is decoded, for benchmarks.
///
/// # Errors
///
/// When the body is not JSON.
pub fn decode_body<T: field::Field>(body: &[u8]) -> serde_json::Result<T> {
    crate::format::decode_body(body)
}

/// Encodes the body of a request, as calls do it.
///
/// # Errors
///
/// None that a field is known to have.
#[inline]
pub fn encode_body<T: field::Field>(value: &T) -> serde_json::Result<Vec<u8>> {
    record::encode(value.view())
}

/// Reads a signed body of JSON; `None` where it is not UTF-8 or not the JSON of a `T`.
///
/// Bytes that are not UTF-8 are not replaced: the signature is right, so nobody changed them.
pub fn read_json<T: serde::de::DeserializeOwned>(body: &[u8]) -> Option<T> {
    std::str::from_utf8(body).ok()?;
    crate::data::mend::from_slice(body).ok()
}

/// Returns the facts of an operation.
pub const fn operation_info(
    resource: &'static str,
    name: &'static str,
    id: &'static str,
    method: http::Method,
    path: &'static str,
    accept: &'static str,
    repeat: Repeat,
) -> OperationInfo {
    OperationInfo::new(resource, name, id, method, path, accept, repeat)
}
