//! What may follow a redirect: never the token to another host, nothing over plain http.

use http::header::{ACCEPT, ACCEPT_ENCODING, IF_RANGE, RANGE, USER_AGENT};
use http::{HeaderMap, HeaderName, Method, StatusCode};
use url::Url;

/// How many redirects a call follows.
pub(crate) const MAX_REDIRECTS: u32 = 5;

/// The headers that a request to another host keeps: what it requests, and nothing about the
/// sender.
const KEPT: [HeaderName; 5] = [ACCEPT, ACCEPT_ENCODING, IF_RANGE, RANGE, USER_AGENT];

pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Whether a redirect may be followed.
///
/// A call that reads may be redirected to any encrypted host. One that writes stays on its host,
/// and is only redirected if the status keeps method and body.
pub(crate) fn may_follow(method: &Method, status: StatusCode, from: &Url, to: &Url) -> bool {
    let is_same = from.origin() == to.origin();
    // Plain http is where the API itself is on this machine, and nowhere else.
    let is_private = to.scheme() == "https" || (to.scheme() == "http" && is_local(from, to));
    let is_open = to.username().is_empty() && to.password().is_none();
    let reads = [Method::GET, Method::HEAD].contains(method);
    is_private && is_open && (reads || (is_same && matches!(status.as_u16(), 307 | 308)))
}

fn is_local(from: &Url, to: &Url) -> bool {
    from.scheme() == "http" && from.host() == to.host()
}

/// The headers for another host.
pub(crate) fn headers_elsewhere(headers: &HeaderMap) -> HeaderMap {
    KEPT.into_iter()
        .filter_map(|name| Some((name.clone(), headers.get(name)?.clone())))
        .collect()
}

#[cfg(test)]
mod tests {
    use http::{Method, StatusCode};
    use url::Url;

    use super::may_follow;

    fn follows(method: &Method, status: u16, from: &str, to: &str) -> bool {
        may_follow(
            method,
            StatusCode::from_u16(status).unwrap(),
            &Url::parse(from).unwrap(),
            &Url::parse(to).unwrap(),
        )
    }

    #[test]
    fn reading_follows_to_what_is_encrypted() {
        let api = "https://api.intercom.io/a";
        let local = "http://127.0.0.1:8080/a";
        for (from, to, expected) in [
            (api, "https://api.intercom.io/b", true),
            (api, "https://files.example/b?signature=1", true),
            (api, "http://api.intercom.io/b", false),
            (api, "http://127.0.0.1/b", false),
            (api, "https://user@files.example/b", false),
            (api, "https://:password@files.example/b", false),
            (api, "ftp://files.example/b", false),
            (api, "data:text/plain,b", false),
            (local, "http://127.0.0.1:8081/b", true),
            (local, "https://files.example/b", true),
            (local, "http://files.example/b", false),
        ] {
            assert_eq!(
                follows(&Method::GET, 302, from, to),
                expected,
                "{from} {to}"
            );
        }
    }

    #[test]
    fn writing_stays_on_its_host_and_keeps_its_method() {
        let api = "https://api.intercom.io/a";
        for (status, to, expected) in [
            (307, "https://api.intercom.io/b", true),
            (308, "https://api.intercom.io/b", true),
            (301, "https://api.intercom.io/b", false),
            (302, "https://api.intercom.io/b", false),
            (303, "https://api.intercom.io/b", false),
            (307, "https://files.example/b", false),
            (307, "https://api.intercom.io:8443/b", false),
        ] {
            for method in [Method::POST, Method::PUT, Method::DELETE] {
                assert_eq!(follows(&method, status, api, to), expected, "{status} {to}");
            }
        }
    }
}
