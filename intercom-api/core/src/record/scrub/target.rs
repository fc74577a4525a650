//! Paths, queries, URLs and page cursors.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Map, Value};
use url::Url;

use super::json::Walk;
use super::shape::{has_phone, is_digits, is_id, is_short_number, is_timestamp};
use super::words::is_word;
use super::{Marks, Scrubber, pointer_part};

/// Where URLs of the API lead on a cassette, whatever the region or the base URL was.
const HOME: &str = "https://api.intercom.io";

/// What is encoded in a segment of a path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'@');

/// Returns scheme, host and port of a URL.
pub(in crate::record) fn origin(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    url.has_host().then(|| url.origin().ascii_serialization())
}

/// Returns whether a URL leads to a host of Intercom's API.
pub(in crate::record) fn is_api_url(url: &str) -> bool {
    let url = Url::parse(url).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    host.strip_suffix("intercom.io")
        .is_some_and(|region| region == "api." || region == "api.eu." || region == "api.au.")
}

impl Scrubber {
    /// Returns the scrubbed path, and the template if the path fits it.
    pub(in crate::record) fn path(
        &self,
        path: &str,
        template: Option<&'static str>,
        marks: &mut Marks,
    ) -> (String, Option<&'static str>) {
        let template = template.filter(|template| fits(template, path));
        let parts = template.map(|template| template.split('/').collect::<Vec<_>>());
        let segments = path.split('/').enumerate().map(|(at, segment)| {
            let part = parts.as_ref().and_then(|parts| parts.get(at).copied());
            let key = part.and_then(|part| part.strip_prefix('{')?.strip_suffix('}'));
            match (part, key) {
                (Some(_), None) => segment.to_owned(),
                // Without a template, it may be an ID.
                (_, key) => {
                    let segment = percent_decode_str(segment).decode_utf8_lossy();
                    let walk = Walk::new(None, &format!("/path/{at}"), Some(marks));
                    let stored = self.string_at(walk, &[key.unwrap_or("id")], &segment);
                    utf8_percent_encode(&stored, SEGMENT).to_string()
                }
            }
        });
        let path = segments.collect::<Vec<_>>().join("/");
        (path, template)
    }

    /// Scrubs a query: a name with several values has a list.
    pub(in crate::record) fn query(
        &self,
        query: &str,
        home: Option<&str>,
        marks: &mut Marks,
    ) -> Map<String, Value> {
        let mut stored: Map<String, Value> = Map::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let keys: Vec<String> = name
                .split(['[', ']'])
                .filter(|key| !key.is_empty())
                .map(|key| self.stored_key(key, false))
                .collect();
            let name = match keys.split_first() {
                Some((first, rest)) => {
                    let rest = rest.iter().map(|key| format!("[{key}]"));
                    let list = if name.ends_with("[]") { "[]" } else { "" };
                    format!("{first}{}{list}", rest.collect::<String>())
                }
                None => String::new(),
            };
            let position = match stored.get(&name) {
                Some(Value::Array(values)) => values.len(),
                Some(_) => 1,
                None => 0,
            };
            let pointer = format!("/query/{}/{position}", pointer_part(&name));
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let walk = Walk::new(home, &pointer, Some(marks));
            let value = Value::String(self.string_at(walk, &keys, &value));
            match stored.get_mut(&name) {
                Some(Value::Array(values)) => values.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
                None => _ = stored.insert(name, value),
            }
        }
        stored
    }

    /// Scrubs a URL: that of the API keeps its form, as in a request.
    pub(super) fn url(&self, text: &str, home: Option<&str>) -> String {
        let is_home = is_api_url(text) || (home.is_some() && origin(text).as_deref() == home);
        match Url::parse(text) {
            Ok(url) if is_home => {
                let mut marks = Marks::default();
                let (path, _) = self.path(url.path(), None, &mut marks);
                let query = self.query(url.query().unwrap_or_default(), home, &mut marks);
                let mut pairs = url::form_urlencoded::Serializer::new(String::new());
                for (name, value) in &query {
                    let values = value
                        .as_array()
                        .map_or(std::slice::from_ref(value), Vec::as_slice);
                    for value in values {
                        pairs.append_pair(name, value.as_str().unwrap_or_default());
                    }
                }
                match pairs.finish() {
                    query if query.is_empty() => format!("{HOME}{path}"),
                    query => format!("{HOME}{path}?{query}"),
                }
            }
            _ => self.stand_ins.url(text),
        }
    }

    /// Scrubs the URL of another host.
    pub(in crate::record) fn foreign_url(&self, text: &str) -> String {
        self.stand_ins.url(text)
    }
}

/// Whether a path fits a template.
fn fits(template: &str, path: &str) -> bool {
    let (mut template, mut path) = (template.split('/'), path.split('/'));
    loop {
        match (template.next(), path.next()) {
            (None, None) => return true,
            (Some(part), Some(segment)) if part.starts_with('{') && !segment.is_empty() => {}
            (Some(part), Some(segment)) if part == segment => {}
            _ => return false,
        }
    }
}

/// Whether a cursor has nothing but IDs, times, counts and short marks in it, also in Base64.
pub(super) fn is_harmless_cursor(cursor: &str) -> bool {
    let plain = cursor.trim_end_matches('=');
    let decoded = URL_SAFE_NO_PAD
        .decode(plain)
        .or_else(|_| STANDARD_NO_PAD.decode(plain));
    let decoded = decoded.ok().and_then(|bytes| String::from_utf8(bytes).ok());
    cursor.len() <= 300
        && (is_harmless(cursor) || decoded.is_some_and(|decoded| is_harmless(&decoded)))
}

fn is_harmless(text: &str) -> bool {
    let is_part = |part: &str| {
        part.len() <= 2
            || is_short_number(part)
            || is_timestamp(part)
            || is_word(part)
            || (is_id(part) && !is_digits(part))
    };
    // A UUID is one part.
    text.is_ascii()
        && !has_phone(text)
        && text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
            .all(is_part)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde_json::json;

    use super::super::Marks;
    use super::{Scrubber, is_api_url, is_harmless_cursor};

    fn scrubber() -> Scrubber {
        Scrubber::new(b"k", Vec::new())
    }

    #[test]
    fn path_keeps_words_of_the_api_and_ids() {
        let mut marks = Marks::default();
        let mut path = |path: &str, template| scrubber().path(path, template, &mut marks);
        let id = "/contacts/5ba682d23d7cf92bef87bfd4/tags";
        assert_eq!(path(id, None), (id.to_owned(), None));
        let template = "/contacts/find_by_external_id/{external_id}";
        let (stored, found) = path(
            "/contacts/find_by_external_id/jane%40acme.com",
            Some(template),
        );
        assert_eq!(found, Some(template));
        assert!(
            stored.starts_with("/contacts/find_by_external_id/person-"),
            "{stored}"
        );
        assert_eq!(
            path("/contacts/Jane%20Doe", Some("/contacts/{id}")).1,
            Some("/contacts/{id}")
        );
        assert!(
            !path("/people/jane", Some("/contacts/{id}"))
                .0
                .contains("jane")
        );
        let marks = marks.into_json();
        assert_eq!(marks["/path/3"], "email");
        assert_eq!(marks["/path/2"], "text");
    }

    #[test]
    fn query_keeps_counts_and_replaces_people() {
        let mut marks = Marks::default();
        let query = "per_page=50&email=jane%40acme.com&ids[]=1&ids[]=2&page[note]=Jane";
        let stored = scrubber().query(query, None, &mut marks);
        assert_eq!(stored["per_page"], "50");
        assert_eq!(stored["ids[]"], json!(["1", "2"]));
        let text = serde_json::to_string(&stored).unwrap();
        assert!(!text.contains("jane") && !text.contains("Jane"), "{text}");
        assert_eq!(marks.into_json()["/query/email/0"], "email");
    }

    #[test]
    fn url_of_the_api_leads_to_the_same_request() {
        let stored = scrubber().url(
            "http://127.0.0.1:80/contacts?page=2&email=a@b.co",
            Some("http://127.0.0.1"),
        );
        assert!(
            stored.starts_with("https://api.intercom.io/contacts?"),
            "{stored}"
        );
        assert!(
            stored.contains("page=2") && !stored.contains("a%40b.co"),
            "{stored}"
        );
        assert!(is_api_url("https://api.eu.intercom.io/me"));
        assert!(!is_api_url("https://api.evilintercom.io/me"));
    }

    #[test]
    fn cursor_with_data_is_replaced() {
        let encoded = |text: &str| STANDARD.encode(text);
        assert!(is_harmless_cursor("c7.5.2"));
        assert!(is_harmless_cursor(&encoded(
            r#"[1719493065000,"5ba682d23d7cf92bef87bfd4",2]"#
        )));
        for data in [
            "jane@acme.com",
            r#"["Jane Doe", 5]"#,
            "+353871234567",
            "087 123 4567",
            "203.0.113.7",
        ] {
            assert!(
                !is_harmless_cursor(data) && !is_harmless_cursor(&encoded(data)),
                "{data}"
            );
        }
    }
}
