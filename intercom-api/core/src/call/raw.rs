//! A call that the crate has no method for.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::curl::to_curl;
use super::future::ResponseFuture;
use super::options::options;
use crate::error::Error;
use crate::format::{Binary, Format, json};
use crate::transport::{Request, Settings};
use crate::url::QueryValue;

/// A call of any method on any path; made by [`Client::request`](struct.Client.html#method.request).
///
/// It is sent as every other call is: to the client's host, with its token and version header.
#[derive(Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct RawCall {
    request: Request,
}

impl RawCall {
    pub(crate) fn new(settings: &Arc<Settings>, method: Method, path: &str) -> Self {
        Self {
            request: Request::raw(settings, method, path),
        }
    }

    /// Adds a query parameter; a name that is given twice is sent twice.
    pub fn query(mut self, name: impl Into<String>, value: impl QueryValue) -> Self {
        self.request.add_query(name.into(), &value.text());
        self
    }

    /// Sets the body to a value as JSON. A value that cannot be written as JSON makes the call fail
    /// before anything is sent.
    pub fn json<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        self.request
            .set_json(serde_json::to_vec(body), std::any::type_name::<B>());
        self
    }

    /// Sets the body to bytes of a media type, such as `text/csv`.
    pub fn body(mut self, body: impl Into<Bytes>, content_type: impl TryInto<HeaderValue>) -> Self {
        self.request
            .set_body(body.into(), content_type.try_into().ok());
        self
    }

    /// Sets the body to the fields of a value, as `application/x-www-form-urlencoded`: a list repeats
    /// its field, an object is written as JSON, and null is left out. A value that is not an object
    /// makes the call fail before anything is sent.
    pub fn form<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        match serde_json::to_value(body) {
            Ok(fields) => self.request.set_form(&fields),
            // The cause is not printed, because serde's errors may quote the value.
            Err(_) => self.request.fail("the body cannot be encoded as a form"),
        }
        self
    }

    /// Sets the body to the parts of a form.
    #[cfg(feature = "upload")]
    pub fn multipart(mut self, form: crate::MultipartForm) -> Self {
        self.request.set_multipart(form);
        self
    }

    /// Sets the body to a file, from memory, a path or a stream.
    #[cfg(feature = "upload")]
    pub fn upload(mut self, file: impl Into<crate::Upload>) -> Self {
        self.request
            .set_upload(file.into(), crate::upload::ANY_MEDIA_TYPE);
        self
    }

    pub(crate) fn into_request(self) -> Request {
        self.request
    }

    options!();

    /// Sends the call and decodes the response as JSON.
    pub fn send_as<T: DeserializeOwned + Send + 'static>(self) -> ResponseFuture<T> {
        ResponseFuture::new(self.request, json::<T>)
    }

    /// Sends the call and returns the bytes of the response body.
    pub fn send(self) -> ResponseFuture<Bytes> {
        ResponseFuture::new(self.request, <Binary as Format<Bytes>>::decode)
    }

    /// Returns the call as a curl command that can be pasted into a shell, with the token as
    /// `$INTERCOM_ACCESS_TOKEN`. It holds what the call sends: do not log it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) when the call cannot be sent as it is.
    pub fn to_curl(&self) -> Result<String, Error> {
        to_curl(&self.request)
    }
}

impl fmt::Debug for RawCall {
    /// Shows the method and the names of what is set, never values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RawCall").field(&self.request).finish()
    }
}
