//! The names of a file, and what a program declares itself.

use std::collections::BTreeMap;

use syn::{FnArg, ImplItem, Item, Path, ReturnType, Type, UseTree, visit::Visit};

use super::items::{Items, Ty};

/// The names that a file imports: the path behind each, without the name of the client's crate.
#[derive(Clone, Debug, Default)]
pub(super) struct Imports {
    names: BTreeMap<String, Vec<String>>,
    /// The modules whose names are all imported.
    globs: Vec<Vec<String>>,
}

impl Imports {
    /// Reads the imports of a file, wherever they stand in it.
    pub(super) fn of(file: &syn::File, crate_name: &str) -> Self {
        struct Reader<'a> {
            imports: Imports,
            crate_name: &'a str,
        }
        impl<'ast> Visit<'ast> for Reader<'_> {
            fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
                self.imports
                    .add(&item.tree, &mut Vec::new(), self.crate_name);
            }
        }
        let mut imports = Self::default();
        imports.names.insert(crate_name.to_owned(), Vec::new());
        let mut reader = Reader {
            imports,
            crate_name,
        };
        reader.visit_file(file);
        reader.imports
    }

    fn add(&mut self, tree: &UseTree, before: &mut Vec<String>, crate_name: &str) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.add(&path.tree, before, crate_name);
                before.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.add(tree, before, crate_name);
                }
            }
            UseTree::Name(name) => {
                self.insert(name.ident.to_string(), &name.ident, before, crate_name);
            }
            UseTree::Rename(name) => {
                self.insert(name.rename.to_string(), &name.ident, before, crate_name);
            }
            UseTree::Glob(_) => {
                if let Some(path) = self.of_crate(before, crate_name) {
                    self.globs.push(path);
                }
            }
        }
    }

    fn insert(&mut self, alias: String, name: &syn::Ident, before: &[String], crate_name: &str) {
        let mut path = before.to_vec();
        let alias = if name == "self" {
            // `types::{self}` imports `types`.
            if alias == "self" {
                path.last().cloned().unwrap_or_default()
            } else {
                alias
            }
        } else {
            path.push(name.to_string());
            alias
        };
        if let Some(path) = self.of_crate(&path, crate_name) {
            self.names.insert(alias, path);
        }
    }

    /// Returns the path within the client's crate.
    fn of_crate(&self, path: &[String], crate_name: &str) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        if first == crate_name {
            return Some(rest.to_vec());
        }
        // Through what was imported before: `use intercom_api::types; use types::Contact;`.
        let mut path = self.names.get(first)?.clone();
        path.extend_from_slice(rest);
        Some(path)
    }

    /// Returns the item of the client that a path starts with, and the segments behind it.
    pub(super) fn resolve(&self, path: &Path, items: &Items) -> Option<(String, Vec<String>)> {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        let (first, rest) = segments.split_first()?;
        let mut full = if let Some(path) = self.names.get(first) {
            path.clone()
        } else {
            let is_known = |glob: &&Vec<String>| {
                let path: Vec<String> = glob.iter().cloned().chain([first.clone()]).collect();
                item(&path, items).is_some()
            };
            let glob = self.globs.iter().find(is_known)?;
            glob.iter().cloned().chain([first.clone()]).collect()
        };
        full.extend_from_slice(rest);
        item(&full, items)
    }
}

/// Returns the longest beginning of a path that is an item.
fn item(path: &[String], items: &Items) -> Option<(String, Vec<String>)> {
    let path = match path.split_first() {
        Some((first, rest)) if first == "types" => rest,
        _ => path,
    };
    (1..=path.len()).rev().find_map(|length| {
        let (name, rest) = path.split_at(length);
        let name = name.join("::");
        items.is_type(&name).then(|| (name, rest.to_vec()))
    })
}

/// Returns the first type of the client, or of the program, within a type.
pub(super) fn type_within(
    ty: &Type,
    imports: &Imports,
    items: &Items,
    declared: &Declared,
) -> Option<Ty> {
    struct Finder<'a> {
        imports: &'a Imports,
        items: &'a Items,
        declared: &'a Declared,
        found: Option<Ty>,
    }
    impl<'ast> Visit<'ast> for Finder<'_> {
        fn visit_path(&mut self, path: &'ast Path) {
            if self.found.is_some() {
                return;
            }
            self.found = match self.imports.resolve(path, self.items) {
                Some((name, rest)) if rest.is_empty() => {
                    Some(if self.items.output(&name).is_some() {
                        Ty::Call(name)
                    } else {
                        Ty::Item(name)
                    })
                }
                _ => path
                    .get_ident()
                    .map(ToString::to_string)
                    .filter(|name| self.declared.types.contains_key(name))
                    .map(Ty::Local),
            };
            syn::visit::visit_path(self, path);
        }
    }
    let mut finder = Finder {
        imports,
        items,
        declared,
        found: None,
    };
    finder.visit_type(ty);
    finder.found
}

/// What a program declares: its types with their fields, and what its functions return.
#[derive(Clone, Debug, Default)]
pub(super) struct Declared {
    /// The fields of each type.
    types: BTreeMap<String, BTreeMap<String, Ty>>,
    /// The functions, by the type that they belong to and their name.
    functions: BTreeMap<(Option<String>, String), Ty>,
}

impl Declared {
    /// Adds what a file declares.
    pub(super) fn add(&mut self, file: &syn::File, crate_name: &str, items: &Items) {
        let imports = Imports::of(file, crate_name);
        self.add_items(&file.items, &imports, items);
    }

    fn add_items(&mut self, all: &[Item], imports: &Imports, items: &Items) {
        for item in all {
            match item {
                Item::Struct(item) => {
                    let name = item.ident.to_string();
                    // A type may refer to itself.
                    self.types.entry(name.clone()).or_default();
                    for (index, field) in item.fields.iter().enumerate() {
                        if let Some(ty) = type_within(&field.ty, imports, items, self) {
                            let field = field.ident.as_ref();
                            let field =
                                field.map_or_else(|| index.to_string(), ToString::to_string);
                            self.types
                                .entry(name.clone())
                                .or_default()
                                .insert(field, ty);
                        }
                    }
                }
                Item::Fn(item) => self.function(None, &item.sig, imports, items),
                Item::Impl(item) => {
                    let owner = match &*item.self_ty {
                        Type::Path(path) => path.path.segments.last(),
                        _ => None,
                    };
                    let owner = owner.map(|segment| segment.ident.to_string());
                    for member in &item.items {
                        if let ImplItem::Fn(function) = member {
                            self.function(owner.clone(), &function.sig, imports, items);
                        }
                    }
                }
                Item::Mod(item) => {
                    if let Some((_, inner)) = &item.content {
                        self.add_items(inner, imports, items);
                    }
                }
                _ => {}
            }
        }
    }

    fn function(
        &mut self,
        owner: Option<String>,
        signature: &syn::Signature,
        imports: &Imports,
        items: &Items,
    ) {
        if let ReturnType::Type(_, ty) = &signature.output
            && let Some(ty) = type_within(ty, imports, items, self)
        {
            let name = signature.ident.to_string();
            self.functions.insert((owner, name), ty);
        }
    }

    pub(super) fn field(&self, owner: &str, name: &str) -> Option<&Ty> {
        self.types.get(owner)?.get(name)
    }

    pub(super) fn returned(&self, owner: Option<&str>, name: &str) -> Option<&Ty> {
        let key = (owner.map(str::to_owned), name.to_owned());
        self.functions.get(&key)
    }

    pub(super) fn is_type(&self, name: &str) -> bool {
        self.types.contains_key(name)
    }
}

/// The variables in scope, innermost last.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables(Vec<BTreeMap<String, Option<Ty>>>);

impl Variables {
    pub(super) fn enter(&mut self) {
        self.0.push(BTreeMap::new());
    }

    pub(super) fn leave(&mut self) {
        self.0.pop();
    }

    pub(super) fn bind(&mut self, name: &str, ty: Option<Ty>) {
        if let Some(innermost) = self.0.last_mut() {
            innermost.insert(name.to_owned(), ty);
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Ty> {
        let mut scopes = self.0.iter().rev();
        scopes.find_map(|scope| scope.get(name))?.as_ref()
    }
}

/// Returns the type of a parameter that is not `self`.
pub(super) fn parameter(argument: &FnArg) -> Option<&syn::PatType> {
    match argument {
        FnArg::Typed(parameter) => Some(parameter),
        FnArg::Receiver(_) => None,
    }
}
