//! What the documentation says in our own words: `docs.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::broken_toml;
use crate::problem::Problems;

/// Texts by what they are about.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// By resource.
    #[serde(default)]
    resources: BTreeMap<String, String>,
    /// By type.
    #[serde(default)]
    types: BTreeMap<String, String>,
    /// Fields that hold a plain value, by key on the wire, or by type and key.
    #[serde(default)]
    fields: BTreeMap<String, String>,
    /// Fields that hold an object or a list, likewise.
    #[serde(default)]
    parts: BTreeMap<String, String>,
    /// Parameters, by name on the wire.
    #[serde(default)]
    parameters: BTreeMap<String, String>,
}

impl Words {
    /// Reads `docs.toml`.
    ///
    /// # Errors
    ///
    /// Broken TOML or unknown tables.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problems> {
        toml::from_str(text).map_err(|error| broken_toml(file, text, &error))
    }

    /// About a resource.
    pub fn resource(&self, name: &str) -> Option<&str> {
        self.resources.get(name).map(String::as_str)
    }

    /// About a type.
    pub fn definition(&self, name: &str) -> Option<&str> {
        self.types.get(name).map(String::as_str)
    }

    /// About a field that holds a plain value: what is said of it in its type, or else of its key
    /// anywhere.
    pub fn field(&self, definition: &str, wire: &str) -> Option<&str> {
        about(&self.fields, definition, wire)
    }

    /// About a field that holds an object or a list, likewise: the same key means something else
    /// there.
    pub fn part(&self, definition: &str, wire: &str) -> Option<&str> {
        about(&self.parts, definition, wire)
    }

    /// About a parameter: what is said of it, or else of a field with its key.
    pub fn parameter(&self, wire: &str) -> Option<&str> {
        let own = self.parameters.get(wire);
        own.or_else(|| self.fields.get(wire)).map(String::as_str)
    }
}

fn about<'w>(words: &'w BTreeMap<String, String>, definition: &str, wire: &str) -> Option<&'w str> {
    let own = words.get(&format!("{definition}.{wire}"));
    own.or_else(|| words.get(wire)).map(String::as_str)
}
