//! Each field of a search has the operators and values of its type.

use intercom_simulator::{Seed, Workspace};
use serde_json::{Value, json};

use crate::support::{call, example, ok};

const ALL: [&str; 12] = [
    "=", "!=", "IN", "NIN", "<", ">", "<=", ">=", "~", "!~", "^", "$",
];
const TEXT: &str = "= != IN NIN ~ !~ ^ $";
const NUMBER: &str = "= != IN NIN < > <= >=";

async fn seeded(seed: &Value) -> Workspace {
    let seed = Seed::from_json(&seed.to_string()).expect("a seed");
    let builder = Workspace::builder().seed(seed);
    builder.start().await.expect("a workspace")
}

async fn search(
    workspace: &Workspace,
    resource: &str,
    field: &str,
    operator: &str,
    value: Value,
) -> crate::support::Reply {
    let body = json!({ "query": { "field": field, "operator": operator, "value": value } });
    call(workspace, "POST", &format!("/{resource}/search"), body).await
}

#[tokio::test]
async fn fields_have_the_operators_of_the_table() {
    let workspace = example().await;
    for (resource, field, value, allowed) in [
        ("contacts", "created_at", json!("1700000000"), "= < >"),
        ("contacts", "last_seen_at", json!(1_700_000_000), "= < >"),
        ("contacts", "owner_id", json!(5), NUMBER),
        ("contacts", "email", json!("a@b.com"), TEXT),
        (
            "contacts",
            "unsubscribed_from_emails",
            json!(true),
            "= != IN NIN",
        ),
        ("contacts", "tag_id", json!("5"), "= !="),
        ("contacts", "segment_id", json!("5"), TEXT),
        ("conversations", "created_at", json!(1), "= != IN NIN < >"),
        (
            "conversations",
            "statistics.first_close_at",
            json!(1),
            "= != IN NIN < >",
        ),
        ("conversations", "admin_assignee_id", json!(1), NUMBER),
        (
            "conversations",
            "statistics.count_reopens",
            json!("1"),
            NUMBER,
        ),
        ("conversations", "source.subject", json!("x"), TEXT),
        ("conversations", "source.body", json!("x"), "="),
        ("conversations", "open", json!("true"), "= != IN NIN"),
        ("tickets", "created_at", json!(1), NUMBER),
        ("tickets", "updated_at", json!(1), "= != IN NIN < >"),
        ("tickets", "admin_assignee_id", json!("1"), TEXT),
        ("tickets", "title", json!("x"), TEXT),
        ("tickets", "open", json!(true), "= != IN NIN"),
    ] {
        for operator in ALL {
            let is_list = ["IN", "NIN"].contains(&operator);
            // The contract has no Booleans in lists, but their names.
            let listed = value
                .as_bool()
                .map_or(value.clone(), |flag| flag.to_string().into());
            let value = if is_list {
                json!([listed])
            } else {
                value.clone()
            };
            let reply = search(&workspace, resource, field, operator, value).await;
            let expected = if allowed.split(' ').any(|one| one == operator) {
                200
            } else {
                400
            };
            assert_eq!(
                reply.status, expected,
                "{resource} {field} {operator}: {}",
                reply.text
            );
            if expected == 400 {
                assert_eq!(reply.code(), "parameter_invalid");
                assert_eq!(reply.body["errors"][0]["field"], field);
            }
        }
    }
}

#[tokio::test]
async fn value_must_have_the_type_of_its_field() {
    let workspace = example().await;
    for (resource, field, operator, value) in [
        ("contacts", "created_at", "=", json!("foobar")),
        ("contacts", "created_at", ">", json!("2024-01-01")),
        ("contacts", "created_at", ">", json!(null)),
        ("contacts", "owner_id", "=", json!("me")),
        ("contacts", "has_hard_bounced", "=", json!("perhaps")),
        ("contacts", "name", "=", json!(["Ann"])),
        ("contacts", "name", "IN", json!("Ann")),
        ("conversations", "updated_at", "IN", json!(["1", "x"])),
        ("tickets", "open", "=", json!(7)),
    ] {
        let reply = search(&workspace, resource, field, operator, value.clone()).await;
        assert_eq!(
            (reply.status, reply.code()),
            (400, "parameter_invalid"),
            "{resource} {field} {operator} {value}"
        );
    }
}

#[tokio::test]
async fn custom_attributes_have_the_operators_of_their_data_type() {
    let workspace = example().await;
    for (name, data_type) in [
        ("born", "date"),
        ("seats", "integer"),
        ("vip", "boolean"),
        ("plan", "string"),
    ] {
        let body = json!({ "name": name, "model": "contact", "data_type": data_type });
        ok(&workspace, "POST", "/data_attributes", body).await;
    }
    for (name, operator, value, status) in [
        ("born", "=", json!(864_000), 200),
        ("born", "!=", json!(864_000), 400),
        ("born", ">=", json!(864_000), 400),
        ("born", ">", json!("soon"), 400),
        ("seats", ">=", json!(3), 200),
        ("seats", "~", json!("3"), 400),
        ("vip", "=", json!(true), 200),
        ("vip", "<", json!(true), 400),
        ("plan", "^", json!("p"), 200),
        ("plan", "<", json!("p"), 400),
        ("unknown", ">=", json!(3), 200),
        ("unknown", "~", json!("x"), 200),
    ] {
        let field = format!("custom_attributes.{name}");
        let reply = search(&workspace, "contacts", &field, operator, value).await;
        assert_eq!(reply.status, status, "{name} {operator}: {}", reply.text);
    }
}

#[tokio::test]
async fn date_attributes_of_contacts_are_cut_to_days() {
    let seed = json!({
        "data_attributes": [{ "model": "contact", "name": "born", "data_type": "date", "archived": false }],
        "contacts": [{ "name": "Ann", "custom_attributes": { "born": 864_500 } }],
    });
    let workspace = seeded(&seed).await;
    for (operator, value, count) in [
        ("=", 864_001, 1),
        (">", 864_001, 0),
        (">", 863_000, 1),
        ("<", 950_401, 1),
    ] {
        let reply = search(
            &workspace,
            "contacts",
            "custom_attributes.born",
            operator,
            json!(value),
        )
        .await;
        assert_eq!(reply.body["total_count"], count, "{operator} {value}");
    }
}

#[tokio::test]
async fn filters_and_groups_stand_side_by_side() {
    let workspace = example().await;
    let filter = |name: &str| json!({ "field": "name", "operator": "=", "value": name });
    let either = json!({ "operator": "OR", "value": [filter("joe"), filter("ann")] });
    let lead = json!({ "field": "role", "operator": "=", "value": "user" });
    let query = json!({ "operator": "AND", "value": [lead, either] });
    let found = ok(
        &workspace,
        "POST",
        "/contacts/search",
        json!({ "query": query }),
    )
    .await;
    assert_eq!(found["total_count"], 2);
}

#[tokio::test]
async fn tickets_are_found_by_category_state_and_attribute() {
    let seed = json!({
        "ticket_types": [{ "name": "Bug" }],
        "tickets": [
            { "id": "1", "category": "Customer", "ticket_attributes": { "_default_title_": "Dark" } },
            { "id": "2", "category": "Back-office" },
            { "id": "3", "category": "Tracker" },
        ],
    });
    let workspace = seeded(&seed).await;
    for (field, value, ids) in [
        ("category", "request", vec!["1"]),
        ("category", "task", vec!["2"]),
        ("category", "tracker", vec!["3"]),
        ("state", "submitted", vec!["1", "2", "3"]),
        ("state", "resolved", vec![]),
        ("ticket_attribute.1", "dark", vec!["1"]),
    ] {
        let reply = search(&workspace, "tickets", field, "=", json!(value)).await;
        let found = reply.body["tickets"].as_array().expect("a list");
        let found: Vec<_> = found
            .iter()
            .filter_map(|ticket| ticket["id"].as_str())
            .collect();
        assert_eq!(found, ids, "{field} {value}");
    }
}
