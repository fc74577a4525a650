//! Places where a response differs from the description are reported without values.

use intercom_api::types::{Contact, ContactList};
use intercom_api::{Anomalies, Anomaly};

fn paths(anomalies: &[Anomaly]) -> Vec<(&str, &str)> {
    let told = anomalies.iter();
    told.map(|anomaly| (anomaly.path.as_str(), anomaly.found))
        .collect()
}

#[test]
fn a_value_that_fits_or_is_understood_has_none() {
    let contact: Contact = serde_json::from_str(
        r#"{"id": 1, "new_key": [1, {}], "created_at": "2023-11-14T22:13:20Z"}"#,
    )
    .unwrap();
    assert_eq!(contact.anomalies(), []);
}

#[test]
fn places_are_reported_once_without_values() {
    let list: ContactList = serde_json::from_str(
        r#"{"data": [
            {"id": "1", "avatar": [1]},
            {"id": "2", "avatar": [2], "tags": {"total_count": [1]}},
            "odd", {"id": "3"}
        ], "total_count": true}"#,
    )
    .unwrap();
    let expected = [
        ("data[].avatar", "a list"),
        ("data[].tags.total_count", "a list"),
        ("data[]", "a string"),
        ("total_count", "a boolean"),
    ];
    assert_eq!(paths(list.anomalies()), expected);
    assert_eq!(list.anomalies()[3].expected, "an integer");
    let of_the_first = [("avatar", "a list")];
    assert_eq!(paths(list.data[0].anomalies()), of_the_first);
    assert_eq!(list.data[2].anomalies(), []);
}
