//! A call of an operation: a thin generic shell around the request, which does the work.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::{HeaderName, HeaderValue};
use intercom_core::codegen::{
    self, Format, ListStyle, ObjectStyle, Operation, PagedOperation, Request, Search,
};
use intercom_core::format::Streamed;
use intercom_core::paging::{Items, Pages};
use intercom_core::{Download, Error, Id, QueryValue, ResponseFuture, ValueFuture};
use serde::Serialize;

use crate::client::Client;
use crate::search;
#[cfg(feature = "blocking")]
use intercom_core::Response;

/// A call of the operation `O`, ready to be awaited.
///
/// Awaiting it returns the value of the response; [`send`](Self::send) returns the value with
/// status, headers, request id and rate limit. Nothing is sent before the future is polled, and
/// dropping the future cancels the call.
///
/// # Spawn, join and select
///
/// A call is not a future itself: it becomes one where it is awaited. Where a function or a macro
/// takes a future, convert it with [`into_future`](Self::into_future), or with [`send`](Self::send)
/// for the whole response. The future owns all that it needs, so it can be spawned. Recent versions
/// of Tokio convert calls themselves in `join!`, `select!` and `timeout`, but not in `spawn`.
///
/// ```no_run
/// # use std::time::Duration;
/// # async fn run(intercom: intercom_api::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let task = tokio::spawn(intercom.tags().list().into_future());
/// let tags = task.await??;
///
/// let (admins, teams) = tokio::try_join!(
///     intercom.admins().list().into_future(),
///     intercom.teams().list().into_future(),
/// )?;
///
/// tokio::select! {
///     contact = intercom.contacts().get("6762f30c1bb69f9f2193bc5e").into_future() => {
///         println!("{:?}", contact?.email);
///     }
///     () = tokio::time::sleep(Duration::from_secs(1)) => println!("still waiting"),
/// }
/// # Ok(())
/// # }
/// ```
///
/// In the editions before 2024, `into_future` needs `use std::future::IntoFuture`. An async block
/// works everywhere: `tokio::spawn(async move { call.await })`.
#[must_use = "a call does nothing until it is awaited or sent"]
pub struct Call<O: Operation> {
    request: Request,
    operation: PhantomData<fn() -> O>,
}

/// What generated code builds a call with.
// Which of these it uses is the description's matter.
#[allow(dead_code)]
impl<O: Operation> Call<O> {
    pub(crate) fn new(client: &Client) -> Self {
        let mut request = Request::of_operation(client.handle().settings(), O::INFO);
        request.expect(<O::Format as Format<O::Output>>::SUCCESS);
        Self {
            request,
            operation: PhantomData,
        }
    }

    /// Fills the next placeholder of the path.
    pub(crate) fn path(mut self, value: impl fmt::Display) -> Self {
        self.request.fill_path(&value);
        self
    }

    /// Fills the next placeholder of the path with an id.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "generated methods convert their argument in place"
    )]
    pub(crate) fn path_id(mut self, id: Id) -> Self {
        self.request.fill_path(&id);
        self
    }

    /// Fills the placeholder of this name.
    pub(crate) fn path_named(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.request.fill_path_named(name, &value);
        self
    }

    /// Sets a query parameter of the operation, in place of its earlier value.
    pub(crate) fn query(mut self, name: &'static str, value: impl QueryValue) -> Self {
        self.request.set_query(name, &value.text());
        self
    }

    /// Sets the number of items per page, in place of its earlier value.
    pub(crate) fn page_size(mut self, name: &'static str, size: u32) -> Self {
        self.request.set_page_size(name, size);
        self
    }

    /// Sets a query parameter to a list, in place of its earlier value.
    pub(crate) fn query_list(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item: QueryValue>,
        style: ListStyle,
    ) -> Self {
        let values: Vec<_> = values
            .into_iter()
            .map(|value| value.text().into_owned().into())
            .collect();
        self.request.set_query_list(name, &values, style);
        self
    }

    /// Sets a query parameter to an object, in place of its earlier value.
    pub(crate) fn query_object(
        mut self,
        name: &'static str,
        value: &impl Serialize,
        style: ObjectStyle,
    ) -> Self {
        self.request
            .set_query_object(name, serde_json::to_value(value), style);
        self
    }

    /// Sets a header of the operation, in place of its earlier value.
    pub(crate) fn header(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        let value = HeaderValue::try_from(value.to_string()).ok();
        self.request
            .set_header(HeaderName::try_from(name).ok(), value);
        self
    }

    /// Sets the body.
    pub(crate) fn json<B: codegen::field::Field>(mut self, body: &B) -> Self {
        self.request
            .set_json(codegen::encode_body(body), std::any::type_name::<B>());
        self
    }

    /// Sets the body to a form.
    pub(crate) fn form_body<B: codegen::FormBody>(mut self, body: &B) -> Self {
        self.request.set_form(body);
        self
    }

    /// Sets the body to a form with files.
    #[cfg(feature = "upload")]
    pub(crate) fn multipart_body<B: codegen::MultipartBody>(mut self, body: B) -> Self {
        self.request.set_multipart(body.into_form());
        self
    }

    /// Sets the body to a text.
    pub(crate) fn text_body(mut self, body: String, media_type: &'static str) -> Self {
        self.request.set_text(body, media_type);
        self
    }

    /// Sets the body to a file.
    #[cfg(feature = "upload")]
    pub(crate) fn upload_body(
        mut self,
        body: intercom_core::Upload,
        media_type: &'static str,
    ) -> Self {
        self.request.set_upload(body, media_type);
        self
    }

    /// Sets the body to a search; a query is held against the platform's limits.
    pub(crate) fn search<B: codegen::field::Field>(mut self, search: Search<B>) -> Self {
        match search {
            Search::Body(body) => {
                self.request.check(codegen::check_search(&body));
                self.json(&body)
            }
            Search::Json(body) => self.json(&body),
            Search::Query(query) => {
                self.request
                    .check(query.check(O::INFO.resource, search::FIELDS));
                self.json(&query.body())
            }
        }
    }
}

impl<O: Operation> Call<O> {
    codegen::options!();

    /// Adds a query parameter that the operation has no method for. Other parameters stay.
    pub fn with_query(mut self, name: impl Into<String>, value: impl QueryValue) -> Self {
        self.request.add_query(name.into(), &value.text());
        self
    }

    /// Sets what a method sets if there is a value; `None` leaves the call as it is.
    ///
    /// ```no_run
    /// # async fn run(intercom: intercom_api::Client, size: Option<u32>) -> Result<(), intercom_api::Error> {
    /// let call = intercom.contacts().list().maybe(size, |call, size| call.per_page(size));
    /// let page = call.await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn maybe<T>(self, value: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => set(self, value),
            None => self,
        }
    }

    /// Makes the call fail with this problem before anything is sent.
    #[allow(
        dead_code,
        reason = "only short forms with demands of their own use it"
    )]
    pub(crate) fn checked(mut self, result: Result<(), String>) -> Self {
        self.request.check(result);
        self
    }

    #[allow(dead_code, reason = "only resources that wait for jobs use it")]
    pub(crate) fn into_request(self) -> Request {
        self.request
    }

    /// Sends the call and returns the whole [`Response`](crate::Response).
    pub fn send(self) -> ResponseFuture<O::Output> {
        codegen::send(self.request, <O::Format as Format<O::Output>>::decode)
    }

    /// Sends the call and waits for the response, in programs without an async runtime: a thread of
    /// this crate does the work. A client should make either blocking calls or async ones.
    ///
    /// # Errors
    ///
    /// What awaiting the call can fail with; [`ErrorKind::Request`](crate::ErrorKind::Request)
    /// within an async runtime, which it would block.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<Response<O::Output>, Error> {
        codegen::send_blocking(self.request, <O::Format as Format<O::Output>>::decode)
    }

    /// Returns the call as a curl command that can be pasted into a shell, with the token as
    /// `$INTERCOM_ACCESS_TOKEN`. It holds what the call sends: do not log it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) when the call cannot be sent as it is.
    pub fn to_curl(&self) -> Result<String, Error> {
        codegen::to_curl(&self.request)
    }
}

impl<O: Operation> Call<O>
where
    O::Format: Streamed,
{
    /// Returns the response body as it arrives: an export, or the recording that the API redirects
    /// to.
    pub fn stream(self) -> Download {
        codegen::download(self.request)
    }
}

#[cfg(feature = "sse")]
impl<O: Operation> Call<O> {
    /// Returns server-sent events as they arrive, for operations that return them.
    ///
    /// To continue behind an event, send its ID back: `call.with_header("last-event-id", id)`.
    pub fn events<T>(self) -> intercom_core::Events<T>
    where
        T: Send + 'static,
        O: Operation<Output = Vec<intercom_core::StreamedEvent<T>>>,
        O::Format: codegen::EventFormat<T>,
    {
        codegen::stream_events(self.request, <O::Format as codegen::EventFormat<T>>::read)
    }
}

/// Walks of lists. The bounds are on the methods, not on a block, so that the compiler suggests
/// what to do with a call that returns everything at once.
impl<O: Operation> Call<O> {
    /// Walks the whole list, item by item, and requests pages as they are needed.
    ///
    /// The settings of the call (filters, `per_page`, the first page) apply to every page.
    ///
    /// ```no_run
    /// # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
    /// let mut contacts = intercom.contacts().list().per_page(150).items();
    /// while let Some(contact) = contacts.next().await {
    ///     println!("{:?}", contact?.email);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn items(self) -> Items<O>
    where
        O: PagedOperation,
    {
        self.pages().into_items()
    }

    /// Walks the whole list, page by page.
    pub fn pages(self) -> Pages<O>
    where
        O: PagedOperation,
    {
        codegen::pages(self.request)
    }

    /// Walks the first `count` pages of the list.
    pub fn take_pages(self, count: usize) -> Pages<O>
    where
        O: PagedOperation,
    {
        self.pages().take_pages(count)
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = <Self::IntoFuture as Future>::Output;
    type IntoFuture = ValueFuture<O::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.send().into_value_future()
    }
}

impl<O: Operation> Clone for Call<O> {
    fn clone(&self) -> Self {
        Self {
            request: self.request.clone(),
            operation: PhantomData,
        }
    }
}

impl<O: Operation> fmt::Debug for Call<O> {
    /// Shows the operation and the names of what is set, never values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.request).finish()
    }
}

/// A bound that no call fulfills: its message is what the compiler prints where a call is used as a
/// future.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a `Call` is not a future until it is awaited or converted",
    label = "this is a `Call`",
    note = "convert it: `tokio::spawn(call.into_future())`, `tokio::join!(a.into_future(), b.into_future())`, \
            or `call.send()` for the whole response",
    note = "or await it in an async block: `tokio::spawn(async move {{ call.await }})`"
)]
pub trait ConvertWithIntoFuture: sealed::Sealed {}

mod sealed {
    pub trait Sealed {}
}

// Never a future: `ConvertWithIntoFuture` is implemented by nothing.
#[doc(hidden)]
impl<O: Operation> Future for Call<O>
where
    Self: ConvertWithIntoFuture,
{
    type Output = Result<O::Output, Error>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Pending
    }
}

#[cfg(test)]
mod tests;
