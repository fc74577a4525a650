//! Answers whose text is broken in places: a byte order mark before it, bytes that are not UTF-8, half
//! of a surrogate pair.
//!
//! Text that was cut or stored in another encoding is one odd value among many. So what cannot be
//! read becomes `U+FFFD`, and the rest of the answer is there. Only answers that could not be read are
//! looked at: the others pay nothing.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads a body again, after it failed with `error`, if its text can be mended.
///
/// # Errors
///
/// `error`, whose place is one of the body as it came.
#[cold]
pub(crate) fn read<T>(
    body: &[u8],
    error: serde_json::Error,
    read: impl FnOnce(&[u8]) -> serde_json::Result<T>,
) -> serde_json::Result<T> {
    match mended(body) {
        Some(text) => read(text.as_bytes()).map_err(|_| error),
        None => Err(error),
    }
}

/// Reads JSON of any type from a body, mended if need be.
///
/// # Errors
///
/// Those of the body as it came.
pub(crate) fn from_slice<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
    serde_json::from_slice(body)
        .or_else(|error| read(body, error, |text| serde_json::from_slice(text)))
}

/// The text without what is broken; none when nothing is.
fn mended(body: &[u8]) -> Option<Cow<'_, str>> {
    let unmarked = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let text = match String::from_utf8_lossy(unmarked) {
        Cow::Borrowed(text) => without_lone_surrogates(text),
        Cow::Owned(text) => Cow::Owned(without_lone_surrogates(&text).into_owned()),
    };
    (text.as_bytes() != body).then_some(text)
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

/// Which half of a pair the escape at a position stands for, if it does.
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
        ] {
            assert_eq!(mended(body).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_whole_stays() {
        for body in [
            "",
            "{",
            "<html>é</html>",
            r#""\ud83d\ude00 \\ud83d \u00e9 é\"#,
            r#""\u12"#,
            r#""\ué000"#,
        ] {
            assert_eq!(mended(body.as_bytes()), None, "{body}");
        }
    }
}
