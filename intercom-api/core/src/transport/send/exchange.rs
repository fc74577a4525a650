//! One exchange with the server, over as many redirects as may be followed.

use std::time::Duration;

use http::header::{ACCEPT_ENCODING, LOCATION, RANGE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use tokio::time::timeout;
use url::Url;

use super::{AttemptLimit, BodyMode, Sending, is_success};
use crate::error::Error;
use crate::operation::Repeat;
use crate::policy::BoxFuture;
use crate::policy::pace::Observation;
use crate::response::body::{self, Unread};
use crate::response::incoming::Incoming;
use crate::response::rate_limit::retry_after;
use crate::response::redirect::{self, MAX_REDIRECTS, is_redirect};
use crate::response::{RawResponse, TransportError};
use crate::transport::Transport;
#[cfg(feature = "upload")]
use crate::transport::http_client::send_custom_upload;
use crate::transport::http_client::{Sender, send_custom};

/// A request on its way.
enum Exchange<'a, H> {
    Http(H),
    /// Boxed: otherwise every call would have room for it.
    Custom(BoxFuture<'a, Result<Incoming, TransportError>>),
}

impl Sending<'_> {
    /// Sends a request and follows its redirects.
    pub(super) async fn exchange(
        &self,
        mut request: reqwest::Request,
        limit: AttemptLimit,
    ) -> Result<(RawResponse, Incoming), Error> {
        let mut redirects = 0;
        let mut at_home = true;
        let mut left = limit.length;
        loop {
            let mut answer = self.execute(request, left, limit.told).await?;
            let response = self.head(&mut answer);
            if at_home {
                self.observe(&response);
            }
            let target = match response.location() {
                Some(target) if self.follows(&response, answer.url(), target) => target,
                _ => return Ok((response, answer)),
            };
            if redirects == MAX_REDIRECTS {
                return Err(Error::too_many_redirects(&response));
            }
            redirects += 1;
            at_home &= target.origin() == answer.url().origin();
            request = self.redirected(target, at_home)?;
            if at_home {
                self.uploading
                    .open(self.context, true, &self.redactor)
                    .await?;
            }
            left = self.left_of(limit);
        }
    }

    /// Sends a request, with a limit and the one that an error names. Not an `async fn`, which
    /// would keep the request beside its response.
    fn execute(
        &self,
        mut request: reqwest::Request,
        limit: Duration,
        told: Duration,
    ) -> impl Future<Output = Result<Incoming, Error>> {
        // The HTTP client's own limit includes the body.
        let (own, around) = match self.reading {
            BodyMode::Whole if self.settings.sender.keeps_limit() => (Some(limit), None),
            BodyMode::Whole | BodyMode::Head => (None, Some(limit)),
        };
        *request.timeout_mut() = own;
        accept_gzip(request.headers_mut());
        let answer = match &self.settings.sender {
            Sender::Http(client) => {
                #[cfg(feature = "upload")]
                if let Some(upload) = self.uploading.take() {
                    *request.body_mut() = Some(reqwest::Body::wrap(upload));
                }
                let connect = self.request.own_connect_timeout();
                Exchange::Http(client.execute(request, connect))
            }
            Sender::Custom(transport) => Exchange::Custom(self.send_custom(&**transport, request)),
        };
        async move {
            let failed = |error| Error::transport(self.context, error, told, &self.redactor);
            let late = |_| Error::out_of_time(self.context, told, true);
            let answer = match (answer, around) {
                (Exchange::Http(answer), None) => answer.await.map_err(TransportError::of_reqwest),
                (Exchange::Http(answer), Some(limit)) => {
                    let answer = timeout(limit, answer).await.map_err(late)?;
                    answer.map_err(TransportError::of_reqwest)
                }
                (Exchange::Custom(answer), limit) => {
                    let answer = timeout(limit.unwrap_or(Duration::MAX), answer).await;
                    return answer.map_err(late)?.map_err(failed);
                }
            };
            answer.map(Incoming::Http).map_err(failed)
        }
    }

    /// Sends a request with a transport of the program.
    fn send_custom<'a>(
        &'a self,
        transport: &'a dyn Transport,
        request: reqwest::Request,
    ) -> BoxFuture<'a, Result<Incoming, TransportError>> {
        #[cfg(feature = "upload")]
        if let Some(upload) = self.uploading.take() {
            return Box::pin(send_custom_upload(
                transport,
                request,
                upload,
                self.context.operation,
            ));
        }
        let body = self.request.body().filter(|_| request.body().is_some());
        Box::pin(send_custom(
            transport,
            request,
            body.cloned(),
            self.context.operation,
        ))
    }

    /// Reads the body of a response, up to a number of bytes.
    pub(super) async fn read(
        &self,
        answer: &mut Incoming,
        response: &mut RawResponse,
        limit: AttemptLimit,
        most: usize,
    ) -> Result<(), Unread> {
        if self.request.method() == Method::HEAD {
            // Its length and its coding are those of another response.
            return Ok(());
        }
        let body = body::read(answer, &mut response.headers, most);
        response.body = match self.reading {
            BodyMode::Whole if self.settings.sender.keeps_limit() => body.await,
            BodyMode::Whole | BodyMode::Head => timeout(self.left_of(limit), body)
                .await
                .unwrap_or(Err(Unread::Late)),
        }?;
        Ok(())
    }

    fn head(&self, answer: &mut Incoming) -> RawResponse {
        let headers = answer.take_headers();
        let status = answer.status();
        let received = self.settings.clock.system_time();
        let redactor = self.redactor.clone();
        let mut response = RawResponse::new(self.context, status, headers, received, redactor);
        response.reported = self.settings.reported.clone();
        response.max_size = self.settings.max_response_size;
        response.location = location(answer.url(), &response);
        if status.is_success() && self.request.returns_secret() {
            return response.without_request_id();
        }
        response
    }

    /// Returns whether a redirect is followed. A target with a secret in it is not, because the
    /// receiver of the request, or of the DNS query, would get the secret.
    fn follows(&self, response: &RawResponse, from: &Url, to: &Url) -> bool {
        !is_success(response.status, self.success())
            && !self.redactor.finds_in(to.as_str())
            && redirect::may_follow(self.request.method(), response.status, from, to)
    }

    /// Returns the request to the target of a redirect.
    fn redirected(&self, target: &Url, at_home: bool) -> Result<reqwest::Request, Error> {
        let mut request = self.request.to_http()?;
        request.headers_mut().extend(self.added.map().clone());
        *request.url_mut() = target.clone();
        if at_home {
            self.add_token(&mut request);
        } else {
            *request.headers_mut() = redirect::headers_elsewhere(request.headers());
            *request.body_mut() = None;
        }
        Ok(request)
    }

    /// Passes what a response reports to the pacer.
    fn observe(&self, response: &RawResponse) {
        let Some(pacer) = &self.settings.pacer else {
            return;
        };
        let RawResponse {
            headers, received, ..
        } = response;
        let rate_limit = response.rate_limit();
        let reset = rate_limit.map(|limit| limit.resets_in(headers, *received));
        let seen = Observation {
            limit: rate_limit.map(|limit| limit.limit),
            remaining: rate_limit.map(|limit| limit.remaining),
            resets_in: retry_after(headers, *received).or(reset),
            refused: response.status == StatusCode::TOO_MANY_REQUESTS
                && self.context.repeat != Repeat::OneAtATime,
        };
        pacer.observe(&seen, &self.settings.clock);
    }
}

/// Adds the content coding that can be decoded, unless the call sets its own or requests a range: a
/// part of a compressed body cannot be decompressed.
fn accept_gzip(headers: &mut HeaderMap) {
    if cfg!(feature = "gzip")
        && !headers.contains_key(ACCEPT_ENCODING)
        && !headers.contains_key(RANGE)
    {
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    }
}

/// Where a redirect leads, made absolute.
fn location(url: &Url, response: &RawResponse) -> Option<Box<Url>> {
    let location = response.headers.get(LOCATION);
    let location = location.filter(|_| is_redirect(response.status))?;
    url.join(location.to_str().ok()?).ok().map(Box::new)
}
