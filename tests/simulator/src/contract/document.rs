//! An OpenAPI document as plain JSON: references, components and properties.

use serde_json::{Map, Value};

/// An OpenAPI 3.0 document.
pub(crate) struct Document(pub(super) Value);

impl Document {
    /// Follows `$ref` to what it names; anything else is returned as it is.
    pub(crate) fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        let mut value = value;
        // A chain of references longer than this is a circle.
        for _ in 0..8 {
            let Some(target) = value["$ref"].as_str() else {
                return value;
            };
            let pointer = target.trim_start_matches('#');
            value = self.0.pointer(pointer).unwrap_or(&Value::Null);
        }
        value
    }

    /// The schema of a component, null if there is none of this name.
    pub(crate) fn component(&self, name: &str) -> &Value {
        &self.0["components"]["schemas"][name]
    }

    /// Every component with its schema.
    pub(crate) fn components(&self) -> impl Iterator<Item = (&String, &Value)> {
        object(&self.0["components"]["schemas"])
    }

    /// Every property a schema declares, through references and unions, as name and schema.
    pub(crate) fn properties<'a>(&'a self, schema: &'a Value) -> Vec<(&'a str, &'a Value)> {
        let mut properties = Vec::new();
        self.collect(schema, 0, &mut properties);
        properties
    }

    fn collect<'a>(
        &'a self,
        schema: &'a Value,
        depth: usize,
        properties: &mut Vec<(&'a str, &'a Value)>,
    ) {
        // Unions that are deeper refer to themselves.
        if depth > 16 {
            return;
        }
        let schema = self.resolve(schema);
        let own = object(&schema["properties"]);
        properties.extend(own.map(|(name, schema)| (name.as_str(), schema)));
        for union in ["allOf", "anyOf", "oneOf"] {
            for branch in array(&schema[union]) {
                self.collect(branch, depth + 1, properties);
            }
        }
    }
}

impl std::fmt::Debug for Document {
    /// Shows the title alone: the rest fills pages.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Document").field(&self.0["info"]).finish()
    }
}

/// The entries of an object, none for anything else.
pub(crate) fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> + use<'_> {
    value.as_object().into_iter().flat_map(Map::iter)
}

/// The elements of an array, none for anything else.
pub(crate) fn array(value: &Value) -> impl Iterator<Item = &Value> + use<'_> {
    value.as_array().into_iter().flatten()
}
