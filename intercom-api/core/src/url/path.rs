//! Paths: templates filled with values that cannot leave their segment, and raw paths that cannot
//! leave the API.

use crate::url::encode::push_encoded;

/// A path in the making. What is wrong with it is kept as text that names parameters, never values.
#[derive(Clone)]
pub(crate) struct Path {
    filled: String,
    /// The part of the template that waits for values.
    rest: &'static str,
    /// Values of later placeholders, by their names.
    ahead: Vec<(&'static str, String)>,
}

impl Path {
    pub(crate) fn of_template(template: &'static str) -> Self {
        Self {
            filled: String::new(),
            rest: template,
            ahead: Vec::new(),
        }
    }

    /// Takes a path as it is, if it is one that a server reads as it stands.
    pub(crate) fn raw(path: &str) -> Result<Self, &'static str> {
        if !path.starts_with('/') {
            return Err("the path does not start with `/`");
        }
        if path.contains(['?', '#']) {
            return Err("the path contains a query or a fragment; `query` adds parameters");
        }
        if path.contains("//") {
            return Err("the path contains `//`");
        }
        if !is_encoded(path) {
            return Err("the path is not percent-encoded");
        }
        if path.split('/').any(is_dots) {
            return Err("the path contains a segment `.` or `..`");
        }
        Ok(Self {
            filled: path.to_owned(),
            rest: "",
            ahead: Vec::new(),
        })
    }

    /// Fills the next placeholder.
    pub(crate) fn fill(&mut self, value: &str) -> Result<(), String> {
        let Some((before, name, after)) = next_placeholder(self.rest) else {
            return Err("more path values than the path has parameters".to_owned());
        };
        // Each of these would reach another path than the one asked for.
        if value.is_empty() {
            return Err(["path parameter `", name, "` is empty"].concat());
        }
        if matches!(value, "." | "..") {
            return Err(["path parameter `", name, "` is `.` or `..`"].concat());
        }
        self.filled.push_str(before);
        push_encoded(&mut self.filled, value);
        self.rest = after;
        let Some((_, next, _)) = next_placeholder(after) else {
            return Ok(());
        };
        match self.ahead.iter().position(|(name, _)| *name == next) {
            Some(index) => {
                let (_, value) = self.ahead.swap_remove(index);
                self.fill(&value)
            }
            None => Ok(()),
        }
    }

    /// Fills the placeholder of this name, which need not be the next one.
    pub(crate) fn fill_named(&mut self, name: &'static str, value: &str) -> Result<(), String> {
        match next_placeholder(self.rest) {
            Some((_, next, _)) if next != name => {
                self.ahead.push((name, value.to_owned()));
                Ok(())
            }
            _ => self.fill(value),
        }
    }

    /// Appends the whole path to a URL.
    pub(crate) fn push_to(&self, url: &mut String) -> Result<(), String> {
        if let Some((_, name, _)) = next_placeholder(self.rest) {
            return Err(["path parameter `", name, "` is missing"].concat());
        }
        url.push_str(&self.filled);
        url.push_str(self.rest);
        Ok(())
    }
}

/// What stands before the next placeholder, its name, and what stands after it.
fn next_placeholder(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Whether a path has only characters of RFC 3986 and whole percent-codes.
fn is_encoded(path: &str) -> bool {
    let hex = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let bytes = path.as_bytes();
    bytes.iter().enumerate().all(|(i, byte)| match byte {
        b'%' => hex(bytes.get(i + 1)) && hex(bytes.get(i + 2)),
        _ => byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(byte),
    })
}

/// Whether a segment is `.` or `..` to a URL parser, which also knows their percent-codes.
fn is_dots(segment: &str) -> bool {
    matches!(
        segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
        "." | ".."
    )
}

#[cfg(test)]
mod tests {
    use super::Path;

    fn filled(template: &'static str, values: &[&str]) -> Result<String, String> {
        let mut path = Path::of_template(template);
        for value in values {
            path.fill(value)?;
        }
        let mut url = String::new();
        path.push_to(&mut url)?;
        Ok(url)
    }

    #[test]
    fn values_stay_in_their_segment() {
        let template = "/contacts/{contact_id}/tags/{id}";
        assert_eq!(
            filled(template, &["123 or \"last\"", "../a?b#c%2e"]).unwrap(),
            "/contacts/123%20or%20%22last%22/tags/..%2Fa%3Fb%23c%252e"
        );
        assert_eq!(
            filled(template, &["...", "{id}"]).unwrap(),
            "/contacts/.../tags/%7Bid%7D"
        );
        assert_eq!(filled("/me", &[]).unwrap(), "/me");
    }

    #[test]
    fn named_values_come_in_any_order() {
        let template = "/a/{first}/b/{second}/c/{third}";
        let values = [("first", "1"), ("second", "2"), ("third", "3")];
        for order in [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ] {
            let mut path = Path::of_template(template);
            for (name, value) in order.map(|index| values[index]) {
                path.fill_named(name, value).unwrap();
            }
            let mut url = String::new();
            path.push_to(&mut url).unwrap();
            assert_eq!(url, "/a/1/b/2/c/3");
        }
        let mut path = Path::of_template(template);
        path.fill_named("second", "..").unwrap();
        assert_eq!(
            path.fill_named("first", "1").unwrap_err(),
            "path parameter `second` is `.` or `..`"
        );
        let mut path = Path::of_template(template);
        path.fill_named("third", "3").unwrap();
        assert_eq!(
            path.push_to(&mut String::new()).unwrap_err(),
            "path parameter `first` is missing"
        );
    }

    #[test]
    fn values_that_reach_another_path_are_refused() {
        let template = "/contacts/{contact_id}/tags/{id}";
        for (values, text) in [
            (&[""][..], "path parameter `contact_id` is empty"),
            (&["1", "."], "path parameter `id` is `.` or `..`"),
            (&["1", ".."], "path parameter `id` is `.` or `..`"),
            (&["1"], "path parameter `id` is missing"),
            (
                &["1", "2", "3"],
                "more path values than the path has parameters",
            ),
        ] {
            assert_eq!(filled(template, values).unwrap_err(), text);
        }
    }

    #[test]
    fn raw_paths_are_taken_or_refused() {
        for path in ["/", "/me", "/a/b%20c/", "/a:b@c", "/a..b/...", "/%2F"] {
            let mut url = String::new();
            Path::raw(path).unwrap().push_to(&mut url).unwrap();
            assert_eq!(url, path);
        }
        for path in [
            "",
            "me",
            "//evil.example/x",
            "https://evil.example/",
            "/a//b",
            "/a/../b",
            "/a/.",
            "/%2e%2E/b",
            "/.%2e",
            "/a?b=c",
            "/a#b",
            "/a b",
            "/a\\..\\b",
            "/a\tb",
            "/%zz",
            "/%2",
            "/\u{e9}",
            "@evil.example/",
        ] {
            assert!(Path::raw(path).is_err(), "{path}");
        }
    }
}
