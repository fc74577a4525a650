//! Valid values made from schemas: responses of operations without state, and example arguments.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::description::description;
use super::document::{Document, array, object};

/// A moment in December 2024, in Unix seconds.
pub(crate) const MOMENT: i64 = 1_734_537_243;

/// The same moment as text.
const MOMENT_TEXT: &str = "2024-12-18T15:54:03Z";

/// How deep schemas may refer to themselves before the value ends.
const DEPTH: usize = 6;

/// Returns a value that fits the schema, with every declared property and realistic contents.
pub fn sample(schema: &Value) -> Value {
    sample_of(description(), schema)
}

/// The same for a schema of another document.
pub(crate) fn sample_of(document: &Document, schema: &Value) -> Value {
    Sampler {
        document,
        references: Vec::new(),
    }
    .value("", schema)
}

/// Adds null for each nullable property that `row` does not set, and gives numbers that were sent
/// as text (and the other way round) the declared type, and single values that of a list.
///
/// Intercom sends null for what is unknown; what is neither set nor nullable stays away.
pub(crate) fn complete(component: &str, row: &mut Value) {
    let Some(row) = row.as_object_mut() else {
        return;
    };
    for property in PROPERTIES.get(component).into_iter().flatten() {
        match (row.get(property.name), property.kind) {
            (None, _) if property.nullable => {
                row.insert(property.name.to_owned(), Value::Null);
            }
            (Some(Value::String(text)), Some("integer")) => {
                if let Ok(number) = text.parse::<i64>() {
                    row.insert(property.name.to_owned(), number.into());
                }
            }
            (Some(Value::Number(number)), Some("string")) => {
                let text = number.to_string();
                row.insert(property.name.to_owned(), text.into());
            }
            (Some(Value::String(_) | Value::Number(_)), Some("array")) => {
                let one = row[property.name].take();
                row.insert(property.name.to_owned(), Value::Array(vec![one]));
            }
            _ => {}
        }
    }
}

/// The facts about a property that [`complete`] needs.
struct PropertyInfo {
    name: &'static str,
    nullable: bool,
    kind: Option<&'static str>,
}

/// The properties of every component, looked up once: objects are completed by the thousand.
static PROPERTIES: LazyLock<HashMap<&'static str, Vec<PropertyInfo>>> = LazyLock::new(|| {
    let info = |(name, schema): (&'static str, &'static Value)| {
        let is_nullable = |schema: &Value| schema["nullable"] == true;
        let nullable = is_nullable(schema) || is_nullable(description().resolve(schema));
        PropertyInfo {
            name,
            nullable,
            kind: schema["type"].as_str(),
        }
    };
    let properties = |schema| {
        description()
            .properties(schema)
            .into_iter()
            .map(info)
            .collect()
    };
    description()
        .components()
        .map(|(name, schema)| (name.as_str(), properties(schema)))
        .collect()
});

struct Sampler<'a> {
    document: &'a Document,
    /// The components being sampled, outermost first.
    references: Vec<&'a str>,
}

impl<'a> Sampler<'a> {
    fn value(&mut self, name: &str, schema: &'a Value) -> Value {
        let Some(target) = schema["$ref"].as_str() else {
            return self.plain(name, schema);
        };
        let component = target.rsplit('/').next().unwrap_or_default();
        self.references.push(component);
        let value = self.plain(name, self.document.resolve(schema));
        self.references.pop();
        value
    }

    fn plain(&mut self, name: &str, schema: &'a Value) -> Value {
        if let Some(known) = array(&schema["enum"]).find(|value| !value.is_null()) {
            return known.clone();
        }
        let is_object = !schema["properties"].is_null() || schema["type"] == "object";
        if is_object || !schema["allOf"].is_null() {
            return self.object(schema);
        }
        for union in ["anyOf", "oneOf"] {
            if let Some(branch) = array(&schema[union]).next() {
                return self.value(name, branch);
            }
        }
        match schema["type"].as_str() {
            Some("array") => self.array(name, schema),
            Some("integer") => integer(name, schema),
            Some("number") => json!(12.0),
            Some("boolean") => json!(true),
            Some("string") => self.string(name, schema),
            _ => Value::Null,
        }
    }

    fn array(&mut self, name: &str, schema: &'a Value) -> Value {
        if self.references.len() >= DEPTH || self.is_circle(&schema["items"]) {
            return json!([]);
        }
        let singular = name.strip_suffix('s').unwrap_or(name);
        let element = self.value(singular, &schema["items"]);
        let count = schema["minItems"].as_u64().unwrap_or(1).max(1);
        (0..count).map(|_| element.clone()).collect()
    }

    fn object(&mut self, schema: &'a Value) -> Value {
        let mut value = Map::new();
        let mut branches: Vec<&'a Value> = array(&schema["allOf"]).collect();
        for union in ["anyOf", "oneOf"] {
            // The branch with the most requirements omits nothing.
            branches.extend(
                array(&schema[union]).max_by_key(|branch| array(&branch["required"]).count()),
            );
        }
        for branch in branches {
            if let Value::Object(inner) = self.value("", branch) {
                value.extend(inner);
            }
        }
        for (name, property) in object(&schema["properties"]) {
            let nullable = property["nullable"] == true;
            let required = array(&schema["required"]).any(|required| required == name);
            if self.is_circle(property) || (self.references.len() >= DEPTH && !required) {
                if nullable {
                    value.insert(name.clone(), Value::Null);
                }
                continue;
            }
            value.insert(name.clone(), self.value(name, property));
        }
        if value.is_empty() && schema["additionalProperties"].is_object() {
            // What customers define has no type of its own; text is what every version takes.
            let attribute = match self.value("plan", &schema["additionalProperties"]) {
                Value::Null => json!("pro"),
                attribute => attribute,
            };
            value.insert("plan".to_owned(), attribute);
        }
        Value::Object(value)
    }

    fn string(&self, name: &str, schema: &Value) -> Value {
        let text = match (schema["format"].as_str(), name) {
            (Some("date-time"), _) => MOMENT_TEXT,
            (Some("uri"), _) if name != "type" => "https://example.com/workspace",
            (Some("email"), _) => "ann.lee@example.com",
            (Some("uuid"), _) => "3ecf64d0-9ed1-4e9f-88e1-da7d6e6782f3",
            (Some("byte"), _) => "SGVsbG8=",
            (_, "type") => self.references.last().copied().unwrap_or("object"),
            (_, "email") => "ann.lee@example.com",
            (_, "phone" | "phone_number") => "+1 206 555 0132",
            (_, "name" | "full_name" | "display_name") => "Ann Lee",
            (_, "url" | "website" | "download_url" | "job_url") => "https://example.com/workspace",
            (_, "body" | "html" | "message") => "<p>Hello there</p>",
            (_, "title" | "subject" | "label") => "Getting started",
            (_, "description") => "A few words on it",
            (_, "locale" | "default_locale" | "language_override") => "en",
            (_, "country") => "Ireland",
            (_, "city") => "Dublin",
            (_, "timezone") => "Europe/Dublin",
            (_, "ip") => "192.0.2.17",
            (_, "id" | "workspace_id" | "app_id") => "1295",
            (_, "status" | "state") => "live",
            _ if name.ends_with("_at") => MOMENT_TEXT,
            _ if name.ends_with("_id") => "1295",
            _ if name.ends_with("_url") => "https://example.com/workspace",
            _ => "example",
        };
        let longest = schema["maxLength"]
            .as_u64()
            .and_then(|length| usize::try_from(length).ok());
        Value::String(text.chars().take(longest.unwrap_or(usize::MAX)).collect())
    }

    fn is_circle(&self, schema: &Value) -> bool {
        let component = schema["$ref"]
            .as_str()
            .and_then(|target| target.rsplit('/').next());
        component.is_some_and(|component| self.references.contains(&component))
    }
}

fn integer(name: &str, schema: &Value) -> Value {
    let is_time = ["date-time", "timestamp"]
        .iter()
        .any(|format| schema["format"] == *format)
        || ["_at", "_time", "_after", "_before", "_since", "_until"]
            .iter()
            .any(|end| name.ends_with(end));
    let value = match name {
        _ if is_time => MOMENT,
        "page" | "total_pages" | "total_count" | "id" | "order" => 1,
        "per_page" => 20,
        _ if name.ends_with("_id") => 1295,
        _ => 3,
    };
    json!(
        schema["maximum"]
            .as_i64()
            .map_or(value, |most| value.min(most))
    )
}
