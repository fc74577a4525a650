//! What concerns more than one value: lists with odd elements, keys that come twice, depth.

use serde_json::Value;

use super::{Thing, read};
use crate::__record as record;
use crate::data::{Anomalies, Extra};

/// Elements that do not fit are kept with the whole list; the others are there.
#[test]
fn a_list_keeps_what_fits_and_all_of_it() {
    for (text, names, places) in [
        (
            r#"[{"name":"a"},5,{"name":"b"}]"#,
            &["a", "b"][..],
            &["parts[]"][..],
        ),
        (r#"["x",{"name":"b"},[1]]"#, &["b"], &["parts[]", "parts[]"]),
        (
            r#"[{"name":"a","size":"big"},{"name":"b"}]"#,
            &["a", "b"],
            &["parts[].size"],
        ),
        (
            r#"{"data":[{"name":"a","size":[]},7]}"#,
            &["a"],
            &["parts.data[].size", "parts.data[]"],
        ),
        (r#"{"name":"a","size":"big"}"#, &["a"], &["parts.size"]),
    ] {
        let thing = read(&format!(r#"{{"parts":{text}}}"#));
        let held: Vec<_> = thing
            .parts
            .iter()
            .filter_map(|part| part.name.as_deref())
            .collect();
        assert_eq!(held, names, "{text}");
        let found: Vec<_> = thing
            .anomalies()
            .iter()
            .map(|found| found.path.as_str())
            .collect();
        assert_eq!(found, places, "{text}");
        let came: Value = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_value(&thing).unwrap()["parts"], came);
    }
    let text = r#"{"by_name":{"a":{"name":"a"},"b":5,"c":{"size":{}}}}"#;
    let thing = read(text);
    assert_eq!(thing.by_name.len(), 2);
    let found: Vec<_> = thing
        .anomalies()
        .iter()
        .map(|found| found.path.as_str())
        .collect();
    assert_eq!(found, ["by_name.*", "by_name.*.size"]);
    let came: Value = serde_json::from_str(text).unwrap();
    assert_eq!(
        serde_json::to_value(&thing).unwrap()["by_name"],
        came["by_name"]
    );
}

/// An object that is also sent as the value of its identifying field.
#[derive(Default)]
struct Picture {
    kind: Option<String>,
    url: Option<String>,
    extra: Extra,
}

record!(Picture {
    "type" => kind,
    "url" => url,
} or url);

#[derive(Default)]
struct Person {
    picture: Option<Picture>,
    extra: Extra,
}

record!(Person { "picture" => picture });

#[test]
fn an_object_may_come_as_a_scalar() {
    let url = r#""https://example.com/a.png""#;
    for (picture, read, anomalies) in [
        (url, Some("https://example.com/a.png"), 0),
        (r#"{"type":"picture","url":"a"}"#, Some("a"), 0),
        ("7", Some("7"), 0),
        (r#""""#, None, 0),
        ("[7]", None, 1),
    ] {
        let text = format!(r#"{{"picture":{picture}}}"#);
        let person: Person = serde_json::from_str(&text).unwrap();
        assert_eq!(person.anomalies().len(), anomalies, "{text}");
        assert_eq!(serde_json::to_string(&person).unwrap(), text);
        let found = person.picture.and_then(|picture| picture.url);
        assert_eq!(found.as_deref(), read, "{text}");
    }
}

#[test]
fn of_a_key_that_is_given_twice_the_last_value_counts() {
    let fits = [r#"{"name":"a"}"#, r#"{"size":1}"#, "{}"];
    let odd = ["5", r#""""#];
    for first in fits.iter().chain(&odd) {
        for last in fits.iter().chain(&odd) {
            for key in ["part", "parts", "any", "choice", "new", "maybe_parts"] {
                let once = read(&format!(r#"{{"{key}":{last}}}"#));
                let twice = read(&format!(r#"{{"{key}":{first},"{key}":{last}}}"#));
                assert_eq!(twice, once, "{key}: {first}, then {last}");
            }
        }
    }
    let twice = read(r#"{"texts":["a"],"by_name":{"a":{}},"by_name":{"b":{}},"texts":["b"]}"#);
    assert_eq!(twice, read(r#"{"texts":["b"],"by_name":{"b":{}}}"#));
}

#[test]
fn input_that_is_not_an_object_or_not_json_is_refused_with_what_was_found() {
    for (text, message) in [
        ("[1]", "expected Thing (an object), found a list"),
        ("null", "expected Thing (an object), found null"),
        ("5", "expected Thing (an object), found a number"),
        (r#"{"text":}"#, "expected value at line 1 column 9"),
        (
            r#"{"text":"a"#,
            "EOF while parsing a string at line 1 column 10",
        ),
        (
            r#"{"text":1e999}"#,
            "number out of range at line 1 column 13",
        ),
    ] {
        let error = serde_json::from_str::<Thing>(text).unwrap_err();
        assert_eq!(error.to_string(), message, "{text}");
    }
}

/// On the stack of a test thread (2 MiB), without optimization.
#[test]
fn nesting_ends_at_the_limit_of_the_format() {
    let nested = |depth: usize, open: &str, close: &str| {
        let text = [&open.repeat(depth), "null", &close.repeat(depth)].concat();
        serde_json::from_str::<Thing>(&text)
    };
    let things = [
        (r#"{"boxed":"#, "}"),
        (r#"{"any":["#, "]}"),
        (r#"{"new":["#, "]}"),
    ];
    for (open, close) in things {
        let per_step = if close == "}" { 1 } else { 2 };
        let deepest = nested(126 / per_step, open, close).unwrap();
        assert_eq!(
            serde_json::from_value::<Thing>(serde_json::to_value(&deepest).unwrap()).unwrap(),
            deepest
        );
        let error = nested(100_000, open, close).unwrap_err();
        assert!(
            error.to_string().starts_with("recursion limit exceeded"),
            "{error}"
        );
    }
}

/// The received value is written back as long as the field holds what was read from it.
#[test]
fn changed_field_is_written_instead_of_the_received_value() {
    let came = r#"{"whole":"007","time":"2023-11-14T22:13:20Z","text_time":5,"number":"x","parts":{"size":1}}"#;
    let written = |change: &dyn Fn(&mut Thing)| {
        let mut thing = read(came);
        change(&mut thing);
        serde_json::to_value(&thing).unwrap()
    };
    let came: Value = serde_json::from_str(came).unwrap();
    let same = written(&|_| {});
    assert!(
        came.as_object()
            .unwrap()
            .iter()
            .all(|(key, value)| same[key] == *value)
    );
    let changed = written(&|thing| {
        thing.whole = Some(8);
        thing.time = None;
        thing.text_time = Some(crate::data::Timestamp::from_seconds(0));
        thing.number = Some(1.5);
        thing.parts[0].size = Some(2);
    });
    assert_eq!(changed["whole"], 8);
    assert_eq!(changed.get("time"), None);
    assert_eq!(changed["text_time"], "1970-01-01T00:00:00Z");
    assert_eq!(changed["number"], 1.5);
    assert_eq!(changed["parts"], serde_json::json!([{ "size": 2 }]));
    let told = written(&|thing| {
        thing.whole = Some(8);
        thing.extra.insert("whole", "9");
    });
    assert_eq!(told["whole"], "9");
}
