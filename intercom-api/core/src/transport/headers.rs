//! The headers that a program sets: for all calls of a client, for one call, or for one attempt.

use std::borrow::Cow;

use http::header::{AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::SecretString;

pub(crate) const INTERCOM_VERSION: HeaderName = HeaderName::from_static("intercom-version");

/// Headers that decide the target and the length of a message. Only the HTTP client sets them.
const RESERVED: [HeaderName; 4] = [HOST, CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION];

/// How many headers a call can set. Servers refuse far fewer, and `HeaderMap` panics beyond 24,576.
const MAX_HEADERS: usize = 1_000;

/// How many bytes the headers that a call sets can have together.
const MAX_HEADER_BYTES: usize = 256 * 1024;

/// Headers that were set, and how long they are.
#[derive(Clone, Default)]
pub(crate) struct CustomHeaders {
    map: HeaderMap,
    /// The length of all headers that were set.
    bytes: usize,
}

impl CustomHeaders {
    /// Sets a header in place of its earlier value; `None` means an invalid value.
    pub(crate) fn set(
        &mut self,
        name: Option<HeaderName>,
        value: Option<HeaderValue>,
    ) -> Result<(), Cow<'static, str>> {
        let Some(name) = name else {
            return Err("a header has an invalid name".into());
        };
        if RESERVED.contains(&name) {
            return Err(format!("header `{name}` is set by the HTTP client").into());
        }
        let Some(mut value) = value else {
            return Err(format!("header `{name}` has an invalid value").into());
        };
        self.bytes += name.as_str().len() + value.len();
        if self.map.len() >= MAX_HEADERS && !self.map.contains_key(&name) {
            return Err(format!("more than {MAX_HEADERS} headers").into());
        }
        if self.bytes > MAX_HEADER_BYTES {
            return Err(format!("headers of more than {MAX_HEADER_BYTES} bytes").into());
        }
        if name == AUTHORIZATION {
            value.set_sensitive(true);
        }
        self.map.insert(name, value);
        Ok(())
    }

    pub(crate) fn map(&self) -> &HeaderMap {
        &self.map
    }

    /// Returns the secrets of an `Authorization` header: all of its words but the scheme.
    pub(crate) fn secrets(&self) -> Vec<SecretString> {
        let Some(value) = self.map.get(AUTHORIZATION) else {
            return Vec::new();
        };
        let text = String::from_utf8_lossy(value.as_bytes());
        let has_scheme = text.contains(char::is_whitespace);
        let words = text.split_whitespace().skip(usize::from(has_scheme));
        words.map(SecretString::from).collect()
    }
}

/// Checks a version of the API and returns it as the `Intercom-Version` header spells it.
pub(crate) fn version(text: &str) -> Option<HeaderValue> {
    let is_number = |text: &str| {
        (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_version = |text: &str| {
        text.split_once('.')
            .is_some_and(|(major, minor)| is_number(major) && is_number(minor))
    };
    match text {
        // The preview has another name in the header than in the documentation.
        "Preview" | "Unstable" => Some(HeaderValue::from_static("Unstable")),
        text if is_version(text) => HeaderValue::from_str(text).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn version_is_two_numbers_or_the_preview() {
        for (text, header) in [
            ("2.13", Some("2.13")),
            ("1.0", Some("1.0")),
            ("Unstable", Some("Unstable")),
            ("Preview", Some("Unstable")),
            ("", None),
            ("2", None),
            ("2.", None),
            (".13", None),
            ("2.13.1", None),
            ("2.13\r\nx: y", None),
            (" 2.13", None),
            ("v2.13", None),
            ("2.1234", None),
        ] {
            let value = version(text);
            let value = value.as_ref().map(|value| value.to_str().unwrap());
            assert_eq!(value, header, "{text:?}");
        }
    }
}
