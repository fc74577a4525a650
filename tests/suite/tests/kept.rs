//! What decoding and encoding keep of the received JSON; `ARCHITECTURE.md` lists it.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

use intercom_api::types::Contact;

/// Checks what a contact is written as after it was read.
fn check(cases: &[(&str, &str)]) {
    for (read, written) in cases {
        let contact: Contact = serde_json::from_str(read).unwrap();
        assert_eq!(serde_json::to_string(&contact).unwrap(), *written, "{read}");
    }
}

#[test]
fn null_of_a_field_is_dropped_and_null_of_free_json_is_kept() {
    check(&[
        (r#"{"id":"1","name":null,"tags":null}"#, r#"{"id":"1"}"#),
        (r#"{"id":null}"#, r#"{"id":""}"#),
        (
            r#"{"id":"1","tags":{"type":"list","data":[null,{"id":"2"}]}}"#,
            r#"{"id":"1","tags":{"type":"list","data":[{"id":"2"}]}}"#,
        ),
        (
            r#"{"id":"1","unknown":null}"#,
            r#"{"id":"1","unknown":null}"#,
        ),
        (
            r#"{"id":"1","unknown":{"a":[null,1]}}"#,
            r#"{"id":"1","unknown":{"a":[null,1]}}"#,
        ),
        (
            r#"{"id":"1","custom_attributes":{"z":null}}"#,
            r#"{"id":"1","custom_attributes":{"z":null}}"#,
        ),
        (
            r#"{"id":"1","location":{},"name":""}"#,
            r#"{"id":"1","name":"","location":{}}"#,
        ),
    ]);
}

#[test]
fn keys_are_written_in_the_order_of_the_type_and_unknown_ones_behind_them() {
    check(&[(
        r#"{"zeta":1,"name":"b","id":"1"}"#,
        r#"{"id":"1","name":"b","zeta":1}"#,
    )]);
}

#[test]
fn last_of_duplicate_keys_is_kept_unless_it_is_the_null_of_a_field() {
    check(&[
        (
            r#"{"id":"1","name":"a","name":"b"}"#,
            r#"{"id":"1","name":"b"}"#,
        ),
        (
            r#"{"id":"1","name":"a","name":null}"#,
            r#"{"id":"1","name":"a"}"#,
        ),
        (r#"{"id":"1","x":1,"x":null}"#, r#"{"id":"1","x":null}"#),
    ]);
}

#[test]
fn spelling_of_numbers_and_strings_is_normalized() {
    check(&[
        (
            r#"{"id":"1","a":1.50,"b":1e2,"c":-0,"d":18446744073709551615}"#,
            r#"{"id":"1","a":1.5,"b":100.0,"c":-0.0,"d":18446744073709551615}"#,
        ),
        (
            r#"{"id":"1","name":"\u00e9\/\ud83d\ude00"}"#,
            r#"{"id":"1","name":"é/😀"}"#,
        ),
    ]);
}

#[test]
fn value_of_another_type_is_converted_if_that_loses_nothing_and_otherwise_kept() {
    check(&[
        (r#"{"id":1}"#, r#"{"id":1}"#),
        (r#"{"id":"1","name":7}"#, r#"{"id":"1","name":"7"}"#),
        (
            r#"{"id":"1","has_hard_bounced":"true"}"#,
            r#"{"id":"1","has_hard_bounced":true}"#,
        ),
        (r#"{"id":"1","name":["x"]}"#, r#"{"id":"1","name":["x"]}"#),
    ]);
}

#[test]
fn times_keep_their_unit_and_text() {
    for (read, written) in [
        ("1700000000", "1700000000"),
        ("1700000000000", "1700000000000"),
        ("1700000000.0", "1700000000"),
        (r#""1700000000""#, "1700000000"),
        (r#""2023-11-14T22:13:20Z""#, r#""2023-11-14T22:13:20Z""#),
    ] {
        let contact = |time| format!(r#"{{"id":"1","created_at":{time}}}"#);
        check(&[(&contact(read), &contact(written))]);
    }
}
