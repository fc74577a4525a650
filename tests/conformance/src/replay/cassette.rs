//! Cassettes of `intercom_api::record`: a header, then exchanges in the form of case files. Some
//! exchanges are of no use here.

use serde_json::Value;

/// The version of the format that is read.
const VERSION: u64 = 1;

/// Returns whether the first line of a file is the header of a cassette.
///
/// # Errors
///
/// The cassette has another version.
pub(super) fn is_header(line: &[u8]) -> Result<bool, &'static str> {
    let header: Value = serde_json::from_slice(line).unwrap_or_default();
    match &header["cassette"] {
        Value::Null => Ok(false),
        version if *version == VERSION => Ok(true),
        _ => Err("the cassette has another version"),
    }
}

/// Why a line of a cassette is skipped, if it is.
pub(super) fn skipped(line: &[u8]) -> Option<&'static str> {
    let Ok(Value::Object(line)) = serde_json::from_slice(line) else {
        return Some("the line is incomplete");
    };
    let is_text = |encoding: &Value| encoding == "text";
    if line.contains_key("host") {
        Some("the request went to another host than the API")
    } else if line.contains_key("request_encoding") {
        Some("the request is not JSON")
    } else if !line.get("response_encoding").is_none_or(is_text) {
        Some("the response is not text")
    } else {
        None
    }
}
