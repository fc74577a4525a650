//! `webhooks.toml`: the topics of webhooks with the types of their items, and the items that no
//! operation returns.

use heck::ToPascalCase;
use indexmap::IndexMap;
use serde::Deserialize;

use super::broken_toml;
use crate::input::Input;
use crate::problem::Problems;

/// The tables of the file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhooks {
    /// By topic, in the order of the file.
    #[serde(default)]
    pub topics: IndexMap<String, Topic>,
    /// Types of items, by name.
    #[serde(default)]
    pub items: IndexMap<String, Item>,
}

/// A topic.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// The type of its item; any JSON where nothing is known of it.
    pub item: Option<String>,
    /// The key of an object that some versions of the API put around the item.
    pub inside: Option<String>,
    /// What happened.
    pub doc: String,
}

/// The type of an item that no operation returns.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// A type all of whose fields it has, too.
    pub like: Option<String>,
    /// The other fields with their types, in the order of the file.
    pub fields: IndexMap<String, String>,
}

/// The variant of topics that the table does not have.
const OTHER: &str = "Other";

impl Webhooks {
    /// Reads the file; without one there are no topics.
    ///
    /// # Errors
    ///
    /// Broken TOML, unknown keys, topics that would have the same variant.
    pub fn parse(input: Option<Input<'_>>) -> Result<Self, Problems> {
        let Some(Input { file, text }) = input else {
            return Ok(Self::default());
        };
        let webhooks: Self =
            toml::from_str(text).map_err(|error| broken_toml(file, text, &error))?;
        let mut problems = Problems::default();
        let mut variants = IndexMap::from([(OTHER.to_owned(), "other topics")]);
        for topic in webhooks.topics.keys() {
            let variant = variant(topic);
            if !is_variant(&variant) {
                let what = "does not make the name of a variant";
                problems.push(file, topic, what, "start it with a letter");
            } else if let Some(other) = variants.insert(variant.clone(), topic) {
                let what = format!("has the variant `{variant}`, as {other}");
                problems.push(file, topic, what, "keep one of the two");
            }
        }
        for item in webhooks.items.keys() {
            if !is_variant(item) {
                let what = "is not the name of a type";
                problems.push(file, item, what, "write it as `TaggedContact`");
            }
        }
        problems.or(webhooks)
    }
}

/// Returns the name of a topic's variant: `ContactUserCreated` for `contact.user.created`.
pub fn variant(topic: &str) -> String {
    topic.to_pascal_case()
}

fn is_variant(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name != "Self"
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}
