//! Reserved names against the sources that have them.

use std::path::{Path, PathBuf};

use super::*;

/// The folder of the crate.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../intercom-api")
}

/// Whether the crate is there. It is not beside the published package, whose lists were checked before.
fn is_in_repository() -> bool {
    root().join("src/lib.rs").is_file()
}

/// The words that follow a mark in a source, up to what cannot be part of a name.
fn after<'s>(source: &'s str, mark: &str) -> impl Iterator<Item = &'s str> {
    source.split(mark).skip(1).map(|rest| {
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(0);
        &rest[..end]
    })
}

/// A source of the crate without its comments.
fn source(file: impl AsRef<Path>) -> String {
    let text = std::fs::read_to_string(root().join(file)).unwrap();
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    code.collect::<Vec<_>>().join("\n")
}

/// The hand-written sources of the crate and of its core, without their comments.
fn sources() -> Vec<(PathBuf, String)> {
    let mut folders = vec![root().join("src"), root().join("core/src")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let text = source(&path);
                sources.push((path, text));
            } else if !path.ends_with("generated") {
                folders.push(path);
            }
        }
    }
    sources
}

/// The names that a module of the prelude imports.
fn prelude(module: &str) -> Vec<String> {
    fn leaves(tree: &syn::UseTree, names: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => leaves(&path.tree, names),
            syn::UseTree::Name(name) => names.push(name.ident.to_string()),
            syn::UseTree::Rename(rename) => names.push(rename.rename.to_string()),
            syn::UseTree::Glob(_) => {}
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|tree| leaves(tree, names));
            }
        }
    }
    let file = syn::parse_file(&source("src/generated/prelude.rs")).unwrap();
    let items = file.items.into_iter().find_map(|item| match item {
        syn::Item::Mod(found) if found.ident == module => found.content,
        _ => None,
    });
    let mut names = Vec::new();
    for item in items.unwrap().1 {
        if let syn::Item::Use(item) = item {
            leaves(&item.tree, &mut names);
        }
    }
    // Macros and modules have names in lower case, which no type has.
    names.retain(|name| name.starts_with(|c: char| c.is_ascii_uppercase()));
    assert!(!names.is_empty(), "nothing in prelude::{module}");
    names
}

/// Returns the functions of a type, in any file of the crate, that are not `known`.
fn methods(subject: &str, known: fn(&str) -> bool) -> Vec<String> {
    let mut methods = Vec::new();
    for (_, source) in sources() {
        for block in source.split("\nimpl").skip(1) {
            let (head, body) = block.split_once('{').unwrap_or_default();
            let head = head.split("\nwhere").next().unwrap_or_default();
            if head.trim_end().ends_with(&format!(" {subject}")) {
                let body = body.split("\n}").next().unwrap_or_default();
                methods.extend(after(body, " fn ").map(str::to_owned));
            }
        }
    }
    assert!(!methods.is_empty(), "no methods of {subject} found");
    methods.retain(|name| !known(name));
    methods
}

#[test]
fn the_crate_has_no_other_modules_and_features() {
    if !is_in_repository() {
        return;
    }
    let modules = source("src/lib.rs");
    let missing: Vec<_> = after(&modules, "pub mod ")
        .filter(|name| !name.is_empty() && !is_resource(name))
        .collect();
    assert!(
        missing.is_empty(),
        "add the modules {missing:?} to RESOURCES"
    );
    let missing = methods("Client", is_resource);
    assert!(
        missing.is_empty(),
        "add the methods {missing:?} to RESOURCES"
    );
    let manifest = source("Cargo.toml");
    let features = manifest.split("[features]").nth(1).unwrap();
    let features = features.split("resources = [").next().unwrap();
    for line in features.lines().filter(|line| line.contains(" = [")) {
        let name = line.split(" = ").next().unwrap().replace('-', "_");
        assert!(is_resource(&name), "add the feature {name} to RESOURCES");
    }
}

#[test]
fn calls_have_no_other_methods() {
    if !is_in_repository() {
        return;
    }
    let mut missing = methods("Call<O>", is_call);
    for (_, options) in sources()
        .iter()
        .filter(|(path, _)| path.ends_with("options.rs"))
    {
        let options = after(options, " fn ").map(str::to_owned);
        missing.extend(options.filter(|name| !is_call(name)));
    }
    assert!(missing.is_empty(), "add the methods {missing:?} to CALLS");
}

#[test]
fn resources_have_no_other_methods_written_by_hand() {
    if !is_in_repository() {
        return;
    }
    let missing = methods("Conversations", |name| is_method("conversations", name));
    assert!(missing.is_empty(), "add the methods {missing:?} to METHODS");
    let missing = methods("Tickets", |name| is_method("tickets", name));
    assert!(missing.is_empty(), "add the methods {missing:?} to METHODS");
}

#[test]
fn names_in_the_prelude_are_reserved() {
    if !is_in_repository() {
        return;
    }
    let types: Vec<_> = types().collect();
    for name in prelude("data") {
        assert!(types.contains(&name), "add the type {name} to TYPES");
    }
    for name in prelude("calls") {
        assert!(is_marker(&name), "add the type {name} to MARKERS");
    }
}
