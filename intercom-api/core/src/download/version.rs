//! How versions of a file are distinguished: by validators, ranges, and the bytes themselves.

use std::time::Duration;

use bytes::Bytes;
use http::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, DATE, ETAG, LAST_MODIFIED,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest, Sha256};

/// How much older than the response a `Last-Modified` must be to be strong. A file may change twice
/// within the second that it names, and the two clocks may differ.
const MIN_AGE: Duration = Duration::from_secs(60);

/// The validator with which a range may be requested: one that changes whenever a byte does.
///
/// It is a strong `ETag`, or a `Last-Modified` that is strong by section 8.8.2.2 of RFC 9110.
pub(super) fn strong_validator(headers: &HeaderMap) -> Option<(HeaderName, HeaderValue)> {
    // Beside a weak `ETag`, a date is not better.
    let name = if headers.contains_key(ETAG) {
        ETAG
    } else {
        LAST_MODIFIED
    };
    let value = single(headers, &name)?;
    let is_strong = match name {
        ETAG => is_strong_tag(value.as_bytes()),
        _ => is_old(headers),
    };
    is_strong.then(|| (name, value.clone()))
}

fn is_strong_tag(tag: &[u8]) -> bool {
    tag.len() >= 2 && tag.starts_with(b"\"") && tag.ends_with(b"\"")
}

fn is_old(headers: &HeaderMap) -> bool {
    let time = |name| httpdate::parse_http_date(text(headers, name)?).ok();
    let (Some(sent), Some(modified)) = (time(&DATE), time(&LAST_MODIFIED)) else {
        return false;
    };
    let age = sent.duration_since(modified);
    age.is_ok_and(|age| age >= MIN_AGE)
}

/// Whether the headers of two complete responses show that they are different versions. A validator
/// that only one of them has shows nothing; the bytes are compared in any case.
pub(super) fn is_changed(before: &HeaderMap, now: &HeaderMap) -> bool {
    let both = |name: &HeaderName| Some((before.get(name)?, now.get(name)?));
    let is_other_version = match both(&ETAG) {
        Some((before, now)) => opaque(before) != opaque(now),
        None => both(&LAST_MODIFIED).is_some_and(|(before, now)| before != now),
    };
    is_other_version || is_coded_differently(before, now)
}

/// Whether the bytes of two responses are encoded in different ways.
pub(super) fn is_coded_differently(before: &HeaderMap, now: &HeaderMap) -> bool {
    let codings = |headers: &HeaderMap| -> Vec<HeaderValue> {
        headers.get_all(CONTENT_ENCODING).iter().cloned().collect()
    };
    codings(before) != codings(now)
}

/// An `ETag` without the mark of a weak one.
fn opaque(tag: &HeaderValue) -> &[u8] {
    let tag = tag.as_bytes();
    tag.strip_prefix(b"W/").unwrap_or(tag)
}

/// Returns the length of a body.
pub(super) fn length(headers: &HeaderMap) -> Option<u64> {
    text(headers, &CONTENT_LENGTH)?.parse().ok()
}

/// The only value of a header.
pub(super) fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a HeaderValue> {
    let mut values = headers.get_all(name).iter();
    values.next().filter(|_| values.next().is_none())
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    single(headers, name)?.to_str().ok()
}

/// The part of a file that a response with status 206 holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) first: u64,
    pub(super) length: u64,
    /// The length of the file; `None` for `*`, unknown.
    pub(super) total: Option<u64>,
}

impl Part {
    /// Returns the part that headers describe, or `None` when they contradict each other or describe
    /// several parts.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let content_type = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        if content_type.is_some_and(|text| text.to_ascii_lowercase().starts_with(b"multipart/")) {
            return None;
        }
        let range = text(headers, &CONTENT_RANGE)?;
        let (unit, range) = range.split_once(' ')?;
        if !unit.eq_ignore_ascii_case("bytes") {
            return None;
        }
        let (part, total) = range.trim().split_once('/')?;
        let (first, last) = part.split_once('-')?;
        let (first, last) = (number(first)?, number(last)?);
        let total = match total {
            "*" => None,
            total => Some(number(total)?),
        };
        let size = last.checked_sub(first)?.checked_add(1)?;
        let fits = total.is_none_or(|total| last < total);
        let is_stated = length(headers).is_none_or(|stated| stated == size);
        (fits && is_stated).then_some(Self {
            first,
            length: size,
            total,
        })
    }
}

/// Digits alone: `parse` takes a sign too.
fn number(text: &str) -> Option<u64> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// A running hash of the bytes that a download has given.
///
/// It is SHA-256, because who writes a file may choose its bytes, and a file made to collide must not
/// pass as the one that the download began with. It costs little beside the network.
#[derive(Clone, Default)]
pub(super) struct Fingerprint(Sha256);

impl Fingerprint {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Starts the comparison of a body with the `length` bytes so far.
    pub(super) fn comparison(&self, length: u64) -> Comparison {
        Comparison {
            left: length,
            expected: self.clone(),
            found: Self::default(),
        }
    }

    fn matches(self, other: Self) -> bool {
        self.0.finalize() == other.0.finalize()
    }
}

/// A comparison of the start of a body with what was given before.
pub(super) struct Comparison {
    left: u64,
    expected: Fingerprint,
    found: Fingerprint,
}

/// What is known after some bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// More bytes are needed.
    Open,
    /// The start is the same; here is what follows it.
    Same(Bytes),
    /// The start is another one.
    Different,
}

impl Comparison {
    pub(super) fn push(&mut self, mut bytes: Bytes) -> Verdict {
        let old = usize::try_from(self.left).map_or(bytes.len(), |left| left.min(bytes.len()));
        let new = bytes.split_off(old);
        self.found.update(&bytes);
        self.left -= u64::try_from(old).unwrap_or(self.left);
        if self.left > 0 {
            return Verdict::Open;
        }
        let expected = std::mem::take(&mut self.expected);
        if expected.matches(std::mem::take(&mut self.found)) {
            Verdict::Same(new)
        } else {
            Verdict::Different
        }
    }
}

#[cfg(test)]
mod tests;
