//! Bodies in the form in which a cassette has them.

use std::io::Read;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::MultiGzDecoder;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde_json::Value;

use super::scrub::{Marks, Scrubber};

/// How much of a body is stored.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The most bytes of any body.
    pub(super) whole: usize,
    /// The most bytes of a body that is not text.
    pub(super) binary: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            whole: 16 * 1024 * 1024,
            binary: 0,
        }
    }
}

/// A body as it was sent.
pub(super) struct Content<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) headers: &'a HeaderMap,
    /// The number of bytes; larger than that of `bytes` if they were not kept.
    pub(super) length: usize,
}

/// A body as it is stored.
pub(super) struct Stored {
    body: Value,
    /// `None` for JSON, and for no body.
    encoding: Option<&'static str>,
    /// The length of a body that is not stored.
    length: Option<usize>,
}

impl Stored {
    fn json(body: Value) -> Self {
        Self {
            body,
            encoding: None,
            length: None,
        }
    }

    fn encoded(body: String, encoding: &'static str) -> Self {
        Self {
            body: body.into(),
            encoding: Some(encoding),
            length: None,
        }
    }

    fn omitted(length: usize) -> Self {
        Self {
            body: Value::Null,
            encoding: Some("omitted"),
            length: Some(length),
        }
    }

    /// Inserts what `request` or `response` has into the line.
    pub(super) fn insert_into(self, insert: &mut impl FnMut(&str, Value), side: &str) {
        insert(&format!("{side}_body"), self.body);
        if let Some(encoding) = self.encoding {
            insert(&format!("{side}_encoding"), encoding.into());
        }
        if let Some(length) = self.length {
            insert(&format!("{side}_length"), length.into());
        }
    }
}

/// Scrubs a body. `marks` are those of a request.
pub(super) fn scrub_body(
    scrubber: &Scrubber,
    content: &Content<'_>,
    limits: Limits,
    home: Option<&str>,
    mut marks: Option<&mut Marks>,
) -> Stored {
    if content.length > limits.whole {
        return Stored::omitted(content.length);
    }
    let header = |name| content.headers.get(name)?.to_str().ok();
    let mut plain = None;
    if let Some(coding) = header(CONTENT_ENCODING)
        && !coding.trim().eq_ignore_ascii_case("identity")
    {
        match unpacked(content.bytes, limits.whole) {
            Some(unpacked) => plain = Some(unpacked),
            None => return binary(content, limits),
        }
    }
    let bytes = plain.as_deref().unwrap_or(content.bytes);
    if bytes.is_empty() {
        return Stored::json(Value::Null);
    }
    if let Ok(body @ (Value::Object(_) | Value::Array(_))) = serde_json::from_slice(bytes) {
        return Stored::json(scrubber.json(body, home, marks));
    }
    let media = header(CONTENT_TYPE)
        .unwrap_or_default()
        .to_ascii_lowercase();
    if let Some(text) = text(bytes) {
        let scrubbed = scrubber.text_body(text, &media, home);
        if let Some(marks) = &mut marks {
            marks.whole_body();
        }
        return Stored::encoded(scrubbed, "text");
    }
    if let Some(unpacked) = unpacked(bytes, limits.whole)
        && let Some(text) = text(&unpacked)
    {
        return Stored::encoded(scrubber.text_body(text, &media, home), "gzip-text");
    }
    binary(content, limits)
}

fn binary(content: &Content<'_>, limits: Limits) -> Stored {
    if content.length > limits.binary {
        return Stored::omitted(content.length);
    }
    Stored::encoded(STANDARD.encode(content.bytes), "base64")
}

/// The bytes as text, if that is what they are.
fn text(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let is_control =
        |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}');
    (!text.contains(is_control)).then_some(text)
}

/// The contents of gzip, up to a limit.
fn unpacked(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return None;
    }
    let mut unpacked = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut decoder = MultiGzDecoder::new(bytes).take(limit);
    decoder.read_to_end(&mut unpacked).ok()?;
    (unpacked.len() <= most).then_some(unpacked)
}
