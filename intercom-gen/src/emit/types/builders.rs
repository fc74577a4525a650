//! How programs make values of the types, and what they read of them: the facts for examples.

use std::collections::BTreeMap;

use super::constructors::starter;
use super::field::{Holding, Written};
use super::progenitor::Made;
use super::relations::{Records, list};
use crate::model::{Api, Definition, Field, Shape, Type};

/// The facts about every type of a model.
#[derive(Debug, Default)]
pub struct Builders {
    records: BTreeMap<String, Builder>,
    variants: BTreeMap<String, Vec<(String, String)>>,
}

/// The facts about a record.
#[derive(Debug)]
pub struct Builder {
    /// The calls that supply what is required: methods with their fields. The first is a function of the
    /// type.
    pub start: Vec<(String, Vec<Field>)>,
    /// The setters of what is optional.
    pub setters: Vec<(String, Field)>,
    /// The id, where it is always there.
    pub id: Option<String>,
    /// What names a value for people, where the record is received.
    pub label: Option<String>,
    /// The element of the list that the record can be iterated as.
    pub list: Option<Type>,
}

/// Keys of fields that name a value for people, from the best on.
const LABELS: [&str; 8] = [
    "name",
    "title",
    "label",
    "event_name",
    "email",
    "state",
    "status",
    "url",
];

impl Builders {
    pub(super) fn new(api: &Api, records: &Records<'_>, made: &BTreeMap<String, Made>) -> Self {
        let mut builders = Self::default();
        for (name, definition) in &api.definitions {
            match (&definition.shape, made.get(name)) {
                (Shape::Record(fields), Some(_)) => {
                    if let Some((_, written)) = records.find(name) {
                        let builder = builder(definition, fields, &written);
                        builders.records.insert(name.clone(), builder);
                    }
                }
                (Shape::Enumeration(values), Some(Made::Enum(variants))) => {
                    let variants = variants.iter().map(ToString::to_string);
                    let values = values.iter().cloned().zip(variants);
                    builders.variants.insert(name.clone(), values.collect());
                }
                _ => {}
            }
        }
        builders
    }

    /// The facts about a record.
    pub fn record(&self, name: &str) -> Option<&Builder> {
        self.records.get(name)
    }

    /// The name of the variant of an enumeration: the one of a value, or the first.
    pub fn variant(&self, name: &str, value: Option<&str>) -> Option<&str> {
        let variants = self.variants.get(name)?;
        let found = match value {
            Some(value) => variants.iter().find(|(wire, _)| wire == value),
            None => variants.first(),
        };
        found.map(|(_, variant)| variant.as_str())
    }
}

fn builder(definition: &Definition, fields: &[Field], written: &[Written<'_>]) -> Builder {
    let find = |wire: &str| written.iter().find(|written| written.field.wire == wire);
    let mut start = Vec::new();
    let constructor = definition.constructors.first();
    for step in constructor.into_iter().flat_map(|chain| &chain.steps) {
        let Some(written) = find(&step.wire) else {
            continue;
        };
        let method = step.method.clone().unwrap_or_else(|| written.name.clone());
        let method = if start.is_empty() {
            starter(method)
        } else {
            method
        };
        start.push((method, vec![written.field.clone()]));
    }
    if start.is_empty() {
        let arguments = definition.arguments(fields).into_iter().cloned();
        start.push(("new".to_owned(), arguments.collect()));
    }
    let optional = written
        .iter()
        .filter(|written| written.holding != Holding::Plain);
    let id = written
        .iter()
        .find(|written| written.field.wire == "id" && written.holding == Holding::Plain);
    let label = LABELS.iter().find_map(|wire| find(wire));
    let label = label.filter(|_| definition.received);
    Builder {
        start,
        setters: optional
            .map(|written| (written.name.clone(), written.field.clone()))
            .collect(),
        id: id.map(|written| written.name.clone()),
        label: label.map(|written| written.name.clone()),
        list: list(definition, written).and_then(|list| match &list.field.ty {
            Type::List(element) => Some((**element).clone()),
            _ => None,
        }),
    }
}
