//! Transports of the program, which replace the built-in HTTP client.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use tower_service::Service;

use crate::policy::BoxFuture;
use crate::response::{TransportBody, TransportError};

/// Sends the requests of a client, in place of the built-in HTTP client: a test double, or middleware
/// around another transport.
///
/// `reqwest::Client` is a transport, [`ServiceTransport`] makes one of a `tower` service, and a
/// function from a request to a future of a response is one:
///
#[doc = example!()]
/// use bytes::Bytes;
/// use intercom_api::{Client, TransportBody, TransportError};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), intercom_api::Error> {
/// let transport = |request: http::Request<Bytes>| async move {
///     assert_eq!(request.uri().path(), "/tags");
///     let body = r#"{"type": "list", "data": [{"type": "tag", "id": "1", "name": "vip"}]}"#;
///     Ok::<_, TransportError>(http::Response::new(TransportBody::from(body)))
/// };
/// let intercom = Client::builder().token("dG9rOjEyMw==").transport(transport).build()?;
/// let tags = intercom.tags().list().await?;
/// assert_eq!(tags.data[0].name.as_deref(), Some("vip"));
/// # Ok(())
/// # }
/// ```
///
/// # What the client does
///
/// Everything around one exchange is the client's, whatever the transport: attempts and waits between
/// them, time limits, the pacer, the access token, redirects, content codings and limits of bodies.
/// A transport sends one request and returns its response as it arrived. It must not
///
/// - follow redirects: it would send the token to wherever they lead;
/// - send a request again;
/// - print the headers: `Authorization` contains the access token. Its value is marked as sensitive.
///
/// The extensions of a request have a `&'static` [`OperationInfo`](crate::OperationInfo), unless the
/// program wrote the path itself.
///
/// The URL is always https, or http to this machine. Limits of a call for connecting have no effect.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request. Returns as soon as the head of the response has arrived. Dropping the future
    /// cancels the exchange.
    ///
    /// # Errors
    ///
    /// [`TransportError`] documents what each error means to the client.
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<TransportBody>, TransportError>>;

    /// Sends a request whose body is read while it is sent: files, streams and forms with them.
    ///
    /// The default reads the whole body into memory and calls [`send`](Self::send). A transport that can
    /// send a body of the crate `http-body` should do so: what was read of a stream cannot be sent
    /// again. The body's [`content_length`](crate::UploadBody::content_length) is to be declared.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    #[cfg(feature = "upload")]
    fn send_upload(
        &self,
        request: Request<crate::UploadBody>,
    ) -> BoxFuture<'_, Result<Response<TransportBody>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.into_bytes().await.map_err(TransportError::refused)?;
            self.send(Request::from_parts(head, body)).await
        })
    }

    /// Returns the built-in HTTP client that this is, which the client uses directly.
    #[doc(hidden)]
    fn as_http_client(&self) -> Option<&reqwest::Client> {
        None
    }
}

impl Transport for reqwest::Client {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<TransportBody>, TransportError>> {
        Box::pin(execute(self, request))
    }

    #[cfg(feature = "upload")]
    fn send_upload(
        &self,
        request: Request<crate::UploadBody>,
    ) -> BoxFuture<'_, Result<Response<TransportBody>, TransportError>> {
        Box::pin(execute(self, request.map(reqwest::Body::wrap)))
    }

    fn as_http_client(&self) -> Option<&reqwest::Client> {
        Some(self)
    }
}

async fn execute<B: Into<reqwest::Body>>(
    client: &reqwest::Client,
    request: Request<B>,
) -> Result<Response<TransportBody>, TransportError> {
    let request = reqwest::Request::try_from(request).map_err(TransportError::of_reqwest)?;
    let response = client.execute(request).await;
    let response = response.map_err(TransportError::of_reqwest)?;
    let response: Response<reqwest::Body> = response.into();
    Ok(response.map(TransportBody::from_http_body))
}

impl<F, T> Transport for F
where
    F: Fn(Request<Bytes>) -> T + Send + Sync + 'static,
    T: Future<Output = Result<Response<TransportBody>, TransportError>> + Send + 'static,
{
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<TransportBody>, TransportError>> {
        Box::pin(self(request))
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<TransportBody>, TransportError>> {
        (**self).send(request)
    }

    #[cfg(feature = "upload")]
    fn send_upload(
        &self,
        request: Request<crate::UploadBody>,
    ) -> BoxFuture<'_, Result<Response<TransportBody>, TransportError>> {
        (**self).send_upload(request)
    }

    fn as_http_client(&self) -> Option<&reqwest::Client> {
        (**self).as_http_client()
    }
}

/// A `tower` service as a [`Transport`].
///
/// The service takes `http::Request<B>` with any body type `B` that converts from `Bytes`, and returns
/// an `http::Response` with any body of the crate `http-body`. It is cloned for each attempt.
///
#[doc = example!()]
/// use std::convert::Infallible;
///
/// use bytes::Bytes;
/// use intercom_api::{Client, ServiceTransport};
/// # #[derive(Clone)]
/// # struct Service;
/// # impl tower_service::Service<http::Request<Bytes>> for Service {
/// #     type Response = http::Response<reqwest::Body>;
/// #     type Error = Infallible;
/// #     type Future = std::future::Ready<Result<Self::Response, Infallible>>;
/// #     fn poll_ready(
/// #         &mut self,
/// #         _: &mut std::task::Context<'_>,
/// #     ) -> std::task::Poll<Result<(), Infallible>> {
/// #         std::task::Poll::Ready(Ok(()))
/// #     }
/// #     fn call(&mut self, _: http::Request<Bytes>) -> Self::Future {
/// #         std::future::ready(Ok(http::Response::new("{}".into())))
/// #     }
/// # }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), intercom_api::Error> {
/// // Any `tower` service, such as the result of `tower::ServiceBuilder`.
/// let service = Service;
/// let transport = ServiceTransport::new(service);
/// let intercom = Client::builder().token("dG9rOjEyMw==").transport(transport).build()?;
/// intercom.tags().list().await?;
/// # Ok(())
/// # }
/// ```
pub struct ServiceTransport<S, B = Bytes> {
    /// A service need not be `Sync`; the lock is held only while it is cloned.
    service: Mutex<S>,
    body: PhantomData<fn(B)>,
}

impl<S, B> ServiceTransport<S, B> {
    /// Creates a transport of a service.
    pub fn new(service: S) -> Self {
        Self {
            service: Mutex::new(service),
            body: PhantomData,
        }
    }
}

impl<S, B, R> Transport for ServiceTransport<S, B>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Error: Into<TransportError> + Send,
    S::Future: Send + 'static,
    B: From<Bytes> + Send + 'static,
    R: http_body::Body<Error: Into<TransportError>> + Send + 'static,
{
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<TransportBody>, TransportError>> {
        let service = self.service.lock();
        let mut service = service.unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            let ready = poll_fn(|cx| service.poll_ready(cx)).await;
            ready.map_err(Into::into)?;
            let response = service.call(request.map(B::from)).await;
            let response = response.map_err(Into::into)?;
            Ok(response.map(TransportBody::from_http_body))
        })
    }
}

impl<S, B> fmt::Debug for ServiceTransport<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServiceTransport")
    }
}
