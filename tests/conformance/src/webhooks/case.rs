//! A recorded webhook: one line of a file.

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use intercom_api::external::http::{HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::Value;

/// A request with what is expected of it.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) id: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) secrets: Vec<String>,
    pub(super) scheme: Scheme,
    pub(super) expect: Expectation,
}

/// How the request is signed.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Scheme {
    #[default]
    Webhook,
    Canvas,
    Fin,
}

/// What verification returns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Expectation {
    #[default]
    Valid,
    Missing,
    Repeated,
    Malformed,
    Mismatch,
    NotJson,
    TooLarge,
}

impl Expectation {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Missing => "missing",
            Self::Repeated => "repeated",
            Self::Malformed => "malformed",
            Self::Mismatch => "mismatch",
            Self::NotJson => "not_json",
            Self::TooLarge => "too_large",
        }
    }
}

/// A line as it is written.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    headers: Vec<(String, String)>,
    body: Option<String>,
    body_base64: Option<String>,
    #[serde(default)]
    secrets: Vec<String>,
    #[serde(default)]
    scheme: Scheme,
    #[serde(default)]
    expect: Expectation,
}

/// Base64 with or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Case {
    /// Reads a line.
    ///
    /// # Errors
    ///
    /// What is wrong with it, without its values.
    pub(super) fn parse(line: &[u8]) -> Result<Self, String> {
        let line: Line = serde_json::from_slice(line).map_err(|error| {
            let column = error.column();
            format!("the line is not a case, at column {column}")
        })?;
        let body = match (line.body, line.body_base64) {
            (_, Some(text)) => BASE64
                .decode(text)
                .map_err(|_| "`body_base64` is not Base64".to_owned())?,
            (body, None) => body.unwrap_or_default().into_bytes(),
        };
        Ok(Self {
            id: match line.id {
                Value::String(id) => id,
                Value::Null => String::new(),
                other => other.to_string(),
            },
            headers: headers(&line.headers)?,
            body,
            secrets: line.secrets,
            scheme: line.scheme,
            expect: line.expect,
        })
    }
}

/// Headers as a server has them: a value that no request can carry becomes a malformed one.
fn headers(lines: &[(String, String)]) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        let name = HeaderName::from_bytes(name.trim().as_bytes())
            .map_err(|_| "a header has an impossible name".to_owned())?;
        let value = HeaderValue::from_bytes(value.as_bytes())
            .unwrap_or_else(|_| HeaderValue::from_static("?"));
        headers.append(name, value);
    }
    Ok(headers)
}
