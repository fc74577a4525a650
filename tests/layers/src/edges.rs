//! The paths into the own crate that a source file mentions.

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMod, ItemUse, Macro, Meta, Path, UseTree};

/// A path into the own crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    /// Its line.
    pub(crate) line: usize,
    /// The segments from the crate root.
    pub(crate) target: Vec<String>,
}

/// What a source file contributes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scan {
    /// The paths that it mentions, outside of tests.
    pub(crate) edges: Vec<Edge>,
    /// The modules that it declares only for tests, from the crate root.
    pub(crate) test_modules: Vec<Vec<String>>,
    /// The names that it imports or re-exports, with their targets; `*` for a glob.
    pub(crate) imports: Vec<(String, Vec<String>)>,
    /// The macros that it exports from the crate root.
    pub(crate) exported_macros: Vec<String>,
}

/// Finds the paths that a source mentions. `module` is its path from the crate root, and
/// `is_child` whether a module has a child of a name.
///
/// # Errors
///
/// A source that is not Rust.
pub(crate) fn scan(
    text: &str,
    module: &[String],
    is_child: &dyn Fn(&[String], &str) -> bool,
) -> syn::Result<Scan> {
    let file = syn::parse_file(text)?;
    let mut visitor = Visitor {
        module: module.to_vec(),
        is_child,
        found: Scan::default(),
    };
    visitor.visit_file(&file);
    Ok(visitor.found)
}

struct Visitor<'a> {
    /// The module of the item that is visited.
    module: Vec<String>,
    is_child: &'a dyn Fn(&[String], &str) -> bool,
    found: Scan,
}

impl Visitor<'_> {
    /// Adds a path, if it leads into the own crate.
    fn add(&mut self, segments: &[String], line: usize) {
        if let Some(target) = self.absolute(segments) {
            self.found.edges.push(Edge { line, target });
        }
    }

    /// Returns the segments from the crate root; nothing for paths that lead elsewhere.
    fn absolute(&self, segments: &[String]) -> Option<Vec<String>> {
        let first = segments.first()?;
        let mut base = match first.as_str() {
            "crate" => Vec::new(),
            "self" => self.module.clone(),
            "super" => self.module.split_last()?.1.to_vec(),
            name if segments.len() > 1 && (self.is_child)(&self.module, name) => {
                let mut base = self.module.clone();
                base.push(name.to_owned());
                base
            }
            _ => return None,
        };
        // A lone `self` is a value, not a path.
        if segments.len() < 2 {
            return None;
        }
        let mut rest = &segments[1..];
        while rest.first().is_some_and(|segment| segment == "super") {
            base.pop()?;
            rest = &rest[1..];
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }

    fn tree(&mut self, tree: &UseTree, prefix: &mut Vec<String>) {
        match tree {
            UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.tree(&path.tree, prefix);
                prefix.pop();
            }
            UseTree::Name(name) => self.leaf(&name.ident, &name.ident.to_string(), prefix),
            UseTree::Rename(rename) => self.leaf(&rename.ident, &rename.rename.to_string(), prefix),
            UseTree::Glob(glob) => {
                prefix.push("*".to_owned());
                self.import("*", prefix, glob.span().start().line);
                prefix.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(tree, prefix);
                }
            }
        }
    }

    fn leaf(&mut self, ident: &proc_macro2::Ident, name: &str, prefix: &mut Vec<String>) {
        let line = ident.span().start().line;
        // `use crate::emit::{self}` imports `emit`.
        if ident == "self" && !prefix.is_empty() {
            let name = prefix.last().cloned().unwrap_or_default();
            self.import(&name, prefix, line);
            return;
        }
        prefix.push(ident.to_string());
        self.import(name, prefix, line);
        prefix.pop();
    }

    fn import(&mut self, name: &str, segments: &[String], line: usize) {
        self.add(segments, line);
        if let Some(target) = self.absolute(segments) {
            self.found.imports.push((name.to_owned(), target));
        }
    }

    /// Finds paths in tokens that are not parsed: the arguments and bodies of macros.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(ident)
                    if ["crate", "self", "super"].iter().any(|name| ident == name) =>
                {
                    let line = ident.span().start().line;
                    let mut segments = vec![ident.to_string()];
                    let is_colon = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
                    while tokens.next_if(is_colon).is_some() && tokens.next_if(is_colon).is_some() {
                        match tokens.peek() {
                            Some(TokenTree::Ident(segment)) => {
                                segments.push(segment.to_string());
                                tokens.next();
                            }
                            _ => break,
                        }
                    }
                    self.add(&segments, line);
                }
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Visitor<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if is_for_tests(attributes(item)) {
            if let Item::Mod(module) = item {
                let mut path = self.module.clone();
                path.push(module.ident.to_string());
                self.found.test_modules.push(path);
            }
            return;
        }
        if let Item::Macro(item) = item
            && let Some(name) = &item.ident
            && item
                .attrs
                .iter()
                .any(|attribute| attribute.path().is_ident("macro_export"))
        {
            self.found.exported_macros.push(name.to_string());
        }
        visit::visit_item(self, item);
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let attributes = match item {
            syn::ImplItem::Fn(item) => item.attrs.as_slice(),
            _ => &[],
        };
        if !is_for_tests(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        self.module.push(module.ident.to_string());
        visit::visit_item_mod(self, module);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.tree(&item.tree, &mut Vec::new());
    }

    fn visit_path(&mut self, path: &'ast Path) {
        if path.leading_colon.is_none() {
            let segments = path
                .segments
                .iter()
                .map(|segment| segment.ident.to_string());
            self.add(&segments.collect::<Vec<_>>(), path.span().start().line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        visit::visit_macro(self, call);
        self.tokens(call.tokens.clone());
    }

    /// `pub(in crate::emit)` restricts a name and uses nothing.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Whether an item is compiled for tests alone.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            ["test", "doctest"].contains(&list.tokens.to_string().as_str())
        }
        meta => meta.path().is_ident("test"),
    })
}
