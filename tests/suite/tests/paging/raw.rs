//! The exact JSON of items.

use futures_util::StreamExt;
use serde_json::{Value, json};

use crate::scripted::server;
use crate::support::{builder, id, objects, workspace};

#[tokio::test]
async fn each_item_has_its_own_json_over_all_pages() {
    let workspace = workspace(objects("contacts", &json!({"role": "user"}), 7)).await;
    let client = builder(&workspace).build().unwrap();
    let bodies = client.contacts().list().per_page(3).pages().collect_all();
    let bodies = bodies.await.unwrap();
    let expected: Vec<Value> = bodies
        .iter()
        .flat_map(|page| {
            page.json_value().unwrap()["data"]
                .as_array()
                .unwrap()
                .clone()
        })
        .collect();
    for prefetch in [0, 2] {
        let items = client.contacts().list().per_page(3).items();
        let mut items = items.prefetch(prefetch).raw();
        let mut found = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.unwrap();
            let json: Value = serde_json::from_str(item.json_text().unwrap()).unwrap();
            assert_eq!(json["id"], id(&item.value));
            assert!(!format!("{item:?} {items:?}").contains(&id(&item.value)));
            found.push(json);
        }
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn json_is_byte_for_byte_the_received_text() {
    let items = [
        r#"{ "type":"contact","id":"1","x":1.50,"x":1e2 , "u":"\u00e9","n":null}"#,
        r#"{"id":"2","big":123456789012345678901234567890}"#,
        "{\n  \"id\": \"3\"\n}",
    ];
    let page = format!(r#" {{"type":"list" ,"data":[ {} ] }}"#, items.join(" ,\n"));
    let (client, _) = server(move |_| (200, page.clone())).await;
    let found = client.contacts().list().items().raw().collect_all();
    let found = found.await.unwrap();
    let texts: Vec<_> = found.iter().map(|item| item.json_text().unwrap()).collect();
    assert_eq!(texts, items);
    let ids: Vec<_> = found.iter().map(|item| id(&item.value)).collect();
    assert_eq!(ids, ["1", "2", "3"]);

    let (page, bytes) = client.contacts().list().send().await.unwrap().into_parts();
    assert_eq!(page.data.len(), 3);
    assert!(std::str::from_utf8(&bytes).unwrap().contains(items[2]));
}

#[tokio::test]
async fn page_with_unusual_elements_never_gets_the_json_of_another_item() {
    for (list, expected) in [
        (
            r#"[null,{"id":"1"},null,{"id":"2"}]"#,
            vec![Some("1"), Some("2")],
        ),
        (r#"[{"id":"1"},7,{"id":"2"}]"#, vec![Some("1"), Some("2")]),
        (r#"{"id":"1"}"#, vec![None]),
        ("[\"\u{1}\",{\"id\":\"1\"}]", vec![Some("1")]),
    ] {
        let page = format!(r#"{{"type":"list","data":{list}}}"#);
        let (client, _) = server(move |_| (200, page.clone())).await;
        let items = client.contacts().list().items().raw();
        let items: Vec<_> = items.map(Result::unwrap).collect().await;
        let found: Vec<_> = items.iter().map(|item| item.json_text()).collect();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|id| id.map(|id| format!(r#"{{"id":"{id}"}}"#)))
            .collect();
        let expected: Vec<_> = expected.iter().map(Option::as_deref).collect();
        assert_eq!(found, expected, "{list}");
    }
}

#[tokio::test]
async fn walk_is_resumed_in_the_middle_of_a_page() {
    let workspace = workspace(objects("contacts", &json!({"role": "user"}), 5)).await;
    let client = builder(&workspace).build().unwrap();
    let walk = || client.contacts().list().per_page(4).items();
    let all = walk().collect_all().await.unwrap();
    let mut first = walk().raw();
    first.next().await.unwrap().unwrap();
    let rest = walk().resume(first.checkpoint()).raw().collect_all();
    let rest = rest.await.unwrap();
    assert_eq!(rest.len(), 4);
    for (item, expected) in rest.iter().zip(&all[1..]) {
        assert_eq!(id(&item.value), id(expected));
        let json: Value = serde_json::from_str(item.json_text().unwrap()).unwrap();
        assert_eq!(json["id"], id(expected));
    }
}
