//! Parameters.

use serde_json::Value;

/// Headers that the client sends itself, whatever the description declares.
pub const OWN_HEADERS: [&str; 4] = [
    "intercom-version",
    "accept",
    "authorization",
    "content-type",
];

/// Returns `style` and `explode` of a parameter, with the defaults of `OpenAPI` for its location.
pub fn serialization<'a>(parameter: &'a Value, location: &str) -> (&'a str, bool) {
    let style = match (parameter["style"].as_str(), location) {
        (Some(style), _) => style,
        (None, "query" | "cookie") => "form",
        (None, _) => "simple",
    };
    let explode = parameter["explode"].as_bool().unwrap_or(style == "form");
    (style, explode)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn defaults_follow_the_location() {
        assert_eq!(serialization(&json!({}), "query"), ("form", true));
        assert_eq!(serialization(&json!({}), "header"), ("simple", false));
        let declared = json!({"style": "deepObject", "explode": true});
        assert_eq!(serialization(&declared, "query"), ("deepObject", true));
    }
}
