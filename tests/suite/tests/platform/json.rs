//! JSON of every kind, and whether a value was written as it was received.

use intercom_conformance::is_same_scalar;
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Any JSON, with keys and texts of the given ones and others.
pub fn any_json(
    keys: &'static [&'static str],
    texts: &'static [&'static str],
) -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        prop::sample::select(texts).prop_map(str::to_owned),
        "[a-zé\"\\\\0-9 ]{0,8}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1000i32..1000).prop_map(|number| Value::from(f64::from(number) / 8.0)),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, move |inner| {
        let key = prop_oneof![
            4 => prop::sample::select(keys).prop_map(str::to_owned),
            1 => "[a-z]{1,4}",
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..8)
                .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// The paths of what was not written: leaves that are missing or have another value. A null may be
/// left out, and a scalar may have the type of its field.
pub fn lost(received: &Value, written: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    compare(received, written, "$", &mut paths);
    paths
}

fn compare(received: &Value, written: &Value, path: &str, paths: &mut Vec<String>) {
    match (received, written) {
        (Value::Null, _) => {}
        (Value::Object(received), Value::Object(written)) => {
            for (key, value) in received {
                let nothing = Value::Null;
                let other = written.get(key).unwrap_or(&nothing);
                compare(value, other, &format!("{path}.{key}"), paths);
            }
        }
        (Value::Array(received), Value::Array(written)) => {
            let received: Vec<_> = received.iter().filter(|value| !value.is_null()).collect();
            let written: Vec<_> = written.iter().filter(|value| !value.is_null()).collect();
            if received.len() != written.len() {
                paths.push(path.to_owned());
            }
            for (index, (value, other)) in received.iter().zip(written).enumerate() {
                compare(value, other, &format!("{path}[{index}]"), paths);
            }
        }
        _ if is_same(received, written) => {}
        _ => paths.push(path.to_owned()),
    }
}

fn is_same(received: &Value, written: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    };
    is_same_scalar(received, written)
        || (text(received).is_some() && text(received) == text(written))
}
