//! The documentation in our own words: the files in `openapi/docs/`.
//!
//! `common.toml` holds what is true wherever a key or a parameter occurs; every other file holds the
//! texts of one resource, or of the types that some resources share. A text about one field of one
//! type wins over one about its key.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::broken_toml;
use crate::input::Input;
use crate::problem::Problems;

/// The texts of one file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    /// By resource.
    #[serde(default)]
    resources: BTreeMap<String, String>,
    /// By method of the file's resource.
    #[serde(default)]
    operations: BTreeMap<String, String>,
    /// By type.
    #[serde(default)]
    types: BTreeMap<String, String>,
    /// Fields, by type and key on the wire; in the common file also plain values by key alone.
    #[serde(default)]
    fields: BTreeMap<String, String>,
    /// Fields that hold an object or a list, by key: the same key means something else there.
    #[serde(default)]
    parts: BTreeMap<String, String>,
    /// Values of enumerations, by type and value.
    #[serde(default)]
    values: BTreeMap<String, String>,
    /// Parameters, by method and name, or by name alone.
    #[serde(default)]
    parameters: BTreeMap<String, String>,
}

/// Texts by what they are about.
#[derive(Clone, Debug, Default)]
pub struct Words {
    common: Texts,
    types: BTreeMap<String, String>,
    fields: BTreeMap<String, String>,
    values: BTreeMap<String, String>,
    /// By `resource.method`.
    operations: BTreeMap<String, String>,
    /// By `resource.method.name` and `resource.name`.
    parameters: BTreeMap<String, String>,
}

/// The name of the file whose texts hold everywhere.
const COMMON: &str = "common";

impl Words {
    /// Reads the files.
    ///
    /// # Errors
    ///
    /// Broken TOML, unknown tables, and texts that two files have.
    pub fn parse(files: &[Input<'_>]) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let mut words = Self::default();
        for Input { file, text } in files {
            let texts = toml::from_str(text).map_err(|error| broken_toml(file, text, &error));
            let Some(texts) = problems.note(texts) else {
                continue;
            };
            match stem(file) {
                COMMON => words.common = texts,
                name => words.add(file, name, texts, &mut problems),
            }
        }
        problems.or(words)
    }

    /// Adds the texts of a resource.
    fn add(&mut self, file: &str, resource: &str, texts: Texts, problems: &mut Problems) {
        let scoped = |table: BTreeMap<String, String>| {
            let entries = table.into_iter();
            entries.map(|(key, text)| (format!("{resource}.{key}"), text))
        };
        let mut merge = |known: &mut BTreeMap<String, String>, key: String, text: String| {
            if known.contains_key(&key) {
                let what = "is documented in another file, too";
                problems.push(file, key, what, "remove one of the texts");
                return;
            }
            known.insert(key, text);
        };
        for (key, text) in scoped(texts.operations) {
            merge(&mut self.operations, key, text);
        }
        for (key, text) in scoped(texts.parameters) {
            merge(&mut self.parameters, key, text);
        }
        for (known, table) in [
            (&mut self.types, texts.types),
            (&mut self.fields, texts.fields),
            (&mut self.values, texts.values),
        ] {
            for (key, text) in table {
                merge(known, key, text);
            }
        }
    }

    /// About a resource.
    pub fn resource(&self, name: &str) -> Option<&str> {
        self.common.resources.get(name).map(String::as_str)
    }

    /// About a method of a resource.
    pub fn operation(&self, resource: &str, method: &str) -> Option<&str> {
        let text = self.operations.get(&format!("{resource}.{method}"));
        text.map(String::as_str)
    }

    /// About a type.
    pub fn definition(&self, name: &str) -> Option<&str> {
        let own = self.types.get(name);
        own.or_else(|| self.common.types.get(name))
            .map(String::as_str)
    }

    /// Returns the text of a field with a plain value: that of its type, or else that of its key
    /// anywhere.
    pub fn field(&self, definition: &str, wire: &str) -> Option<&str> {
        self.about(&self.common.fields, definition, wire)
    }

    /// About a field that holds an object or a list, likewise: the same key means something else
    /// there.
    pub fn part(&self, definition: &str, wire: &str) -> Option<&str> {
        self.about(&self.common.parts, definition, wire)
    }

    fn about<'w>(
        &'w self,
        common: &'w BTreeMap<String, String>,
        definition: &str,
        wire: &str,
    ) -> Option<&'w str> {
        let key = format!("{definition}.{wire}");
        let own = self.fields.get(&key).or_else(|| common.get(&key));
        own.or_else(|| common.get(wire)).map(String::as_str)
    }

    /// About a value of an enumeration.
    pub fn value(&self, definition: &str, value: &str) -> Option<&str> {
        let text = self.values.get(&format!("{definition}.{value}"));
        text.map(String::as_str)
    }

    /// Returns the text of a parameter: that of the method, of the resource, of any resource, or of
    /// a field with its key.
    pub fn parameter(&self, resource: &str, method: &str, wire: &str) -> Option<&str> {
        let own = self.parameters.get(&format!("{resource}.{method}.{wire}"));
        let of_resource = || self.parameters.get(&format!("{resource}.{wire}"));
        let anywhere = || self.common.parameters.get(wire);
        let of_field = || self.common.fields.get(wire);
        let text = own.or_else(of_resource).or_else(anywhere).or_else(of_field);
        text.map(String::as_str)
    }
}

impl Words {
    /// All texts about single items, by table and key: `fields.Contact.owner_id`.
    pub fn texts(&self) -> impl Iterator<Item = (String, &str)> {
        let tables = [
            ("operations", &self.operations),
            ("parameters", &self.parameters),
            ("types", &self.types),
            ("fields", &self.fields),
            ("values", &self.values),
        ];
        tables.into_iter().flat_map(|(table, texts)| {
            texts
                .iter()
                .map(move |(key, text)| (format!("{table}.{key}"), text.as_str()))
        })
    }
}

/// The name of a file without folder and extension.
pub(super) fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
