//! What records have to do with each other: lists with their items, updates with what they change,
//! types that share fields.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::field::{Holding, Written, written};
use super::progenitor::Made;
use crate::emit::manifest::Manifest;
use crate::model::{Api, Definition, Shape, Type};

/// The records of a model, as they are written.
pub struct Records<'a> {
    api: &'a Api,
    made: &'a BTreeMap<String, Made>,
}

impl<'a> Records<'a> {
    pub fn new(api: &'a Api, made: &'a BTreeMap<String, Made>) -> Self {
        Self { api, made }
    }

    pub(super) fn find(&self, name: &str) -> Option<(&'a Definition, Vec<Written<'a>>)> {
        let definition = self.api.definitions.get(name)?;
        match (&definition.shape, self.made.get(name)?) {
            (Shape::Record(fields), Made::Struct(rust)) => {
                Some((definition, written(definition, fields, rust)))
            }
            _ => None,
        }
    }

    /// The macros of a record, and their items.
    pub fn source(&self, name: &str) -> String {
        let Some((definition, fields)) = self.find(name) else {
            return String::new();
        };
        let mut source = String::new();
        if let Some(list) = list(definition, &fields) {
            _ = writeln!(
                source,
                "list!({name}: {}, {});\n",
                list.name,
                list.element()
            );
        }
        if let Some((object, changes)) = self.changes(definition, &fields) {
            source.push_str(&table(
                &format!("changes!({name} from {object} {{"),
                &changes,
            ));
        }
        for (other, same) in self.conversions(definition, &fields) {
            source.push_str(&table(&format!("convert!({name} => {other} {{"), &same));
        }
        source
    }

    /// Lists the items that the macros make.
    pub fn list(&self, name: &str, manifest: &mut Manifest) {
        let Some((definition, fields)) = self.find(name) else {
            return;
        };
        if let Some(list) = list(definition, &fields) {
            let item = list.element();
            manifest.add(
                format!("{name}::into_iter()"),
                format!("IntoIterator of {item}"),
            );
        }
        if let Some((object, _)) = self.changes(definition, &fields) {
            manifest.add(
                format!("{name}::changes()"),
                format!("fn(&{object}, &{object}) -> {name}"),
            );
        }
        for (other, _) in self.conversions(definition, &fields) {
            manifest.add(
                format!("{other}::from({name})"),
                format!("fn({name}) -> {other}"),
            );
        }
    }

    /// The object that an update changes, `Contact` of `UpdateContact`, and the fields of both.
    fn changes(
        &self,
        update: &Definition,
        fields: &[Written<'a>],
    ) -> Option<(&'a str, Vec<String>)> {
        let (object, others) = self.find(update.name.strip_prefix("Update")?)?;
        let is_pair = update.sent
            && !update.received
            && object.received
            && object.resources.is_superset(&update.resources);
        let mut same = common(fields, &others);
        let is_shared = |own: &Written<'_>| same.contains(&own.name);
        // What an update requires cannot be left out.
        let mut required = fields.iter().filter(|own| own.holding == Holding::Plain);
        if !is_pair || same.is_empty() || !required.all(is_shared) {
            return None;
        }
        for name in &mut same {
            let own = fields.iter().find(|own| own.name == *name);
            if own.is_some_and(|own| own.holding == Holding::Plain || own.field.wire == "id") {
                name.push_str(" as always");
            }
        }
        Some((object.name.as_str(), same))
    }

    /// The types that a record converts into, with the fields of both.
    fn conversions(
        &self,
        definition: &Definition,
        fields: &[Written<'a>],
    ) -> Vec<(&'a str, Vec<String>)> {
        let name = &definition.name;
        let others = self.api.alike.iter().filter_map(|(first, second)| {
            [(first, second), (second, first)]
                .into_iter()
                .find(|(own, _)| *own == name)
                .map(|(_, other)| other)
        });
        others
            .filter_map(|other| {
                let (other, others) = self.find(other)?;
                let is_near = other.resources == definition.resources;
                let mut same = common(fields, &others);
                same.retain(|name| {
                    let holding = |fields: &[Written<'_>]| {
                        fields.iter().find(|f| f.name == *name).map(|f| f.holding)
                    };
                    holding(fields) == holding(&others)
                });
                (is_near && !same.is_empty()).then_some((other.name.as_str(), same))
            })
            .collect()
    }
}

/// Fields that two records share: key, name and type.
fn common(fields: &[Written<'_>], others: &[Written<'_>]) -> Vec<String> {
    let is_shared = |own: &&Written<'_>| {
        others.iter().any(|other| {
            (&own.field.wire, &own.name, &own.ty) == (&other.field.wire, &other.name, &other.ty)
        })
    };
    let shared = fields.iter().filter(is_shared);
    shared.map(|own| own.name.clone()).collect()
}

fn table(head: &str, names: &[String]) -> String {
    format!("{head}\n    {},\n}});\n\n", names.join(",\n    "))
}

/// What objects that are a list have beside it.
const BESIDE_A_LIST: [&str; 7] = [
    "type",
    "total_count",
    "has_more",
    "pages",
    "url",
    "limited",
    "scroll_param",
];

/// The only list of an object that is nothing but a list.
pub(super) fn list<'f, 'a>(
    definition: &Definition,
    fields: &'f [Written<'a>],
) -> Option<&'f Written<'a>> {
    if !definition.received {
        return None;
    }
    let mut others = fields
        .iter()
        .filter(|written| !BESIDE_A_LIST.contains(&written.field.wire.as_str()));
    let list = others.next().filter(|_| others.next().is_none())?;
    let is_list = matches!(list.field.ty, Type::List(_)) && list.holding == Holding::List;
    is_list.then_some(list)
}
