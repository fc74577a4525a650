//! Sends a request and sorts what comes back into answers and errors. Not generic, so compiled once.

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};
use url::Url;

use crate::error::Error;
use crate::format::Success;
use crate::request::Request;
use crate::response::RawResponse;

/// Sends a request. `Ok` is an answer with a status that the call expects.
pub(crate) async fn send(request: Request) -> Result<RawResponse, Error> {
    let context = request.context();
    let http_request = request.to_http()?;
    let settings = request.client().settings();

    let mut answer = settings
        .http
        .execute(http_request)
        .await
        .map_err(|error| Error::transport(context, error, request.timeout()))?;
    let mut response = RawResponse {
        context,
        status: answer.status(),
        headers: std::mem::take(answer.headers_mut()),
        body: Bytes::new(),
        location: None,
    };
    response.location = location(answer.url(), response.status, &response.headers);

    let unread = match answer.bytes().await {
        Ok(body) => {
            response.body = body;
            None
        }
        Err(error) => Some(error),
    };
    match (is_success(response.status, request.success()), unread) {
        (true, None) => Ok(response),
        (true, Some(error)) => Err(Error::body(&response, error, request.timeout())),
        (false, _) if is_redirect(response.status) => Err(Error::redirect(&response)),
        // The status alone says enough, even when the rest of the answer is lost.
        (false, unread) => Err(Error::api(&response, unread, &settings.token)),
    }
}

fn is_success(status: StatusCode, success: Success) -> bool {
    match success {
        Success::Ok => status.is_success(),
        // A 2xx is let through to be refused by the format, which knows what is missing.
        Success::Redirect => status.is_success() || is_redirect(status),
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn location(url: &Url, status: StatusCode, headers: &HeaderMap) -> Option<Box<Url>> {
    let location = headers.get(LOCATION).filter(|_| is_redirect(status))?;
    url.join(location.to_str().ok()?).ok().map(Box::new)
}
