//! Which file a type lives in. A type of one resource stands in that resource's file; types that
//! the same set of resources shares stand together in a file of their own, so that every file is
//! compiled exactly when one of its users is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use heck::ToSnakeCase;

use crate::model::{Api, Definition, Shape};
use crate::print::File;

/// The files of the types, with the modules that hold them.
pub fn files(api: &Api, source: impl Fn(&Definition) -> String) -> Vec<File> {
    let mut groups: BTreeMap<&BTreeSet<String>, Vec<&Definition>> = BTreeMap::new();
    for definition in api.definitions.values() {
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
        let imports = imports(api, &definitions, &body);
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
        files.push(File::new(path, &title, format!("{imports}{body}")));
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

/// `#[cfg(…)]` for any of some features.
pub fn condition(resources: &BTreeSet<String>) -> String {
    let features: Vec<_> = resources
        .iter()
        .map(|r| format!("feature = {r:?}"))
        .collect();
    let all = features.join(", ");
    match features.as_slice() {
        [only] => format!("#[cfg({only})]\n"),
        _ if all.len() <= 70 => format!("#[cfg(any({all}))]\n"),
        _ => format!("#[cfg(any(\n    {}\n))]\n", features.join(",\n    ")),
    }
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

/// What the crate offers to generated files, and where from.
const OFFERED: [(&str, &str); 11] = [
    ("std::collections", "BTreeMap"),
    ("serde_json", "Value"),
    ("crate", "Attributes"),
    ("crate", "Extra"),
    ("crate", "Nullable"),
    ("crate", "OneOrMany"),
    ("crate", "Timestamp"),
    ("crate", "UnknownValue"),
    ("crate::open_enum", "open_enum"),
    ("crate::record", "record"),
    ("crate::setters", "setters"),
];

/// The `use` lines of a file: what its source mentions.
fn imports(api: &Api, definitions: &[&Definition], body: &str) -> String {
    let words: BTreeSet<&str> = body.lines().flat_map(mentioned).collect();
    let mut used: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, name) in OFFERED.into_iter().chain([("crate::union", "union")]) {
        if words.contains(name) {
            used.entry(from).or_default().insert(name);
        }
    }
    let here: BTreeSet<_> = definitions.iter().map(|d| d.name.as_str()).collect();
    for name in api.definitions.keys().map(String::as_str) {
        if !here.contains(name) && words.contains(name) {
            used.entry("crate::types").or_default().insert(name);
        }
    }
    let mut source = String::new();
    for group in ["std", "serde_json", "crate"] {
        let before = source.len();
        let mut lines: Vec<_> = used
            .iter()
            .filter(|(from, _)| from.split("::").next() == Some(group))
            .map(|(from, names)| use_line(from, names))
            .collect();
        // rustfmt's order: modules before lists of names.
        lines.sort_by_key(|line| {
            (
                line.starts_with("use crate::{"),
                line.starts_with("use crate::A"),
            )
        });
        source.extend(lines);
        if source.len() > before {
            source.push('\n');
        }
    }
    source
}

/// The words of a line that may have to be imported: none of documentation and of plain variants, not
/// the name of a field or variant, and nothing that is text.
fn mentioned(line: &str) -> impl Iterator<Item = &str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let line = line.trim_start();
    let says = !line.starts_with("///") && line.contains([':', '(']);
    let line = if says { line } else { "" };
    let rest = line.trim_start_matches(is_name);
    let line = if rest.starts_with([':', '(']) {
        rest
    } else {
        line
    };
    line.split('"')
        .step_by(2)
        .flat_map(move |code| code.split(move |c| !is_name(c)))
}

fn use_line(from: &str, names: &BTreeSet<&str>) -> String {
    let names: Vec<_> = names.iter().copied().collect();
    if let [only] = names.as_slice() {
        return format!("use {from}::{only};\n");
    }
    let line = format!("use {from}::{{{}}};\n", names.join(", "));
    if line.len() <= 101 {
        return line;
    }
    let mut rows = vec![String::from("   ")];
    for name in names {
        match rows.last_mut() {
            Some(row) if row.len() + name.len() + 2 <= 100 => _ = write!(row, " {name},"),
            _ => rows.push(format!("    {name},")),
        }
    }
    format!("use {from}::{{\n{}\n}};\n", rows.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::mentioned;

    #[test]
    fn names_and_texts_are_not_imported() {
        let words = |line| {
            let words = mentioned(line).filter(|word| !word.is_empty());
            words.collect::<Vec<_>>()
        };
        assert_eq!(words("    Note(CreateNote),"), ["CreateNote"]);
        assert_eq!(
            words(r#"    Note: CreateNote("Tag") where "type" = "Note";"#),
            ["CreateNote", "where"]
        );
        assert_eq!(
            words("    pub tags: Option<Vec<Tag>>,"),
            ["pub", "tags", "Option", "Vec", "Tag"]
        );
        assert_eq!(words("    new(kind: Kind);"), ["kind", "Kind"]);
        assert_eq!(words("record!(Pet {"), ["record", "Pet"]);
        assert!(words("    /// As [`Tag`](crate::types::Tag).").is_empty());
        assert!(words("    Tag,").is_empty());
    }
}
