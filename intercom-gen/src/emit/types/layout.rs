//! The file of each type. A type of one resource is in that resource's file; types that the same
//! set of resources shares are together in a separate file, so that every file is compiled exactly
//! when one of its users is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use heck::ToSnakeCase;

use crate::emit::print::{File, condition};
use crate::model::{Api, Definition, Shape};

/// The files of the types, with the modules that hold them.
pub fn files(api: &Api, source: impl Fn(&Definition) -> String) -> Vec<File> {
    let mut groups: BTreeMap<&BTreeSet<String>, Vec<&Definition>> = BTreeMap::new();
    let definitions = api.definitions.values();
    for definition in definitions.filter(|definition| !definition.is_webhook) {
        groups
            .entry(&definition.resources)
            .or_default()
            .push(definition);
    }
    let (mut own, mut shared) = (BTreeMap::new(), BTreeMap::new());
    let mut files = Vec::new();
    for (resources, definitions) in groups {
        let body: String = definitions
            .iter()
            .map(|definition| source(definition))
            .collect();
        let (path, title) = match resources.iter().next() {
            Some(resource) if resources.len() == 1 => {
                own.insert(resource.clone(), resources);
                let title = format!("Types that only [`crate::{resource}`] exchanges.");
                (format!("types/{resource}.rs"), title)
            }
            _ => {
                let name = root(api, &definitions).to_snake_case();
                shared.insert(name.clone(), resources);
                let users: Vec<_> = resources
                    .iter()
                    .map(|r| format!("[`crate::{r}`]"))
                    .collect();
                let title = format!("Types that are shared by {}.", users.join(", "));
                (format!("types/shared/{name}.rs"), title)
            }
        };
        files.push(File::new(
            path,
            &title,
            format!("use crate::generated::prelude::data::*;\n\n{body}"),
        ));
    }
    let webhooks = BTreeSet::from(["webhooks".to_owned()]);
    let items = items(api, &source);
    if !items.is_empty() {
        files.extend(items);
        own.insert("webhooks".to_owned(), &webhooks);
    }
    let mut types = String::new();
    if !shared.is_empty() {
        types.push_str("mod shared;\n\npub use shared::*;\n\n");
        let title = "Types that several resources exchange, by the set of resources that do.";
        files.push(File::new("types/shared/mod.rs", title, modules(&shared)));
    }
    types.push_str(&modules(&own));
    files.push(File::new(
        "types/mod.rs",
        "The types that calls send and receive.",
        types,
    ));
    files
}

/// The files of the types that only webhooks carry.
fn items(api: &Api, source: &impl Fn(&Definition) -> String) -> Vec<File> {
    let mut groups: BTreeMap<&BTreeSet<String>, Vec<&Definition>> = BTreeMap::new();
    let definitions = api.definitions.values();
    for definition in definitions.filter(|definition| definition.is_webhook) {
        let group = groups.entry(&definition.resources).or_default();
        group.push(definition);
    }
    let mut known = BTreeMap::new();
    let mut files = Vec::new();
    for (resources, definitions) in groups {
        let name = root(api, &definitions).to_snake_case();
        let sources: String = definitions.into_iter().map(source).collect();
        files.push(File::new(
            format!("types/webhooks/{name}.rs"),
            "Types that only webhooks carry.",
            format!("use crate::generated::prelude::data::*;\n\n{sources}"),
        ));
        known.insert(name, resources);
    }
    if !known.is_empty() {
        let title =
            "Types that only webhooks carry, by the set of resources whose types they hold.";
        files.push(File::new("types/webhooks/mod.rs", title, modules(&known)));
    }
    files
}

/// Module declarations, each compiled with any of the resources that use it.
fn modules(modules: &BTreeMap<String, &BTreeSet<String>>) -> String {
    let mut source = String::new();
    for (name, resources) in modules {
        let condition = condition(resources);
        _ = write!(
            source,
            "{condition}mod {name};\n{condition}pub use {name}::*;\n"
        );
    }
    source
}

/// The type that holds most of the others; it gives the file its name.
fn root<'a>(api: &Api, definitions: &[&'a Definition]) -> &'a str {
    let here: BTreeSet<_> = definitions.iter().map(|d| d.name.as_str()).collect();
    let reach = |definition: &Definition| {
        let mut open = vec![definition.name.clone()];
        let mut reached = BTreeSet::new();
        while let Some(name) = open.pop() {
            if here.contains(name.as_str()) && reached.insert(name.clone()) {
                open.extend(api.definitions.get(&name).map(inner).unwrap_or_default());
            }
        }
        reached.len()
    };
    definitions
        .iter()
        .max_by_key(|definition| {
            let name = &definition.name;
            (
                reach(definition),
                std::cmp::Reverse(name.len()),
                name.clone(),
            )
        })
        .map_or("types", |definition| definition.name.as_str())
}

fn inner(definition: &Definition) -> Vec<String> {
    match &definition.shape {
        Shape::Record(fields) => {
            let names = fields.iter().filter_map(|field| field.ty.names());
            names.map(Into::into).collect()
        }
        Shape::Enumeration(_) => Vec::new(),
        Shape::Union(variants) => variants.iter().map(|variant| variant.ty.clone()).collect(),
    }
}
