//! The bodies of error responses, in all the shapes that occur.

use std::fmt;

use serde_json::{Map, Value};

use super::code::ErrorCode;
use crate::data::mend;
use crate::policy::redact::{Charset, Redactor};

/// How many errors of a response are kept.
const MAX_ERRORS: usize = 100;

/// How many characters of a message, a code or a field are kept.
const MAX_TEXT: usize = 1_000;

/// How many characters of a request ID are kept.
const MAX_REQUEST_ID: usize = 100;

/// How many errors of a response are part of the error's text.
const SHOWN: usize = 3;

/// How many characters of a message, a code or a field are part of the error's text.
const SHOWN_LENGTH: usize = 300;

/// One error in a response of the API.
///
/// Its texts are safe to print: secrets of the call, control characters and invisible characters are
/// replaced, and each text is cut after 1,000 characters.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ApiError {
    code: Option<ErrorCode>,
    message: Option<String>,
    field: Option<String>,
}

impl ApiError {
    /// Returns the code, in a form for programs: [`ErrorCode::ParameterInvalid`].
    pub fn code(&self) -> Option<&ErrorCode> {
        self.code.as_ref()
    }

    /// Returns the message.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the field of the request that is wrong; `base` means the whole request.
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for ApiError {
    /// Writes `code: message`, and the field where there is one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.as_ref().map(ErrorCode::as_str);
        let told = [code, self.message()].into_iter().flatten();
        for (i, text) in told.enumerate() {
            let separator = if i == 0 { "" } else { ": " };
            write!(f, "{separator}{}", Cut(text))?;
        }
        match &self.field {
            Some(field) => write!(f, " (field `{}`)", Cut(field)),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ApiError {
    /// Shows code and field, and of the message its length alone: messages may quote data of
    /// customers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cut = |text: Option<&str>| text.map(|text| Cut(text).to_string());
        let code = self.code.as_ref().map(ErrorCode::as_str);
        f.debug_struct("ApiError")
            .field("code", &cut(code))
            .field("field", &cut(self.field()))
            .field("message_len", &self.message.as_ref().map(String::len))
            .finish()
    }
}

/// A text that is cut for display.
struct Cut<'a>(&'a str);

impl fmt::Display for Cut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(SHOWN_LENGTH) {
            Some((end, _)) => write!(f, "{}…", self.0.get(..end).unwrap_or_default()),
            None => f.write_str(self.0),
        }
    }
}

/// What an error body holds.
pub(super) struct ErrorBody {
    pub(super) request_id: Option<String>,
    pub(super) errors: Vec<ApiError>,
}

/// Reads an error body of any shape, cleaned; one of no known shape holds nothing.
pub(super) fn parse(body: &[u8], redactor: &Redactor) -> ErrorBody {
    let reader = Reader { redactor };
    match mend::from_slice(body) {
        Ok(Value::Object(body)) => ErrorBody {
            request_id: body
                .get("request_id")
                .and_then(|id| reader.cleaned(id, Charset::Identifier, MAX_REQUEST_ID)),
            errors: reader.errors(&body),
        },
        Ok(Value::Array(items)) => ErrorBody {
            request_id: None,
            errors: reader.list(&items),
        },
        _ => ErrorBody {
            request_id: None,
            errors: Vec::new(),
        },
    }
}

struct Reader<'a> {
    redactor: &'a Redactor,
}

impl Reader<'_> {
    fn errors(&self, body: &Map<String, Value>) -> Vec<ApiError> {
        let errors = match body.get("errors") {
            Some(Value::Array(items)) => self.list(items),
            Some(Value::Object(fields)) => self.fields(fields),
            _ => Vec::new(),
        };
        if !errors.is_empty() {
            return errors;
        }
        let error = match body.get("error") {
            Some(Value::Object(error)) => self.one(error),
            _ => self.one(body),
        };
        Some(error)
            .filter(|error| !error.is_empty())
            .into_iter()
            .collect()
    }

    /// `[{"code": …, "message": …, "field": …}]`, or a list of messages.
    fn list(&self, items: &[Value]) -> Vec<ApiError> {
        let errors = items.iter().map(|item| match item {
            Value::Object(error) => self.one(error),
            _ => ApiError {
                message: self.text(item),
                ..ApiError::default()
            },
        });
        let errors = errors.filter(|error| !error.is_empty());
        errors.take(MAX_ERRORS).collect()
    }

    /// `{"email": "is taken", "name": ["is too long", "is odd"]}`.
    fn fields(&self, fields: &Map<String, Value>) -> Vec<ApiError> {
        let mut errors = Vec::new();
        for (field, messages) in fields {
            let messages = match messages {
                Value::Array(messages) => messages.as_slice(),
                message => std::slice::from_ref(message),
            };
            errors.extend(messages.iter().map(|message| ApiError {
                field: Some(self.redactor.clean(field, Charset::Text, MAX_TEXT)),
                message: self.text(message),
                code: None,
            }));
            if errors.len() >= MAX_ERRORS {
                errors.truncate(MAX_ERRORS);
                break;
            }
        }
        errors
    }

    /// One error: `{"code": …, "message": …}`, `{"error_key": …, "message": …}`, or `{"error": …}`
    /// where the text is a code if there is also a message.
    fn one(&self, error: &Map<String, Value>) -> ApiError {
        let text = |keys: &[&str]| keys.iter().find_map(|key| self.text(error.get(*key)?));
        let message = text(&["message", "error_description"]);
        let keys: &[&str] = match message {
            Some(_) => &["code", "error_key", "error"],
            None => &["code", "error_key"],
        };
        ApiError {
            code: text(keys).map(ErrorCode::from),
            message: message.or_else(|| text(&["error"])),
            field: text(&["field"]),
        }
    }

    /// A text or a number as text.
    fn text(&self, value: &Value) -> Option<String> {
        self.cleaned(value, Charset::Text, MAX_TEXT)
    }

    fn cleaned(&self, value: &Value, charset: Charset, length: usize) -> Option<String> {
        let clean = |text| self.redactor.clean(text, charset, length);
        match value {
            Value::String(text) if !text.is_empty() => Some(clean(text)),
            Value::Number(number) => Some(clean(&number.to_string())),
            _ => None,
        }
    }
}

/// The errors in one line.
pub(super) fn summary(errors: &[ApiError]) -> String {
    let shown: Vec<String> = errors.iter().take(SHOWN).map(ToString::to_string).collect();
    let mut text = shown.join("; ");
    if let Some(more) = errors.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        text.push_str("; and ");
        text.push_str(&more.to_string());
        text.push_str(" more");
    }
    text
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use secrecy::SecretString;

    use super::{parse, summary};
    use crate::policy::redact::{Redactor, Secret};

    /// The errors of a body as one line, and its request id.
    fn printed(body: &str) -> (String, Option<String>) {
        let mut redactor = Redactor::default();
        for secret in ["", "s3cret"] {
            redactor.add(&Arc::new(Secret::new(SecretString::from(secret))));
        }
        let body = parse(body.as_bytes(), &redactor);
        (summary(&body.errors), body.request_id)
    }

    #[test]
    fn every_shape_is_read() {
        for (body, text) in [
            (
                r#"{"type":"error.list","request_id":"000abc","errors":
                    [{"code":"parameter_invalid","message":"is bad","field":"email"}]}"#,
                "parameter_invalid: is bad (field `email`)",
            ),
            (r#"{"errors":[{"code":"not_found"}]}"#, "not_found"),
            (
                r#"{"errors":[{"code":404,"message":null}, {}, 7, "x"]}"#,
                "404; 7; x",
            ),
            (r#"{"status":400,"error":"Bad Request"}"#, "Bad Request"),
            (r#"{"error_key":"some_error"}"#, "some_error"),
            (
                r#"{"error_key":"sms_failed","message":"not sent"}"#,
                "sms_failed: not sent",
            ),
            (
                r#"{"errors":{"base":"closed","name":["long","odd"]}}"#,
                "closed (field `base`); long (field `name`); odd (field `name`)",
            ),
            (
                r#"{"error":"invalid_grant","error_description":"old"}"#,
                "invalid_grant: old",
            ),
            (r#"{"error":{"code":"a","message":"b"}}"#, "a: b"),
            (r#"{"errors":[],"message":"b"}"#, "b"),
            (r#"[{"code":"a"}]"#, "a"),
            (r#"{"errors":["a","b","c","d","e"]}"#, "a; b; c; and 2 more"),
            (r"{}", ""),
            ("null", ""),
            ("", ""),
            ("<html>503</html>", ""),
        ] {
            assert_eq!(printed(body).0, text, "{body}");
        }
    }

    #[test]
    fn truncated_text_is_read_as_far_as_possible() {
        let body = parse(b"\xef\xbb\xbf{\"message\":\"a\xff\"}", &Redactor::default());
        assert_eq!(summary(&body.errors), "a\u{fffd}");
    }

    #[test]
    fn the_request_id_may_have_any_form() {
        assert_eq!(
            printed(r#"{"request_id":"000abc"}"#).1.as_deref(),
            Some("000abc")
        );
        assert_eq!(printed(r#"{"request_id":17}"#).1.as_deref(), Some("17"));
        assert_eq!(printed(r#"{"request_id":null}"#).1, None);
        assert_eq!(printed(r#"{"request_id":""}"#).1, None);
    }

    #[test]
    fn the_text_is_one_line_without_the_token() {
        let long = "x".repeat(1000);
        let body =
            format!(r#"{{"errors":[{{"message":"bad\r\n\u001b[31mBearer s3cret"}},"{long}"]}}"#);
        assert_eq!(
            printed(&body).0,
            format!("bad   [31mBearer <redacted>; {}…", &long[..300])
        );
    }
}
