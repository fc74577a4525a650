use proptest::prelude::*;
use serde_json::{Value, json};

use super::head;
use crate::__record as record;
use crate::data::Extra;
use crate::data::field::Field;
use crate::format::Outline;
use crate::paging::head::Head;

#[derive(Default)]
struct Item {
    id: String,
    size: Option<i64>,
    extra: Extra,
}

record!(Item {
    "id" => id,
    "size" => size,
});

#[derive(Default)]
struct Page {
    data: Vec<Item>,
    pages: Option<Value>,
    extra: Extra,
}

record!(Page {
    "data" | "companies" => data,
    "pages" => pages,
});

/// Returns the head of a page as read from the outline, and as read in a pass over the whole page.
fn both(page: &str) -> (Option<Head>, Option<Head>) {
    let mut outline = Outline::new("data");
    outline.begin(page);
    let mut input = serde_json::Deserializer::from_str(page);
    let mut value = Page::default();
    let noting = crate::format::Noting::page(&mut input, &mut outline);
    let is_read = value.read(noting).is_ok() && input.end().is_ok();
    let plain: Result<Page, _> = serde_json::from_str(page);
    if let (true, Ok(plain)) = (is_read, plain) {
        assert_eq!(value, plain, "{page}");
    }
    let of_outline = is_read.then(|| head(page.as_bytes(), &outline, true));
    (
        of_outline.flatten(),
        Head::read(page.as_bytes(), "data", true).ok(),
    )
}

fn assert_same(found: &Head, expected: &Head, page: &str) {
    assert_eq!(found.items, expected.items, "{page}");
    assert_eq!(found.pages, expected.pages, "{page}");
    assert_eq!(found.scroll_param, expected.scroll_param, "{page}");
    assert_eq!(found.total_count, expected.total_count, "{page}");
    assert_eq!(found.is_page, expected.is_page, "{page}");
}

#[test]
fn outline_matches_a_pass_over_the_whole_page() {
    for page in [
        r#"{"type":"list","data":[{"type":"x","id":"1","size":2},{"id":7,"a":{"id":"no"}}],"total_count":2,"pages":{"next":null,"page":1}}"#,
        r#"{ "pages" : null , "data" : [ { "id" : "1" } , { "name" : "}],{" } ] , "scroll_param" : "s" } "#,
        "{\n\t\"data\": [\n\t\t{\r\n\"a\": [1, {}], \"id\": \"\\u0031\"}\n]\n}\n",
        r#"{"data":[],"total_count":"12"}"#,
        r#"{"data": [ ] }"#,
        r#"{"pages":{"id":"3","data":[{"id":"4"}]},"data":[{"id":"1","id":"2"}]}"#,
        r#"{"name":"é","data":[{"id":"é"},{"id":null},{"id":{"x":[]}},{"id":""}]}"#,
        r#"{"companies":[{"id":"1"}],"pages":7}"#,
        "{}",
    ] {
        let (found, expected) = both(page);
        assert_same(&found.unwrap(), &expected.unwrap(), page);
    }
}

#[test]
fn unusual_page_is_left_to_the_second_pass() {
    for page in [
        r#"{"d\u0061ta":[{"id":"1"}]}"#,
        r#"{"data":[{"\u0069d":"1"}]}"#,
        r#"{"data":[{"id":"1"},{}]}"#,
        r#"{"data":[{"id":"1"},2]}"#,
        r#"{"data":[null]}"#,
        r#"{"data":{"articles":[{"id":"1"}]}}"#,
        r#"{"data":null}"#,
        r#"{"data":[{"id":"1"}],"data":[{"id":"2"}]}"#,
        r#"[{"id":"1"}]"#,
        "7",
        "null",
        r#"{"data":[{"id":"1"}]} {}"#,
        r#"{"data":[{"id":"1"}"#,
    ] {
        assert!(both(page).0.is_none(), "{page}");
    }
    let many: Vec<String> = (0..100).map(|key| format!(r#""{key}":1"#)).collect();
    let page = format!(r#"{{{},"data":[]}}"#, many.join(","));
    assert!(both(&page).0.is_none());
}

#[test]
fn outline_of_another_text_has_no_head() {
    let page = json!({"data": [{"id": "1"}]}).to_string();
    let mut outline = Outline::new("data");
    assert!(head(page.as_bytes(), &outline, false).is_none());
    outline.begin(&page);
    assert!(head(page.clone().as_bytes(), &outline, false).is_none());
}

/// A list, and whatever may come in its place.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i32>().prop_map(Value::from),
        "[a-z\"\\\\{}\\[\\],: é\u{1}]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key(), inner), 0..4)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "id",
        "data",
        "pages",
        "total_count",
        "scroll_param",
        "size",
        "é",
        "q\"",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn both_ways_agree_on_any_page(
        keys in prop::collection::vec((key(), value()), 0..6),
        items in prop::collection::vec(value(), 0..4),
        is_pretty: bool,
    ) {
        let mut page: serde_json::Map<_, _> = keys.into_iter().collect();
        if !items.is_empty() {
            page.insert("data".to_owned(), items.into());
        }
        let page = Value::Object(page);
        let text = if is_pretty {
            serde_json::to_string_pretty(&page).unwrap()
        } else {
            page.to_string()
        };
        let (found, expected) = both(&text);
        if let Some(found) = found {
            assert_same(&found, &expected.unwrap(), &text);
        }
    }
}
