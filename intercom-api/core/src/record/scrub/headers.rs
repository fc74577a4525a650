//! Headers: those that describe a message and carry nothing else.

use http::HeaderMap;
use serde_json::{Map, Value};

use super::json::Walk;
use super::shape::{is_digits, is_short_number};
use super::{Scrubber, shape};

/// The headers of a request that are stored.
pub(in crate::record) fn request_headers(headers: &HeaderMap) -> Map<String, Value> {
    stored(headers, |name, value| match name {
        "accept" | "content-type" => media_type(value),
        "intercom-version" => {
            (value == "Unstable" || is_short_number(value)).then(|| value.to_owned())
        }
        "range" => is_range(value).then(|| value.to_owned()),
        _ => None,
    })
}

impl Scrubber {
    /// The headers of a response that are stored.
    pub(in crate::record) fn response_headers(
        &self,
        headers: &HeaderMap,
        home: Option<&str>,
    ) -> Map<String, Value> {
        stored(headers, |name, value| match name {
            "content-type" => media_type(value),
            "retry-after" | "x-ratelimit-limit" | "x-ratelimit-remaining" | "x-ratelimit-reset" => {
                (is_digits(value) || is_date(value)).then(|| value.to_owned())
            }
            "date" | "last-modified" => is_date(value).then(|| value.to_owned()),
            "location" => Some(match url::Url::parse(value) {
                Ok(_) => self.url(value, home),
                Err(_) => self.relative(value, home?),
            }),
            "accept-ranges" => ["bytes", "none"].contains(&value).then(|| value.to_owned()),
            "content-range" => is_range(value).then(|| value.to_owned()),
            "etag" => Some(format!("\"{}\"", self.stand_ins.text(value))),
            "intercom-version" => is_short_number(value).then(|| value.to_owned()),
            "x-request-id" => {
                let walk = Walk::new(home, "", None);
                Some(self.string_at(walk, &["request_id"], value))
            }
            _ => None,
        })
    }

    /// A target on the same host.
    fn relative(&self, target: &str, home: &str) -> String {
        let url = url::Url::parse(home).and_then(|base| base.join(target));
        url.map_or_else(
            |_| self.stand_ins.text(target),
            |url| self.url(url.as_str(), Some(home)),
        )
    }
}

fn stored(headers: &HeaderMap, value: impl Fn(&str, &str) -> Option<String>) -> Map<String, Value> {
    let headers = headers.iter().filter_map(|(name, given)| {
        let stored = value(name.as_str(), given.to_str().ok()?.trim())?;
        Some((name.as_str().to_owned(), stored.into()))
    });
    headers.collect()
}

/// A media type without parameters other than the usual character set.
pub(super) fn media_type(value: &str) -> Option<String> {
    let (media, parameters) = value.split_once(';').unwrap_or((value, ""));
    let media = media.trim().to_ascii_lowercase();
    let (kind, subtype) = media.split_once('/')?;
    let kinds = [
        "application",
        "audio",
        "font",
        "image",
        "multipart",
        "text",
        "video",
        "*",
    ];
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-' | '*');
    let is_plain = kinds.contains(&kind) && subtype.len() <= 80 && subtype.chars().all(is_part);
    let charset = parameters.trim().to_ascii_lowercase();
    let charset = if charset == "charset=utf-8" {
        "; charset=utf-8"
    } else {
        ""
    };
    is_plain.then(|| format!("{media}{charset}"))
}

fn is_date(value: &str) -> bool {
    httpdate::parse_http_date(value).is_ok()
}

/// Whether it is a range of bytes, or a part of a body.
fn is_range(value: &str) -> bool {
    let numbers = value.strip_prefix("bytes").unwrap_or_default();
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '=' | ' ' | '-' | '/' | '*' | ',');
    !numbers.is_empty() && numbers.chars().all(is_part) && !shape::is_digits(value)
}
