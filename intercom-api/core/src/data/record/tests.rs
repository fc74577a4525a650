//! The rules of leniency, as a table: the value that is received for a field, what the field holds
//! then, what is kept in `extra`, and what is written back.

mod derived;
mod documents;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::codegen::{open_enum, record, union};
use crate::data::open_enum::UnknownValue;
use crate::data::{Anomalies, Attributes, Extra, Nullable, OneOrMany, Timestamp};

/// A field of each type that the generated records have.
#[derive(Default)]
struct Thing {
    id: String,
    text: Option<String>,
    whole: Option<i64>,
    number: Option<f64>,
    flag: Option<bool>,
    time: Option<Timestamp>,
    text_time: Option<Timestamp>,
    state: Option<State>,
    part: Option<Part>,
    boxed: Option<Box<Thing>>,
    texts: Vec<String>,
    parts: Vec<Part>,
    maybe_parts: Option<Vec<Part>>,
    by_name: BTreeMap<String, Part>,
    attributes: Attributes,
    any: Option<Value>,
    one_or_many: Option<OneOrMany<String>>,
    cleared: Nullable<i64>,
    choice: Option<Choice>,
    extra: Extra,
}

record!(Thing {
    "id" => id,
    "text" => text,
    "whole" => whole,
    "number" => number,
    "flag" => flag,
    "time" => time,
    "text_time" => text_time as text,
    "state" => state,
    "part" => part,
    "boxed" => boxed,
    "texts" => texts,
    "parts" => parts,
    "maybe_parts" => maybe_parts,
    "by_name" => by_name,
    "attributes" => attributes,
    "any" => any,
    "one_or_many" => one_or_many,
    "cleared" => cleared,
    "choice" => choice,
});

#[derive(Clone, Default)]
struct Part {
    name: Option<String>,
    size: Option<i64>,
    extra: Extra,
}

record!(Part {
    "name" => name,
    "size" => size,
});

#[derive(Clone, Debug, PartialEq)]
enum State {
    Open,
    Unknown(UnknownValue),
}

open_enum!(State { Open = "open" });

#[derive(Clone, Debug, PartialEq)]
enum Choice {
    Part(Part),
    Other(Value),
}

union!(Choice {
    Part: Part("name", "size")
});

fn read(text: &str) -> Thing {
    let thing = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    // Whatever a record holds, both ways of writing it give the same.
    let body = crate::codegen::encode_body(&thing).unwrap();
    assert_eq!(body, serde_json::to_vec(&thing).unwrap());
    thing
}

/// What the field holds, as its type writes it; null for nothing.
fn held(thing: Thing, key: &str) -> Value {
    // Without what is kept beside the fields.
    let bare = Thing {
        extra: Extra::default(),
        ..thing
    };
    serde_json::to_value(bare).unwrap()[key].take()
}

fn nothing(key: &str) -> Value {
    held(Thing::default(), key)
}

/// What becomes of a value.
enum Becomes {
    /// The field holds it, and writes this.
    Held(Value),
    /// The field holds this; the received value is kept and written back.
    HeldAndKept(Value),
    /// The field holds nothing; the received value is kept and written back. This was expected.
    Kept(&'static str),
    /// The field holds nothing; the received value means that there is none, and is written back.
    Absent,
    /// Nothing was received.
    Nothing,
}

fn check(key: &str, text: &str, becomes: &Becomes) {
    let whole = format!(r#"{{"{key}":{text}}}"#);
    let came: Value = serde_json::from_str(text).unwrap();
    let thing = read(&whole);
    let written = serde_json::to_value(&thing).unwrap()[key].take();
    let anomalies: Vec<_> = thing
        .anomalies()
        .iter()
        .map(|found| found.expected)
        .collect();
    let kept = thing.extra.get(key).cloned();
    let holds = held(thing, key);
    match becomes {
        Becomes::Held(value) => {
            assert_eq!((&holds, &written), (value, value), "{whole}");
            assert_eq!((kept, anomalies), (None, vec![]), "{whole}");
        }
        Becomes::HeldAndKept(value) => {
            assert_eq!((&holds, &written), (value, &came), "{whole}");
            assert_eq!((kept, anomalies), (Some(came), vec![]), "{whole}");
        }
        Becomes::Kept(expected) => {
            assert_eq!((&holds, &written), (&nothing(key), &came), "{whole}");
            assert_eq!((kept, anomalies), (Some(came), vec![*expected]), "{whole}");
        }
        Becomes::Absent => {
            assert_eq!((&holds, &written), (&nothing(key), &came), "{whole}");
            assert_eq!((kept, anomalies), (Some(came), vec![]), "{whole}");
        }
        Becomes::Nothing => {
            assert_eq!(
                (&holds, &written),
                (&nothing(key), &nothing(key)),
                "{whole}"
            );
            assert_eq!((kept, anomalies), (None, vec![]), "{whole}");
        }
    }
}

/// Checks rows of `key: text => becomes`.
macro_rules! rules {
    ($($key:literal: { $($text:literal => $becomes:expr),* $(,)? })*) => {
        $($(check($key, $text, &$becomes);)*)*
    };
}

use Becomes::{Absent, Held, HeldAndKept, Kept, Nothing};

#[test]
fn text() {
    rules! {
        "text": {
            r#""a""# => Held(json!("a")),
            r#""""# => Held(json!("")),
            r#""\u00e9\n\"\ud83d\ude00""# => Held(json!("é\n\"😀")),
            "5" => Held(json!("5")),
            "-9223372036854775808" => Held(json!("-9223372036854775808")),
            "18446744073709551615" => Held(json!("18446744073709551615")),
            "1.5" => Held(json!("1.5")),
            "1e300" => Held(json!("1e+300")),
            "true" => Held(json!("true")),
            "null" => Nothing,
            "[]" => Kept("a string"),
            r#"{"a":[1]}"# => Kept("a string"),
        }
        "id": { "5" => Held(json!("5")), "null" => Nothing, "[1]" => Kept("a string") }
    }
}

#[test]
fn numbers() {
    rules! {
        "whole": {
            "5" => Held(json!(5)),
            "9223372036854775807" => Held(json!(i64::MAX)),
            "-9223372036854775808" => Held(json!(i64::MIN)),
            r#""-9223372036854775808""# => Held(json!(i64::MIN)),
            "5.0" => Held(json!(5)),
            r#""5""# => Held(json!(5)),
            r#""007""# => HeldAndKept(json!(7)),
            r#""5.0""# => HeldAndKept(json!(5)),
            "1e17" => HeldAndKept(json!(100_000_000_000_000_000_i64)),
            "9223372036854775808" => Kept("an integer"),
            "1e300" => Kept("an integer"),
            "1.5" => Kept("an integer"),
            r#""1.5""# => Kept("an integer"),
            r#""""# => Kept("an integer"),
            r#""5 apples""# => Kept("an integer"),
            r#""inf""# => Kept("an integer"),
            "true" => Kept("an integer"),
            "[5]" => Kept("an integer"),
            "{}" => Kept("an integer"),
            "null" => Nothing,
        }
        "number": {
            "1.5" => Held(json!(1.5)),
            "0.30000000000000004" => Held(json!(0.300_000_000_000_000_04)),
            "5e-324" => Held(json!(5e-324)),
            "5" => Held(json!(5.0)),
            r#""1.5""# => Held(json!(1.5)),
            r#""5""# => Held(json!(5.0)),
            "1e300" => Held(json!(1e300)),
            r#""1.50""# => HeldAndKept(json!(1.5)),
            "9223372036854775807" => HeldAndKept(json!(9_223_372_036_854_775_807.0)),
            "18446744073709551615" => HeldAndKept(json!(18_446_744_073_709_551_615.0)),
            r#""NaN""# => Kept("a number"),
            r#""-inf""# => Kept("a number"),
            r#""1e999""# => Kept("a number"),
            "false" => Kept("a number"),
            "[]" => Kept("a number"),
            "null" => Nothing,
        }
        "flag": {
            "true" => Held(json!(true)),
            r#""true""# => Held(json!(true)),
            r#""false""# => Held(json!(false)),
            "0" => Held(json!(false)),
            "1" => Held(json!(true)),
            "2" => Kept("a boolean"),
            "1.5" => Kept("a boolean"),
            "18446744073709551615" => Kept("a boolean"),
            r#""yes""# => Kept("a boolean"),
            "{}" => Kept("a boolean"),
            "null" => Nothing,
        }
    }
}

#[test]
fn times() {
    let seconds = || json!(1_700_000_000);
    rules! {
        "time": {
            "1700000000" => Held(seconds()),
            "-5" => Held(json!(-5)),
            "1700000000.0" => Held(seconds()),
            r#""1700000000""# => Held(seconds()),
            "1700000000.75" => HeldAndKept(seconds()),
            "1700000000123" => HeldAndKept(seconds()),
            r#""1700000000123""# => HeldAndKept(seconds()),
            r#""2023-11-14T22:13:20Z""# => HeldAndKept(seconds()),
            r#""2023-11-15T00:13:20.5+02:00""# => HeldAndKept(seconds()),
            "7258118400" => Held(json!(7_258_118_400_i64)),
            "7258118401" => HeldAndKept(json!(7_258_118)),
            "9223372036854775807" => HeldAndKept(json!(9_223_372_036_854_775_i64)),
            "18446744073709551615" => HeldAndKept(json!(18_446_744_073_709_551_i64)),
            "1e300" => Kept("a time"),
            r#""soon""# => Kept("a time"),
            r#""""# => Kept("a time"),
            "true" => Kept("a time"),
            "[]" => Kept("a time"),
            "null" => Nothing,
        }
        "text_time": {
            r#""2023-11-14T22:13:20Z""# => Held(json!("2023-11-14T22:13:20Z")),
            r#""2023-11-14T22:13:20.123Z""# => HeldAndKept(json!("2023-11-14T22:13:20Z")),
            "1700000000" => HeldAndKept(json!("2023-11-14T22:13:20Z")),
            "1700000000123" => HeldAndKept(json!("2023-11-14T22:13:20Z")),
            r#""soon""# => Kept("a time"),
            "{}" => Kept("a time"),
            "null" => Nothing,
        }
    }
}

#[test]
fn open_enumerations() {
    rules! {
        "state": {
            r#""open""# => Held(json!("open")),
            r#""snoozed 😀""# => Held(json!("snoozed 😀")),
            "5" => Held(json!("5")),
            "1.5" => Held(json!("1.5")),
            "true" => Held(json!("true")),
            "[]" => Kept("a string"),
            "null" => Nothing,
        }
    }
    let thing = read(r#"{"state":"open"}"#);
    assert_eq!(thing.state, Some(State::Open));
}

#[test]
fn objects() {
    rules! {
        "part": {
            r#"{"name":"a"}"# => Held(json!({"name": "a"})),
            r#"{"name":"a","new":[1]}"# => Held(json!({"name": "a", "new": [1]})),
            "{}" => Held(json!({})),
            r#""""# => Absent,
            "[]" => Absent,
            "5" => Kept("Part"),
            "true" => Kept("Part"),
            "null" => Nothing,
        }
        "boxed": { r#""""# => Absent, "null" => Nothing }
        "by_name": {
            r#"{"a":{"size":1}}"# => Held(json!({"a": {"size": 1}})),
            r#"{"a":{"size":1},"b":null}"# => Held(json!({"a": {"size": 1}})),
            "[]" => Absent,
            r#""""# => Absent,
            "null" => Nothing,
        }
        "attributes": {
            r#"{"plan":["any",{"json":null}]}"# => Held(json!({"plan": ["any", {"json": null}]})),
            "[]" => Absent,
            "7" => Kept("an object"),
            "null" => Nothing,
        }
        "any": {
            r#"[1,{"a":null}]"# => Held(json!([1, {"a": null}])),
            "false" => Held(json!(false)),
            "null" => Nothing,
        }
        "choice": {
            r#"{"name":"a"}"# => Held(json!({"name": "a"})),
            r#"{"unheard":"of"}"# => Held(json!({"unheard": "of"})),
            "5" => Held(json!(5)),
            "null" => Nothing,
        }
    }
}

#[test]
fn lists() {
    rules! {
        "texts": {
            r#"["a","b"]"# => Held(json!(["a", "b"])),
            r#"["a",5,true]"# => Held(json!(["a", "5", "true"])),
            "[]" => Held(json!([])),
            "null" => Nothing,
            r#""a""# => HeldAndKept(json!(["a"])),
            "5" => HeldAndKept(json!(["5"])),
            r#"{"type":"list","data":["a"]}"# => HeldAndKept(json!(["a"])),
            r#"{"type":"text.list","texts":["a"]}"# => HeldAndKept(json!(["a"])),
            r#"{"texts":["a"]}"# => Kept("a list"),
            r#"{"a":1}"# => Kept("a list"),
            r#""""# => Absent,
        }
        "parts": {
            r#"[{"name":"a"}]"# => Held(json!([{"name": "a"}])),
            r#"{"name":"a"}"# => HeldAndKept(json!([{"name": "a"}])),
            r#"{"data":[{"name":"a"},{"size":2}]}"# => HeldAndKept(json!([{"name": "a"}, {"size": 2}])),
            r#"{"data":[]}"# => HeldAndKept(json!([])),
            r#"{"type":"part.list","parts":[{"size":2}],"count":1}"# => HeldAndKept(json!([{"size": 2}])),
            r#"{"type":"list","data":null}"# => Absent,
            r#"{"type":"list","parts":[],"others":[]}"# => Absent,
            "{}" => Absent,
            r#""""# => Absent,
            "5" => Kept("a list"),
            "false" => Kept("a list"),
            "null" => Nothing,
        }
        "maybe_parts": {
            "[]" => Held(json!([])),
            r#"{"size":1}"# => HeldAndKept(json!([{"size": 1}])),
            "null" => Nothing,
        }
        "one_or_many": {
            r#""a""# => Held(json!("a")),
            r#"["a"]"# => Held(json!(["a"])),
            "[]" => Held(json!([])),
            "{}" => Kept("a string"),
            "null" => Nothing,
        }
    }
    assert_eq!(read(r#"{"texts":["a",null,"b"]}"#).texts, ["a", "b"]);
}

#[test]
fn null_clears_a_field_that_is_sent() {
    rules! { "cleared": { "5" => Held(json!(5)), "{}" => Kept("an integer") } }
    assert_eq!(read(r#"{"cleared":null}"#).cleared, Nullable::Null);
    assert_eq!(read("{}").cleared, Nullable::Absent);
}
