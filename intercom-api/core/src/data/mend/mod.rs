//! Response bodies whose text is broken in places: a byte order mark, bytes that are not UTF-8, half of
//! a surrogate pair, a control character inside a string, a number that no type holds.
//!
//! Text that was cut or stored in another encoding is one unexpected value among many. What cannot be
//! read becomes `U+FFFD`, and the rest of the response is decoded. Apart from a sparse scan for long
//! numbers, only bodies that could not be read are looked at.

mod numbers;

use std::borrow::Cow;
use std::fmt::Write;

use serde::de::DeserializeOwned;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Decodes a body; `decode` is called again with mended text when it fails.
///
/// The body is checked to be UTF-8 once: a reader of bytes would check each key and string by itself.
///
/// # Errors
///
/// The first error, when the text is not broken in a way that can be mended.
pub(crate) fn decode<T>(
    body: &[u8],
    mut decode: impl FnMut(&str) -> serde_json::Result<T>,
) -> serde_json::Result<T> {
    let Ok(text) = std::str::from_utf8(body) else {
        return read_lossy(body, decode);
    };
    if numbers::has_long_number(body) {
        let quoted = numbers::quoted(text);
        return decode(&quoted).or_else(|error| read(quoted.as_bytes(), error, decode));
    }
    decode(text).or_else(|error| read(body, error, decode))
}

/// Decodes a body again after an error, if there is something to mend.
#[cold]
pub(crate) fn read<T>(
    body: &[u8],
    error: serde_json::Error,
    read: impl FnOnce(&str) -> serde_json::Result<T>,
) -> serde_json::Result<T> {
    match mended(body) {
        Some(text) => read(&text).map_err(|_| error),
        None => Err(error),
    }
}

/// Decodes a body that is not UTF-8. Errors refer to the original body.
#[cold]
fn read_lossy<T>(
    body: &[u8],
    decode: impl FnOnce(&str) -> serde_json::Result<T>,
) -> serde_json::Result<T> {
    let text = mended(body).unwrap_or_default();
    decode(&text).map_err(|error| {
        let original = serde_json::from_slice::<serde_json::Value>(body);
        original.err().unwrap_or(error)
    })
}

/// Decodes a body into any type.
pub(crate) fn from_slice<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
    decode(body, |text| serde_json::from_str(text))
}

/// The mended text; `None` when nothing is broken.
fn mended(body: &[u8]) -> Option<String> {
    let unmarked = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let text = String::from_utf8_lossy(unmarked);
    let text = without_lone_surrogates(&text);
    let text = with_escaped_controls(&text);
    let text = numbers::quoted(&text);
    (*text.as_bytes() != *body).then(|| text.into_owned())
}

/// Escapes control characters inside strings, where JSON does not allow them.
fn with_escaped_controls(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| byte < b' ') {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    let (mut in_string, mut after_backslash) = (false, false);
    for character in text.chars() {
        if in_string && character < ' ' {
            // A backslash before a raw line break escapes nothing.
            if after_backslash {
                escaped.push('\\');
            }
            // A String takes everything.
            _ = write!(escaped, "\\u{:04x}", u32::from(character));
            after_backslash = false;
            continue;
        }
        in_string ^= character == '"' && !after_backslash;
        after_backslash = in_string && character == '\\' && !after_backslash;
        escaped.push(character);
    }
    Cow::Owned(escaped)
}

/// The text with every escape of half a surrogate pair replaced.
fn without_lone_surrogates(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    // Up to where the text was copied, and looked at.
    let (mut copied, mut at) = (0, 0);
    while let Some(escape) = text.get(at..).and_then(|rest| rest.find('\\')) {
        let start = at + escape;
        at = match (surrogate(text, start), surrogate(text, start + 6)) {
            (Some(Half::Leading), Some(Half::Trailing)) => start + 12,
            (Some(_), _) => {
                mended.push_str(&text[copied..start]);
                mended.push_str("\\ufffd");
                copied = start + 6;
                copied
            }
            // A backslash that is escaped begins no escape.
            (None, _) => start + 2,
        };
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(&text[copied..]);
    Cow::Owned(mended)
}

#[derive(Clone, Copy)]
enum Half {
    Leading,
    Trailing,
}

/// Returns which half of a surrogate pair the escape at a position is, if it is one.
fn surrogate(text: &str, at: usize) -> Option<Half> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xd800..=0xdbff => Some(Half::Leading),
        0xdc00..=0xdfff => Some(Half::Trailing),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn what_is_broken_is_replaced() {
        for (body, text) in [
            (&b"\xef\xbb\xbf{}"[..], "{}"),
            (b"\"a\xffb\"", "\"a\u{fffd}b\""),
            (br#""\ud83d""#, r#""\ufffd""#),
            (br#""\ude00\ud83d x""#, r#""\ufffd\ufffd x""#),
            (br#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (br#""\\\uD800\n""#, r#""\\\ufffd\n""#),
            (b"\xff\\ud800", "\u{fffd}\\ufffd"),
            (
                b"{\t\"a\tb\\\"\x01\":\n\"c\\\nd\"}",
                "{\t\"a\\u0009b\\\"\\u0001\":\n\"c\\\\\\u000ad\"}",
            ),
            (b"[1e400]", "[\"1e400\"]"),
        ] {
            assert_eq!(mended(body).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_whole_stays() {
        for body in [
            "",
            "{",
            "{\n\t\"a\": 1\r\n}",
            "<html>é</html>",
            r#""\ud83d\ude00 \\ud83d \u00e9 é\"#,
            r#""\u12"#,
            r#""\ué000"#,
        ] {
            assert_eq!(mended(body.as_bytes()), None, "{body}");
        }
    }
}
