//! What is wrong in a description but changes nothing that is generated: the generator has a rule
//! for it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::document::{METHODS, follow, placeholders, resolve};
use crate::import::node_path::NodePath;
use crate::problem::Problem;

/// Finds them in a document that is usable.
pub(super) fn find(file: &str, document: &Value) -> Vec<Problem> {
    let mut oddities = Oddities {
        file,
        document,
        found: Vec::new(),
    };
    oddities.operations();
    let schemas = document["components"]["schemas"].as_object();
    for (name, schema) in schemas.into_iter().flatten() {
        oddities.schemas(&NodePath::new(["components", "schemas", name]), schema);
    }
    oddities.found
}

struct Oddities<'a> {
    file: &'a str,
    document: &'a Value,
    found: Vec<Problem>,
}

impl Oddities<'_> {
    fn push(&mut self, place: &NodePath, what: String, cure: &str) {
        self.found.push(Problem {
            file: self.file.to_owned(),
            place: place.to_string(),
            what,
            cure: cure.to_owned(),
        });
    }

    fn operations(&mut self) {
        let document = self.document;
        let schemes = &document["components"]["securitySchemes"];
        let mut ids: BTreeMap<&str, String> = BTreeMap::new();
        let paths = document["paths"].as_object();
        for (path, item) in paths.into_iter().flatten() {
            for method in METHODS {
                let Some(operation) = item.get(method) else {
                    continue;
                };
                let place = NodePath::new(["paths", path, method]);
                if let Some(id) = operation["operationId"].as_str() {
                    if let Some(first) = ids.get(id) {
                        let what = format!("the operation id `{id}` is also that of {first}");
                        self.push(&place, what, "named by its path");
                    } else {
                        ids.insert(id, place.to_string());
                    }
                }
                self.parameters(
                    &place,
                    path,
                    &[&item["parameters"], &operation["parameters"]],
                );
                let security = operation["security"].as_array().into_iter().flatten();
                let security = security.filter_map(Value::as_object).flat_map(Map::keys);
                for name in security.filter(|name| schemes.get(name.as_str()).is_none()) {
                    let what = format!("the security scheme `{name}` does not exist");
                    self.push(
                        &place,
                        what,
                        "requests carry the access token of the client",
                    );
                }
                self.schemas(&place, operation);
            }
        }
    }

    fn parameters(&mut self, place: &NodePath, path: &str, lists: &[&Value]) {
        for list in lists {
            let mut seen = BTreeSet::new();
            for parameter in list.as_array().into_iter().flatten() {
                let parameter = resolve(self.document, parameter);
                let (name, location) = (&parameter["name"], &parameter["in"]);
                let (Some(name), Some(location)) = (name.as_str(), location.as_str()) else {
                    continue;
                };
                if !seen.insert((location, name)) {
                    let what = format!("the parameter `{name}` in {location} is declared twice");
                    self.push(place, what, "the last one counts");
                }
                if location == "path" && placeholders(path).all(|placeholder| placeholder != name) {
                    let what = format!("the path does not contain `{{{name}}}`");
                    self.push(place, what, "the parameter is left out");
                }
            }
        }
    }

    /// Schemas anywhere below a node.
    fn schemas(&mut self, place: &NodePath, node: &Value) {
        match node {
            Value::Object(object) => {
                self.schema(place, object);
                for (key, inner) in object {
                    self.schemas(&place.child(key), inner);
                }
            }
            Value::Array(list) => {
                for (index, inner) in list.iter().enumerate() {
                    self.schemas(&place.child(index.to_string()), inner);
                }
            }
            _ => {}
        }
    }

    fn schema(&mut self, place: &NodePath, schema: &Map<String, Value>) {
        if schema.get("type").is_some_and(|ty| ty == "array") && !schema.contains_key("items") {
            let what = "a list without `items`".to_owned();
            self.push(place, what, "its elements are arbitrary JSON");
        }
        let values = schema.get("enum").and_then(Value::as_array);
        if values.is_some_and(Vec::is_empty) {
            let what = "an enumeration of no values".to_owned();
            self.push(place, what, "any string");
        }
        let mapping = schema.get("discriminator").and_then(|it| it.get("mapping"));
        let mapping = mapping.and_then(Value::as_object).into_iter().flatten();
        for (value, target) in mapping {
            let target = target.as_str().unwrap_or_default();
            if target.starts_with('#') && follow(self.document, target).is_err() {
                let what = format!("`{target}`, to which `{value}` leads, does not exist");
                let place = place.child("discriminator");
                self.push(&place, what, "the alternatives decide");
            }
        }
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            return;
        };
        let is_open = ["allOf", "oneOf", "anyOf", "$ref"]
            .iter()
            .any(|key| schema.contains_key(*key));
        // Among properties, `required` can be the name of one.
        let required = schema.get("required").and_then(Value::as_array);
        let missing = required
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|name| !is_open && !properties.contains_key(*name));
        for name in missing {
            let what = format!("the required property `{name}` does not exist");
            self.push(place, what, "the requirement is ignored");
        }
    }
}
