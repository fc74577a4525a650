//! The options that every kind of call takes beside what it sends.

/// The methods that set them, for a type with a `request`.
#[doc(hidden)]
#[macro_export]
macro_rules! __options {
    () => {
        /// Sets how long this call may take, with all attempts and the waits between them. Defaults
        /// to the setting of the client, see
        /// [`ClientBuilder::timeout`](struct.ClientBuilder.html#method.timeout).
        pub fn with_timeout(mut self, timeout: ::std::time::Duration) -> Self {
            self.request.set_timeout(timeout);
            self
        }

        /// Sets how long each attempt of this call may take, up to the last byte of its response.
        /// Defaults to the setting of the client, see
        /// [`ClientBuilder::attempt_timeout`](struct.ClientBuilder.html#method.attempt_timeout).
        pub fn with_attempt_timeout(mut self, timeout: ::std::time::Duration) -> Self {
            self.request.set_attempt_timeout(timeout);
            self
        }

        /// Sets how long this call may take to connect. Defaults to the setting of the client, see
        /// [`ClientBuilder::connect_timeout`](struct.ClientBuilder.html#method.connect_timeout).
        ///
        /// Calls with limits of their own share a pool of connections apart from that of all others. An
        /// HTTP client that was [given](struct.ClientBuilder.html#method.http_client) keeps its own limit.
        pub fn with_connect_timeout(mut self, timeout: ::std::time::Duration) -> Self {
            self.request.set_connect_timeout(timeout);
            self
        }

        /// Sets how often this call is sent again when it fails. Defaults to the setting of the
        /// client, see [`ClientBuilder::retries`](struct.ClientBuilder.html#method.retries).
        pub fn with_retries(mut self, retries: $crate::Retries) -> Self {
            self.request.set_retries(retries);
            self
        }

        /// Sets the version of the API that this call uses, such as `2.13`. Defaults to that of the
        /// client, see [`ClientBuilder::api_version`](struct.ClientBuilder.html#method.api_version).
        ///
        /// A text that is not a version makes the call fail before anything is sent.
        pub fn with_api_version(mut self, version: impl AsRef<str>) -> Self {
            self.request.set_api_version(version.as_ref());
            self
        }

        /// Sets a header, in place of what the client would send under that name.
        ///
        /// A name or value that cannot be one, and a header that frames the message (`Host`,
        /// `Content-Length`, `Transfer-Encoding`, `Connection`), make the call fail before anything is
        /// sent.
        pub fn with_header(
            mut self,
            name: impl TryInto<::http::HeaderName>,
            value: impl TryInto<::http::HeaderValue>,
        ) -> Self {
            self.request
                .set_header(name.try_into().ok(), value.try_into().ok());
            self
        }
    };
}

pub(crate) use crate::__options as options;
