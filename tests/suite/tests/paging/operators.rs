//! The client and the workspace accept the same operators, field by field.

use intercom_api::search::{Field, Query, field};
use intercom_api::{Client, Error, ErrorKind};
use serde_json::json;

use crate::support::{client, workspace};

/// The documented fields of each search.
const FIELDS: &str = include_str!("../../../../intercom-api/src/search/fields.rs");

/// An operator, and the filter that uses it.
type Operator = (&'static str, fn(&Field) -> Query);

const OPERATORS: [Operator; 12] = [
    ("=", |field| field.equals("1")),
    ("!=", |field| field.not_equals("1")),
    ("IN", |field| field.one_of(["1"])),
    ("NIN", |field| field.none_of(["1"])),
    ("<", |field| field.less_than("1")),
    (">", |field| field.greater_than("1")),
    ("<=", |field| field.at_most("1")),
    (">=", |field| field.at_least("1")),
    ("~", |field| field.contains("1")),
    ("!~", |field| field.not_contains("1")),
    ("^", |field| field.starts_with("1")),
    ("$", |field| field.ends_with("1")),
];

/// Every resource and field of the table, and whether the field holds a Boolean.
fn fields() -> Vec<(&'static str, &'static str, bool)> {
    let mut resource = "";
    let mut fields = Vec::new();
    for line in FIELDS.lines().skip_while(|line| *line != "fields! {") {
        let quoted = line.split('"').nth(1);
        match quoted {
            Some(name) if line.ends_with('{') => resource = name,
            Some(name) => fields.push((resource, name, line.contains(": flag "))),
            None => {}
        }
    }
    fields
}

async fn search(client: &Client, resource: &str, query: Query) -> Option<Error> {
    match resource {
        "contacts" => client.contacts().search(query).await.err(),
        "conversations" => client.conversations().search(query).await.err(),
        _ => client.tickets().search(query).await.err(),
    }
}

#[tokio::test]
async fn client_and_workspace_accept_the_same_operators() {
    let workspace = workspace(intercom_simulator::Seed::empty()).await;
    let client = client(&workspace);
    let fields = fields();
    assert!(fields.len() > 100, "{}", fields.len());
    let (mut wrong, mut refusals) = (Vec::new(), 0);
    for (resource, name, is_flag) in fields {
        for (operator, filter) in OPERATORS {
            let here = search(&client, resource, filter(&field(name))).await;
            let is_refused_here = here.is_some_and(|error| error.kind() == ErrorKind::Request);
            // A value of the field's type, so that nothing but the operator can be refused.
            let value = json!(if is_flag { "true" } else { "1" });
            let value = if operator.ends_with("IN") {
                json!([value])
            } else {
                value
            };
            let raw = Query::raw(json!({"field": name, "operator": operator, "value": value}));
            let there = search(&client, resource, raw).await;
            let is_refused_there = there.is_some_and(|error| error.is_validation());
            refusals += usize::from(is_refused_here);
            if is_refused_here != is_refused_there {
                wrong.push(format!(
                    "{resource} {name} {operator}: client refuses: {is_refused_here}, workspace: {is_refused_there}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(refusals > 100);
}
