//! How a response becomes bytes: headers that every one has, compression, and cuts.

use std::io::Write;
use std::time::{Duration, UNIX_EPOCH};

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::connection::{Switch, cut_body};
use super::faults::{Effect, Fault};
use super::limits::Allowance;
use crate::exchange::Response;

/// A response on its way out, with the faults that befall it.
pub(super) struct Reply {
    pub(super) response: Response,
    pub(super) request_id: String,
    /// The time of the workspace, in Unix seconds.
    pub(super) date: Option<i64>,
    pub(super) allowance: Option<Allowance>,
    pub(super) unknown_keys: Vec<String>,
    pub(super) faults: Vec<Fault>,
}

impl Reply {
    pub(super) fn new(response: Response) -> Self {
        Self {
            response,
            request_id: String::new(),
            date: None,
            allowance: None,
            unknown_keys: Vec::new(),
            faults: Vec::new(),
        }
    }

    pub(super) fn into_response(self, switch: Switch) -> axum::response::Response {
        let (media_type, mut bytes) = self.response.encode();
        let media_type = media_type.map(|kind| ("content-type".to_owned(), kind.to_owned()));
        let mut headers = self.response.headers;
        headers.extend(media_type);
        headers.push(("x-request-id".to_owned(), self.request_id));
        // HTTP has no dates beyond the year 9999.
        let date = self.date.filter(|date| *date < 253_402_300_800);
        if let Some(seconds) = date.and_then(|date| u64::try_from(date).ok()) {
            let date = UNIX_EPOCH + Duration::from_secs(seconds);
            headers.push(("date".to_owned(), httpdate::fmt_http_date(date)));
        }
        if let Some(allowance) = self.allowance {
            headers.push(("x-ratelimit-limit".to_owned(), allowance.limit.to_string()));
            headers.push((
                "x-ratelimit-remaining".to_owned(),
                allowance.remaining.to_string(),
            ));
            headers.push(("x-ratelimit-reset".to_owned(), allowance.reset.to_string()));
        }
        if !self.unknown_keys.is_empty() {
            headers.push((
                "x-simulated-unknown-keys".to_owned(),
                self.unknown_keys.join(", "),
            ));
        }
        if self
            .faults
            .iter()
            .any(|fault| matches!(fault.effect, Effect::Gzip))
            && let Ok(compressed) = gzip(&bytes)
        {
            headers.push(("content-encoding".to_owned(), "gzip".to_owned()));
            bytes = compressed;
        }
        let cut = self.faults.iter().find_map(|fault| match fault.effect {
            Effect::Cut(cut) => Some(cut),
            _ => None,
        });
        let body = match cut {
            Some(cut) => {
                headers.push(("content-length".to_owned(), bytes.len().to_string()));
                cut_body(&bytes, cut, switch)
            }
            None => Body::from(bytes),
        };
        let mut response = axum::response::Response::new(body);
        *response.status_mut() =
            StatusCode::from_u16(self.response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in headers {
            // A key may hold what no header can; such a header is left out.
            if let (Ok(name), Ok(value)) =
                (HeaderName::try_from(name), HeaderValue::try_from(value))
            {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}
