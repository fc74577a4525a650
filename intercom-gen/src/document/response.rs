//! Responses.

use serde_json::Value;

/// Whether a response with this status is a success. `default` is one where nothing else is
/// declared.
pub fn is_success(status: &str, responses: &Value) -> bool {
    let alone = responses.as_object().is_some_and(|all| all.len() == 1);
    status.starts_with(['2', '3']) || status == "default" && alone
}

/// Returns a media type without its parameters.
pub fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn default_is_a_success_only_when_it_is_alone() {
        assert!(is_success("default", &json!({"default": {}})));
        assert!(!is_success("default", &json!({"default": {}, "200": {}})));
        assert!(is_success("2XX", &json!({})));
        assert!(!is_success("404", &json!({})));
    }
}
