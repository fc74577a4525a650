//! The access token, and the one place that shows it: the `Authorization` header.

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

/// An access token that is known to fit into a header.
#[derive(Clone)]
pub(crate) struct Token(SecretString);

impl Token {
    /// Checks a token. The error says what is wrong, without the token.
    pub(crate) fn new(token: &SecretString) -> Result<Self, &'static str> {
        let text = token.expose_secret();
        if text.is_empty() {
            Err("is empty")
        } else if text.contains(char::is_whitespace) {
            Err("contains white space")
        } else if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Err("contains characters that no token has")
        } else {
            Ok(Self(token.clone()))
        }
    }

    /// The value of the `Authorization` header, marked sensitive; `None` never occurs for a token
    /// that [`Token::new`] let pass.
    pub(crate) fn authorization(&self) -> Option<HeaderValue> {
        let mut value = HeaderValue::try_from(["Bearer ", self.0.expose_secret()].concat()).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Takes the token out of a text that a server sent, should it ever echo it.
    pub(crate) fn redact(&self, text: &str) -> String {
        text.replace(self.0.expose_secret(), "<redacted>")
    }
}
