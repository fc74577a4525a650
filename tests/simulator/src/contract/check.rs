//! Whether a value fits a schema of OpenAPI 3.0, and where it does not.
//!
//! The keywords are those that descriptions of this API use; others are not checked. `oneOf` counts
//! as `anyOf`: the branches of the description overlap, and a body that fits two of them is valid.

use std::fmt;

use serde_json::{Map, Value};

use super::document::{Document, array, object};

/// How people are named in bodies, by any one of these.
const IDENTITIES: [&str; 5] = ["id", "user_id", "external_id", "intercom_user_id", "email"];

/// How deep schemas may refer to one another without a step into the value.
const DEPTH: usize = 32;

/// A place where a value does not fit its schema. The value itself is not part of it: it may be
/// people's data.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mistake {
    /// The place as a JSON pointer: empty, or `/contacts/0/email`.
    pub(crate) place: String,
    pub(crate) kind: MistakeKind,
}

/// What is wrong in a place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum MistakeKind {
    /// The object lacks a key.
    Missing(String),
    /// Another type is required.
    Type {
        expected: String,
        found: &'static str,
    },
    /// The value is not one of a list.
    Value(Vec<Value>),
    /// The key is not allowed.
    Unknown,
    /// A bound is exceeded: its keyword and value.
    Bound(&'static str, String),
    /// No branch of a union fits; the mistakes of each.
    NoBranch(Vec<Vec<Mistake>>),
}

/// Returns the mistakes of a value in the order of the schema's keywords, none if it fits.
pub(crate) fn mistakes(document: &Document, schema: &Value, value: &Value) -> Vec<Mistake> {
    let mut checker = Checker {
        document,
        found: Vec::new(),
    };
    checker.check(schema, value, "", 0);
    checker.found
}

struct Checker<'a> {
    document: &'a Document,
    found: Vec<Mistake>,
}

impl<'a> Checker<'a> {
    fn check(&mut self, schema: &'a Value, value: &Value, place: &str, depth: usize) {
        let Some(keywords) = schema.as_object() else {
            if *schema == Value::Bool(false) {
                self.add(place, MistakeKind::Unknown);
            }
            return;
        };
        if depth > DEPTH || (value.is_null() && schema["nullable"] == true) {
            return;
        }
        if schema["$ref"].is_string() {
            return self.check(self.document.resolve(schema), value, place, depth + 1);
        }
        if let Value::Object(fields) = value {
            self.additional(keywords, fields, place);
        }
        for branch in array(&schema["allOf"]) {
            self.check(branch, value, place, depth + 1);
        }
        for union in ["anyOf", "oneOf"] {
            let branches = &schema[union];
            if is_of_lists(branches) {
                self.mixed_list(branches, value, place);
            } else if branches.is_array() && !names_any_identity(schema, branches, value) {
                self.union(array(branches), value, place, depth);
            }
        }
        if let Some(known) = keywords.get("enum")
            && !array(known).any(|known| equals(known, value) || is_same_place(known, value))
        {
            self.add(place, MistakeKind::Value(array(known).cloned().collect()));
        }
        self.bounds(schema, value, place);
        for (index, element) in array(value).enumerate() {
            self.check(&schema["items"], element, &format!("{place}/{index}"), 0);
        }
        for (name, property) in object(&schema["properties"]) {
            if let Some(value) = value.get(name.as_str()) {
                self.check(property, value, &join(place, name), 0);
            }
        }
        if let Value::Object(fields) = value {
            for name in array(&schema["required"]).filter_map(Value::as_str) {
                if !fields.contains_key(name) {
                    self.add(place, MistakeKind::Missing(name.to_owned()));
                }
            }
        }
        self.kind(&schema["type"], value, place);
    }

    fn add(&mut self, place: &str, kind: MistakeKind) {
        let place = place.to_owned();
        self.found.push(Mistake { place, kind });
    }

    /// Checks the keys that the schema does not name.
    fn additional(
        &mut self,
        keywords: &'a Map<String, Value>,
        fields: &Map<String, Value>,
        place: &str,
    ) {
        let Some(others) = keywords.get("additionalProperties") else {
            return;
        };
        let declared = keywords.get("properties");
        for (name, value) in fields {
            if declared.is_none_or(|declared| declared.get(name).is_none()) {
                self.check(others, value, &join(place, name), 0);
            }
        }
    }

    /// Checks a list whose description has a branch for each kind of element, such as the filters and
    /// groups of a search: it may hold all of them side by side.
    fn mixed_list(&mut self, branches: &'a Value, value: &Value, place: &str) {
        self.kind(&Value::from("array"), value, place);
        for (index, element) in array(value).enumerate() {
            let kinds = array(branches).map(|branch| &branch["items"]);
            self.union(kinds, element, &format!("{place}/{index}"), 0);
        }
    }

    fn union(
        &mut self,
        branches: impl Iterator<Item = &'a Value>,
        value: &Value,
        place: &str,
        depth: usize,
    ) {
        let mut failed = Vec::new();
        for branch in branches {
            let mut checker = Checker {
                document: self.document,
                found: Vec::new(),
            };
            checker.check(branch, value, place, depth + 1);
            if checker.found.is_empty() {
                return;
            }
            failed.push(checker.found);
        }
        self.add(place, MistakeKind::NoBranch(failed));
    }

    fn bounds(&mut self, schema: &Value, value: &Value, place: &str) {
        let items = value.as_array().map(|items| as_f64(items.len()));
        let length = value.as_str().map(|text| as_f64(text.chars().count()));
        for (keyword, actual, is_most) in [
            ("maxItems", items, true),
            ("maxLength", length, true),
            ("maximum", value.as_f64(), true),
            ("minItems", items, false),
            ("minLength", length, false),
            ("minimum", value.as_f64(), false),
        ] {
            let (Some(bound), Some(actual)) = (schema[keyword].as_f64(), actual) else {
                continue;
            };
            // An id of another length is that of nothing, as another one may be, and not a mistake.
            if keyword.ends_with("Length") && schema["format"] == "uuid" {
                continue;
            }
            if (is_most && actual > bound) || (!is_most && actual < bound) {
                self.add(place, MistakeKind::Bound(keyword, bound.to_string()));
            }
        }
    }

    fn kind(&mut self, expected: &Value, value: &Value, place: &str) {
        let is = |expected: &str| match expected {
            "integer" => {
                value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|n| n.fract() == 0.0)
            }
            "number" => value.is_number(),
            expected => kind_of(value) == expected,
        };
        let expected: Vec<&str> = match expected {
            Value::String(one) => vec![one],
            several => array(several).filter_map(Value::as_str).collect(),
        };
        if !expected.is_empty() && !expected.iter().any(|expected| is(expected)) {
            let expected = expected.join(" or ");
            let found = kind_of(value);
            self.add(place, MistakeKind::Type { expected, found });
        }
    }
}

/// Whether a person is named by one of the keys that the schema declares for it, where each branch
/// requires one such key: the lists of the description leave some of them out.
fn names_any_identity(schema: &Value, branches: &Value, value: &Value) -> bool {
    let names_one = |branch: &Value| {
        let required: Vec<_> = array(&branch["required"])
            .filter_map(Value::as_str)
            .collect();
        branch.as_object().is_some_and(|keys| keys.len() == 1)
            && matches!(required[..], [name] if IDENTITIES.contains(&name))
    };
    let mut identities = IDENTITIES.iter();
    array(branches).all(names_one)
        && array(branches).next().is_some()
        && identities
            .any(|name| schema["properties"].get(*name).is_some() && value.get(*name).is_some())
}

/// Whether every branch of a union is a list.
fn is_of_lists(branches: &Value) -> bool {
    array(branches).count() > 1 && array(branches).all(|branch| branch["type"] == "array")
}

/// Whether both stand for messages in the app, which the description itself spells in two ways.
fn is_same_place(known: &Value, value: &Value) -> bool {
    known == "in_app" && value == "inapp"
}

/// Whether two values are the same; `1` and `1.0` are.
fn equals(known: &Value, value: &Value) -> bool {
    known == value || (known.is_number() && known.as_f64() == value.as_f64())
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// A place one key further down, as a JSON pointer.
fn join(place: &str, key: &str) -> String {
    format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn as_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

impl Mistake {
    /// Returns the place in the words of an error message: `contacts.0.email`.
    pub(crate) fn field(&self) -> String {
        self.place.trim_start_matches('/').replace('/', ".")
    }
}

impl fmt::Display for MistakeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "`{name}` is required"),
            Self::Type { expected, found } => write!(f, "must be of type {expected}, not {found}"),
            Self::Value(known) => {
                let known: Vec<String> = known.iter().map(|known| format!("`{known}`")).collect();
                write!(f, "must be one of {}", known.join(", "))
            }
            Self::Unknown => f.write_str("is not a field"),
            Self::Bound(keyword, bound) => write!(f, "exceeds `{keyword}`, which is {bound}"),
            Self::NoBranch(branches) => {
                // What all branches require is shown by the one that comes closest.
                let closest = branches.iter().min_by_key(|mistakes| mistakes.len());
                match closest.and_then(|mistakes| mistakes.first()) {
                    Some(mistake) => write!(f, "fits no form of the contract: {mistake}"),
                    None => f.write_str("fits no form of the contract"),
                }
            }
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field() {
            field if field.is_empty() => write!(f, "{}", self.kind),
            field => write!(f, "`{field}`: {}", self.kind),
        }
    }
}
