//! Which generated items have documentation of our own, and what is wrong with some of it.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;

use crate::emit::{Origin, Snippets, field_text};
use crate::model::examples::Examples;
use crate::model::words::Words;
use crate::model::{Api, Definition, Shape};
use crate::phrases::banned_phrase;
use crate::problem::Problems;

/// The documentation of one resource, or of the types that resources share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// How many items there are.
    pub items: usize,
    /// The items without a text, as `types.Contact` or `fields.Contact.owner_id`.
    pub missing: Vec<String>,
}

/// The examples of operations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExampleCoverage {
    /// How many are written by hand.
    pub written: usize,
    /// How many are made of known values.
    pub generated: usize,
    /// The operations whose example has made-up values, as `examples.contacts.list`.
    pub missing: Vec<String>,
}

/// The documentation of a model.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// By resource; shared types are under `shared types`.
    pub sections: BTreeMap<String, Section>,
    /// The examples of operations. One whose values are made up counts as missing.
    pub examples: ExampleCoverage,
    /// Texts without an item, texts that repeat a name, and texts that contain a banned phrase.
    pub faults: Problems,
}

/// Words without a meaning of their own.
const EMPTY: [&str; 12] = [
    "a", "an", "the", "of", "this", "its", "is", "value", "field", "object", "type", "for",
];

/// Compares the texts with the items of a model.
pub fn coverage(
    file: &str,
    api: &Api,
    words: &Words,
    (examples, snippets): (&Examples, &Snippets),
) -> Coverage {
    let mut items = BTreeSet::new();
    let mut sections: BTreeMap<String, Section> = BTreeMap::new();
    for (section, key, has_text) in list(api, words) {
        let section = sections.entry(section).or_default();
        section.items += 1;
        if !has_text {
            section.missing.push(key.clone());
        }
        items.insert(key);
    }
    let mut faults = Problems::default();
    for (key, text) in words.texts() {
        let cure = "edit or remove the text in openapi/docs/";
        if !items.contains(&key) && !is_general(&key, api) {
            faults.push(file, &key, "is documented and does not exist", cure);
        }
        if let Some(phrase) = banned_phrase(text) {
            let what = format!("contains the phrase `{phrase}`");
            faults.push(file, &key, what, "use plain words");
        }
        if repeats_name(&key, text) {
            faults.push(file, &key, "only repeats its name", cure);
        }
    }
    for key in examples.all_written() {
        if !snippets.contains_key(key) {
            let cure = "edit or remove the function in openapi/examples/";
            let what = "has an example and does not exist";
            faults.push(file, format!("examples.{key}"), what, cure);
        }
    }
    Coverage {
        sections,
        examples: of_examples(snippets),
        faults,
    }
}

fn of_examples(snippets: &Snippets) -> ExampleCoverage {
    let mut coverage = ExampleCoverage::default();
    for (key, snippet) in snippets {
        match snippet.origin {
            Origin::Written => coverage.written += 1,
            Origin::Values => coverage.generated += 1,
            Origin::MadeUp => coverage.missing.push(format!("examples.{key}")),
        }
    }
    coverage
}

/// All items: their section, their key, and whether there is a text.
fn list(api: &Api, words: &Words) -> Vec<(String, String, bool)> {
    let mut items = Vec::new();
    for operation in api.operations() {
        let (resource, name) = (&operation.resource, &operation.name);
        let key = format!("operations.{resource}.{name}");
        let has_text = words.operation(resource, name).is_some();
        items.push((resource.clone(), key, has_text));
        for parameter in operation.parameters.iter().filter(|p| !p.required) {
            let key = format!("parameters.{resource}.{name}.{}", parameter.wire);
            let text = words.parameter(resource, name, &parameter.wire);
            items.push((resource.clone(), key, text.is_some()));
        }
    }
    for definition in api.definitions.values() {
        let section = match definition.resources.iter().next() {
            _ if definition.is_webhook => "webhooks".to_owned(),
            Some(resource) if definition.resources.len() == 1 => resource.clone(),
            _ => "shared types".to_owned(),
        };
        let mut add = |key: String, has_text| items.push((section.clone(), key, has_text));
        let name = &definition.name;
        add(format!("types.{name}"), words.definition(name).is_some());
        add_parts(api, definition, words, &mut add);
    }
    items
}

fn add_parts(
    api: &Api,
    definition: &Definition,
    words: &Words,
    add: &mut impl FnMut(String, bool),
) {
    let name = &definition.name;
    match &definition.shape {
        Shape::Record(fields) => {
            let fields = fields.iter();
            // A constant that is only sent is not a field of the type.
            for field in fields.filter(|field| !definition.is_fixed(field)) {
                let wire = &field.wire;
                let text = field_text(api, words, definition, field);
                add(format!("fields.{name}.{wire}"), text.is_some());
            }
        }
        Shape::Enumeration(values) => {
            for value in values {
                let text = words.value(name, value);
                add(format!("values.{name}.{value}"), text.is_some());
            }
        }
        Shape::Union(_) => {}
    }
}

/// Whether a key is about a variant of a union, a parameter wherever its resource has it, or a required
/// parameter. They may have a text and need none.
fn is_general(key: &str, api: &Api) -> bool {
    let union = key
        .strip_prefix("values.")
        .and_then(|key| key.split('.').next());
    let union = union.and_then(|name| api.definitions.get(name));
    if union.is_some_and(|union| matches!(union.shape, Shape::Union(_))) {
        return true;
    }
    let Some(parameter) = key.strip_prefix("parameters.") else {
        return false;
    };
    api.operations().any(|operation| {
        let path = operation.path_parameters.iter().map(|p| p.wire.as_str());
        let others = operation.parameters.iter().map(|p| p.wire.as_str());
        path.chain(others).any(|wire| {
            let (resource, method) = (&operation.resource, &operation.name);
            parameter == format!("{resource}.{wire}")
                || parameter == format!("{resource}.{method}.{wire}")
        })
    })
}

/// Returns whether all words of a text are in its key.
fn repeats_name(key: &str, text: &str) -> bool {
    let known: BTreeSet<String> = key
        .split(['.', ' '])
        .flat_map(|part| {
            let part = part.to_snake_case();
            part.split('_').map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    let lower = text.to_lowercase();
    let mut said = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !EMPTY.contains(word));
    said.all(|word| known.contains(word) || known.contains(word.trim_end_matches('s')))
}

#[cfg(test)]
mod tests {
    use super::repeats_name;

    #[test]
    fn text_that_repeats_a_name_is_recognized() {
        assert!(repeats_name("fields.Contact.owner_id", "The owner id."));
        assert!(repeats_name("types.ContactTags", "The tags of a contact."));
        let text = "The teammate who owns the contact.";
        assert!(!repeats_name("fields.Contact.owner_id", text));
    }
}
