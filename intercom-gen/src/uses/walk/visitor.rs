//! The way to all expressions of a file, and its imports.

use syn::visit::{self, Visit};
use syn::{Block, Expr, Local, Path};

use super::Walk;

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        // An import of an item that is gone does not compile.
        let mut open = vec![(&item.tree, Vec::new())];
        while let Some((tree, before)) = open.pop() {
            match tree {
                syn::UseTree::Path(path) => {
                    let inner = before.iter().cloned().chain([path.ident.clone()]).collect();
                    open.push((&path.tree, inner));
                }
                syn::UseTree::Group(group) => {
                    open.extend(group.items.iter().map(|tree| (tree, before.clone())));
                }
                syn::UseTree::Name(syn::UseName { ident, .. })
                | syn::UseTree::Rename(syn::UseRename { ident, .. }) => {
                    let segments = before.iter().chain([ident]).cloned();
                    let path = Path {
                        leading_colon: None,
                        segments: segments.map(syn::PathSegment::from).collect(),
                    };
                    if let Some((name, rest)) = self.imports.resolve(&path, self.items) {
                        let item = rest
                            .iter()
                            .fold(name, |name, part| format!("{name}::{part}"));
                        self.note(ident.span(), item, true);
                    }
                }
                syn::UseTree::Glob(_) => {}
            }
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let before = self.owner.take();
        if let syn::Type::Path(path) = &*item.self_ty {
            self.owner = path
                .path
                .segments
                .last()
                .map(|segment| segment.ident.to_string());
        }
        visit::visit_item_impl(self, item);
        self.owner = before;
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_block(&mut self, block: &'ast Block) {
        self.block(block);
    }

    fn visit_local(&mut self, local: &'ast Local) {
        self.binding(local);
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.expr(expr);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.macro_arguments(call);
    }

    fn visit_path(&mut self, path: &'ast Path) {
        self.path(path);
        visit::visit_path(self, path);
    }
}
