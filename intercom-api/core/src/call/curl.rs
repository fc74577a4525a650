//! A call as a curl command, to be pasted into a terminal or a support ticket.

use std::borrow::Cow;
use std::fmt::Write;

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method};

use crate::error::Error;
use crate::transport::Request;

/// Returns the command; the token is a variable of the shell in it.
///
/// # Errors
///
/// [`ErrorKind::Request`](crate::ErrorKind::Request) when the request cannot be built.
pub fn to_curl(request: &Request) -> Result<String, Error> {
    let http = request.to_http()?;
    let mut lines = vec![if http.method() == Method::HEAD {
        // With `--request HEAD` curl would wait for a body.
        "curl --head".to_owned()
    } else {
        format!("curl --request {}", method(http.method().as_str()))
    }];
    lines.push(format!("--url {}", quoted(http.url().as_str())));
    lines.push("--header \"Authorization: Bearer $INTERCOM_ACCESS_TOKEN\"".to_owned());
    for (name, value) in http.headers() {
        if name != AUTHORIZATION && !(is_form(request) && name == CONTENT_TYPE) {
            lines.push(format!("--header {}", header(name.as_str(), value)));
        }
    }
    #[cfg(feature = "upload")]
    if let Some(outgoing) = request.outgoing() {
        lines.extend(super::curl_form::arguments(outgoing.payload()));
    }
    if let Some(body) = request.body() {
        if let Some(word) = word(body) {
            lines.push(format!("--data-raw {word}"));
        } else {
            lines[0] = format!("{} | {}", printed(body), lines[0]);
            lines.push("--data-binary @-".to_owned());
        }
    }
    Ok(lines.join(" \\\n  "))
}

/// Whether curl itself writes the media type of the body, with a boundary of its own.
fn is_form(request: &Request) -> bool {
    #[cfg(feature = "upload")]
    if let Some(outgoing) = request.outgoing() {
        return matches!(outgoing.payload(), crate::upload::Payload::Form { .. });
    }
    let _ = request;
    false
}

fn header(name: &str, value: &HeaderValue) -> String {
    let value = if value.is_sensitive() {
        "<redacted>".into()
    } else {
        String::from_utf8_lossy(value.as_bytes())
    };
    if value.is_empty() {
        // After a colon, nothing would mean that curl leaves the header out.
        return quoted(&format!("{name};"));
    }
    quoted(&format!("{name}: {value}"))
}

/// A method as one word of the shell. A method may be any token, with `'`, `` ` `` and `|` in it.
fn method(method: &str) -> Cow<'_, str> {
    if method.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        Cow::Borrowed(method)
    } else {
        Cow::Owned(quoted(method))
    }
}

/// A text as one word of the shell.
pub(super) fn quoted(text: &str) -> String {
    ["'", &text.replace('\'', "'\\''"), "'"].concat()
}

/// Bytes as one word of the shell, if they are a text that can be one.
fn word(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    (!text.contains('\0')).then(|| quoted(text))
}

/// A command that prints bytes.
fn printed(body: &[u8]) -> String {
    let mut command = String::from("printf '");
    for byte in body {
        // A String takes everything.
        _ = write!(command, "\\{byte:03o}");
    }
    command.push('\'');
    command
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::{header, method, printed, quoted, word};

    #[test]
    fn method_with_shell_characters_is_quoted() {
        assert_eq!(method("PATCH"), "PATCH");
        assert_eq!(method("A|reboot"), "'A|reboot'");
        assert_eq!(method("a`id`&'b"), "'a`id`&'\\''b'");
        assert_eq!(method("-o"), "'-o'");
    }

    #[test]
    fn nothing_ends_a_word_early() {
        assert_eq!(quoted("it's $HOME `ls` \\"), "'it'\\''s $HOME `ls` \\'");
        assert_eq!(word(b"a\nb'").unwrap(), "'a\nb'\\'''");
        assert_eq!(header("x-a", &HeaderValue::from_static("")), "'x-a;'");
        assert_eq!(header("x-a", &HeaderValue::from_static("b")), "'x-a: b'");
        assert_eq!((word(b"\xff"), word(b"a\0")), (None, None));
        assert_eq!(printed(b"\xff\0a"), "printf '\\377\\000\\141'");
    }
}
