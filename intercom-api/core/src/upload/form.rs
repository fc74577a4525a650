//! Forms of several parts, `multipart/form-data`.

use std::borrow::Cow;
use std::fmt::{self, Write};

use http::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use super::{ANY_MEDIA_TYPE, Upload};

/// The parts of a `multipart/form-data` body, in the order in which they are added.
///
/// Generated bodies convert into one. For an operation that the crate has no method for, see
/// [`RawCall::multipart`](crate::RawCall::multipart).
///
/// Names and file names cannot break out of their place: quotes, backslashes and control characters
/// are percent-encoded.
///
#[doc = example!("no_run")]
/// use intercom_api::{MultipartForm, Upload};
///
/// let form = MultipartForm::new()
///     .text("caption", "A cat")
///     .file("picture", Upload::from_path("cat.png").with_media_type("image/png"));
/// ```
#[derive(Clone, Default)]
#[must_use = "a form does nothing until a call sends it"]
pub struct MultipartForm {
    parts: Vec<Part>,
    problem: Option<Cow<'static, str>>,
}

/// A part of a form.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) name: Cow<'static, str>,
    pub(crate) content: Content,
}

#[derive(Clone)]
pub(crate) enum Content {
    Text {
        text: String,
        /// `None` for plain text, which needs none.
        media_type: Option<&'static str>,
    },
    File(Upload),
}

impl MultipartForm {
    /// Creates a form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field with a text. Several fields can have one name.
    pub fn text(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.part(name.into(), text.into(), None)
    }

    /// Adds a field with a value as JSON. A value that cannot be written as JSON makes the call fail
    /// before anything is sent.
    pub fn json<T: Serialize + ?Sized>(mut self, name: impl Into<String>, value: &T) -> Self {
        if let Ok(text) = serde_json::to_string(value) {
            return self.part(name.into(), text, Some("application/json"));
        }
        // The cause is not printed, because serde's errors may quote the value.
        self.fail("a field of the form cannot be encoded as JSON");
        self
    }

    /// Adds a file.
    pub fn file(mut self, name: impl Into<String>, file: impl Into<Upload>) -> Self {
        self.push_file(name.into(), file.into());
        self
    }

    fn part(mut self, name: String, text: String, media_type: Option<&'static str>) -> Self {
        let content = Content::Text { text, media_type };
        let name = name.into();
        self.parts.push(Part { name, content });
        self
    }

    pub(super) fn push_file(&mut self, name: impl Into<Cow<'static, str>>, file: Upload) {
        let name = name.into();
        let content = Content::File(file);
        self.parts.push(Part { name, content });
    }

    /// Adds a field: a text as it is, a list as one field for each element, an object as JSON, null not
    /// at all.
    pub(super) fn push_value(&mut self, name: &str, value: Value) {
        let (text, media_type) = match value {
            Value::Null => return,
            Value::Array(values) => {
                for value in values {
                    self.push_value(name, value);
                }
                return;
            }
            Value::String(text) => (text, None),
            Value::Object(_) => (value.to_string(), Some("application/json")),
            Value::Bool(_) | Value::Number(_) => (value.to_string(), None),
        };
        let name = name.to_owned().into();
        let content = Content::Text { text, media_type };
        self.parts.push(Part { name, content });
    }

    pub(super) fn fail(&mut self, problem: impl Into<Cow<'static, str>>) {
        self.problem.get_or_insert(problem.into());
    }

    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    pub(crate) fn problem(&self) -> Option<&Cow<'static, str>> {
        self.problem.as_ref()
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &Upload> {
        self.parts.iter().filter_map(|part| match &part.content {
            Content::File(upload) => Some(upload),
            Content::Text { .. } => None,
        })
    }
}

impl Part {
    /// The headers of the part, with the empty line behind them.
    pub(super) fn head(&self) -> String {
        let mut head = String::from("Content-Disposition: form-data; name=\"");
        push_quoted(&mut head, &self.name);
        head.push('"');
        let media_type = match &self.content {
            Content::Text { media_type, .. } => *media_type,
            Content::File(upload) => {
                head.push_str("; filename=\"");
                push_quoted(&mut head, &upload.file_name());
                head.push('"');
                let media_type = upload.media_type().map(HeaderValue::to_str);
                media_type.and_then(Result::ok).or(Some(ANY_MEDIA_TYPE))
            }
        };
        if let Some(media_type) = media_type {
            // A String takes everything.
            _ = write!(head, "\r\nContent-Type: {media_type}");
        }
        head.push_str("\r\n\r\n");
        head
    }
}

/// Appends a name as it stands between quotes. What would end the quotes or the line is
/// percent-encoded, as browsers do; so is a backslash, which some servers read as an escape.
fn push_quoted(text: &mut String, name: &str) {
    for character in name.chars() {
        if character.is_control() || character == '"' || character == '\\' {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                // A String takes everything.
                _ = write!(text, "%{byte:02X}");
            }
        } else {
            text.push(character);
        }
    }
}

impl fmt::Debug for MultipartForm {
    /// Shows the names of the fields, never values or names of files.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.parts.iter().map(|part| &part.name);
        f.debug_list().entries(names).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{MultipartForm, push_quoted};
    use crate::upload::Upload;

    #[test]
    fn names_stay_between_their_quotes() {
        for (name, expected) in [
            ("cat.png", "cat.png"),
            ("a\"; filename=\"b", "a%22; filename=%22b"),
            (
                "a\r\nX-Evil: 1\r\n\r\nbody",
                "a%0D%0AX-Evil: 1%0D%0A%0D%0Abody",
            ),
            ("end\\", "end%5C"),
            ("nul\0", "nul%00"),
            ("\u{85}\u{7f}", "%C2%85%7F"),
            ("Ünïcødé 日本.png", "Ünïcødé 日本.png"),
        ] {
            let mut text = String::new();
            push_quoted(&mut text, name);
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn head_has_name_file_name_and_media_type() {
        let form = MultipartForm::new()
            .text("a", "1")
            .json("b", &[1])
            .file("c", Upload::from_bytes("x").with_media_type("image/png"))
            .file("d", Upload::from_path("e/f.txt"));
        let heads: Vec<_> = form.parts().iter().map(super::Part::head).collect();
        assert_eq!(
            heads,
            [
                "Content-Disposition: form-data; name=\"a\"\r\n\r\n",
                "Content-Disposition: form-data; name=\"b\"\r\nContent-Type: application/json\r\n\r\n",
                "Content-Disposition: form-data; name=\"c\"; filename=\"file\"\r\n\
                 Content-Type: image/png\r\n\r\n",
                "Content-Disposition: form-data; name=\"d\"; filename=\"f.txt\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n",
            ]
        );
    }
}
