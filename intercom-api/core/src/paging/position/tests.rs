//! Every form in which a page can name the next one, for every kind of paging.

use serde_json::{Value, json};

use super::super::Paging::{self, CursorBody, CursorQuery, Link, Page, Scroll};
use super::super::head::Head;
use super::Position;

fn leads(paging: Paging, page: u64, pages: Value) -> String {
    let head = Head {
        pages,
        ..Head::default()
    };
    match Position::next(paging, page, &head) {
        Ok(Position::Start) => "start".to_owned(),
        Ok(Position::After(cursor)) => format!("after {cursor}"),
        Ok(Position::Page(page)) => format!("page {page}"),
        Ok(Position::Query(pairs)) => format!("query {pairs:?}"),
        Ok(Position::Scroll(token)) => format!("scroll {token}"),
        Ok(Position::End) => "end".to_owned(),
        Err(_) => "nowhere".to_owned(),
    }
}

fn follows(paging: Paging, next: &Value) -> String {
    leads(paging, 1, json!({"next": next}))
}

#[test]
fn an_object_names_a_cursor_or_a_page() {
    let both = json!({"starting_after": "c", "per_page": "20", "page": 2});
    for paging in [CursorQuery, CursorBody, Link] {
        assert_eq!(follows(paging, &both), "after c");
    }
    assert_eq!(follows(Page, &both), "page 2");
    assert_eq!(follows(Page, &json!({"page": "3"})), "page 3");
    assert_eq!(follows(Page, &json!({"starting_after": 7})), "after 7");
    assert_eq!(follows(CursorQuery, &json!({"page": 3})), "page 3");
    assert_eq!(follows(CursorBody, &json!({"page": 3})), "nowhere");
}

#[test]
fn a_cursor_that_is_null_ends_the_list() {
    for next in [
        json!({}),
        json!({"starting_after": null, "per_page": 20}),
        json!({"starting_after": "", "page": 2}),
    ] {
        assert_eq!(follows(CursorQuery, &next), "end");
    }
    assert_eq!(follows(CursorQuery, &json!({"per_page": 20})), "nowhere");
}

#[test]
fn a_url_is_read_for_its_query_alone() {
    let page = json!("https://evil.example/contacts?per_page=50&page=2#top");
    assert_eq!(follows(Page, &page), "page 2");
    assert_eq!(follows(CursorQuery, &page), "page 2");
    assert_eq!(follows(CursorBody, &page), "nowhere");
    let cursor = json!("/contacts?starting_after=a%2Bb+c%3D");
    for paging in [CursorQuery, CursorBody, Page] {
        assert_eq!(follows(paging, &cursor), "after a+b c=");
    }
    let link = json!("https://api.intercom.io/events?type=user&before=144474756550");
    let expected = r#"query [("type", "user"), ("before", "144474756550")]"#;
    assert_eq!(follows(Link, &link), expected);
    assert_eq!(follows(CursorQuery, &link), expected);
    assert_eq!(follows(Link, &json!("?page=2")), r#"query [("page", "2")]"#);
    for url in ["https://api.intercom.io/events", "?", "x?#a=b"] {
        assert_eq!(follows(Link, &json!(url)), "nowhere", "{url}");
    }
    assert_eq!(follows(Link, &json!("")), "end");
}

#[test]
fn null_ends_a_list_and_so_does_silence() {
    for paging in [CursorQuery, CursorBody, Page, Link] {
        assert_eq!(follows(paging, &Value::Null), "end");
        assert_eq!(leads(paging, 1, Value::Null), "end");
        assert_eq!(leads(paging, 1, json!({})), "end");
    }
    assert_eq!(follows(CursorQuery, &json!(true)), "nowhere");
    assert_eq!(follows(Page, &json!([])), "nowhere");
    assert_eq!(follows(Page, &json!(2)), "page 2");
}

#[test]
fn numbered_pages_go_up_to_the_last() {
    for total in [json!(3), json!("3")] {
        let pages = |page| leads(Page, page, json!({"total_pages": total}));
        assert_eq!((pages(1), pages(2)), ("page 2".into(), "page 3".into()));
        assert_eq!((pages(3), pages(4)), ("end".into(), "end".into()));
    }
    // The last page is the last, whatever it contains; a null ends the list earlier.
    let url = json!({"next": "?page=4", "total_pages": 3});
    assert_eq!(leads(Page, 3, url), "end");
    assert_eq!(
        leads(Page, 1, json!({"next": null, "total_pages": 3})),
        "end"
    );
    // Only where pages have numbers.
    assert_eq!(leads(CursorQuery, 1, json!({"total_pages": 3})), "end");
    assert_eq!(
        leads(Page, 1, json!({"total_pages": 0, "next": "?page=2"})),
        "page 2"
    );
}

#[test]
fn scroll_continues_to_the_empty_page() {
    let scroll = |scroll_param: Value, identity: Option<u64>| {
        let mut head = Head {
            scroll_param,
            ..Head::default()
        };
        head.items.identities.extend(identity);
        Position::next(Scroll, 1, &head)
    };
    assert!(scroll(json!("s"), Some(1)) == Ok(Position::Scroll("s".to_owned())));
    assert!(scroll(json!("s"), None) == Ok(Position::End));
    assert!(scroll(Value::Null, None) == Ok(Position::End));
    assert!(scroll(Value::Null, Some(1)).is_err());
}

#[test]
fn page_number_can_be_read_and_replaced_in_a_query() {
    let query = |page: &str| {
        let pairs = [("type", "user"), ("page", page)];
        Position::Query(
            pairs
                .map(|(name, value)| (name.into(), value.into()))
                .into(),
        )
    };
    assert_eq!(query("7").page_number(), Some(7));
    assert!(query("7").with_page_number(6) == query("6"));
    assert_eq!(query("x").page_number(), None);
    assert_eq!(Position::Page(3).page_number(), Some(3));
    assert!(Position::Page(3).with_page_number(2) == Position::Page(2));
    assert_eq!(Position::After("3".to_owned()).page_number(), None);
}
