//! The uses in a file.

use proc_macro2::Span;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Local, Pat, Path, Stmt, Token};

use super::Use;
use super::items::{Items, Member, Ty};
use super::scope::{Declared, Imports, Variables, parameter, type_within};

/// Methods that send a call, with what it returns.
const SENDING: [&str; 4] = ["send", "send_blocking", "into_future", "try_collect"];
/// Methods that walk a list.
const WALKING: [&str; 3] = ["items", "pages", "resume"];

/// Returns the uses in a file.
pub(super) fn uses(
    name: &str,
    file: &syn::File,
    crate_name: &str,
    items: &Items,
    declared: &Declared,
) -> Vec<Use> {
    let mut walk = Walk {
        file: name,
        imports: Imports::of(file, crate_name),
        items,
        declared,
        variables: Variables::default(),
        owner: None,
        uses: Vec::new(),
    };
    walk.visit_file(file);
    walk.uses
}

struct Walk<'a> {
    file: &'a str,
    imports: Imports,
    items: &'a Items,
    declared: &'a Declared,
    variables: Variables,
    /// The type of `self`.
    owner: Option<String>,
    uses: Vec<Use>,
}

impl Walk<'_> {
    fn note(&mut self, span: Span, item: impl Into<String>, is_certain: bool) {
        let start = span.start();
        self.uses.push(Use {
            file: self.file.to_owned(),
            line: start.line,
            column: start.column + 1,
            item: item.into(),
            is_certain,
        });
    }

    /// Notes the item that a path leads to, and returns its type.
    fn path(&mut self, path: &Path) -> Option<Ty> {
        let (name, rest) = self.imports.resolve(path, self.items)?;
        let span = path.span();
        self.note(span, name.clone(), true);
        let Some(member) = rest.first() else {
            let is_operation = self.items.output(&name).is_some();
            return Some(if is_operation {
                Ty::Call(name)
            } else {
                Ty::Item(name)
            });
        };
        let span = path
            .segments
            .last()
            .map_or(span, |segment| segment.ident.span());
        if let Some(returned) = self.items.method(&name, member) {
            let returned = returned.ty.clone();
            self.note(span, format!("{name}::{member}()"), true);
            return returned;
        }
        if self.items.field(&name, member).is_some() {
            self.note(span, format!("{name}::{member}"), true);
        }
        // `default`, `from` and variants are of the type itself.
        Some(Ty::Item(name))
    }

    fn ty(&self, ty: &syn::Type) -> Option<Ty> {
        type_within(ty, &self.imports, self.items, self.declared)
    }

    /// Notes the uses in an expression, and returns its type.
    fn expr(&mut self, expr: &Expr) -> Option<Ty> {
        match expr {
            Expr::Path(path) => match path.path.get_ident() {
                Some(ident) if ident == "self" => self.owner.clone().map(Ty::Local),
                Some(ident) => {
                    let variable = self.variables.get(&ident.to_string()).cloned();
                    variable.or_else(|| self.path(&path.path))
                }
                None => self.path(&path.path),
            },
            Expr::Field(field) => {
                let base = self.expr(&field.base);
                self.member(base.as_ref(), &field.member)
            }
            Expr::MethodCall(call) => self.method(call),
            Expr::Call(call) => self.call(call),
            Expr::Await(awaited) => {
                let ty = self.expr(&awaited.base);
                self.sent(ty)
            }
            Expr::Try(inner) => self.expr(&inner.expr),
            Expr::Reference(inner) => self.expr(&inner.expr),
            Expr::Paren(inner) => self.expr(&inner.expr),
            Expr::Group(inner) => self.expr(&inner.expr),
            Expr::Unary(inner) => self.expr(&inner.expr),
            Expr::Index(index) => {
                self.expr(&index.index);
                self.expr(&index.expr)
            }
            Expr::Assign(assign) => {
                self.expr(&assign.left);
                self.expr(&assign.right);
                None
            }
            Expr::Struct(literal) => {
                let ty = self
                    .path(&literal.path)
                    .or_else(|| self.local(&literal.path));
                for field in &literal.fields {
                    self.member(ty.as_ref(), &field.member);
                    self.expr(&field.expr);
                }
                if let Some(rest) = &literal.rest {
                    self.expr(rest);
                }
                ty
            }
            Expr::Match(_) | Expr::If(_) | Expr::While(_) | Expr::Let(_) | Expr::ForLoop(_) => {
                self.control_flow(expr)
            }
            Expr::Block(inner) => self.block(&inner.block),
            Expr::Async(inner) => self.block(&inner.block),
            Expr::Unsafe(inner) => self.block(&inner.block),
            Expr::Closure(_) => self.closure(expr, None),
            Expr::Macro(inner) => {
                self.macro_arguments(&inner.mac);
                None
            }
            _ => {
                visit::visit_expr(self, expr);
                None
            }
        }
    }

    /// The same for what binds variables.
    fn control_flow(&mut self, expr: &Expr) -> Option<Ty> {
        match expr {
            Expr::Match(matched) => {
                let ty = self.expr(&matched.expr);
                let mut result = None;
                for arm in &matched.arms {
                    self.variables.enter();
                    self.bind(&arm.pat, ty.clone());
                    let arm = self.expr(&arm.body);
                    result = result.or(arm);
                    self.variables.leave();
                }
                result
            }
            Expr::If(branch) => {
                // A binding of the condition holds in the branch.
                self.variables.enter();
                self.expr(&branch.cond);
                let first = self.block(&branch.then_branch);
                self.variables.leave();
                let second = branch
                    .else_branch
                    .as_ref()
                    .and_then(|(_, other)| self.expr(other));
                first.or(second)
            }
            Expr::While(each) => {
                self.variables.enter();
                self.expr(&each.cond);
                self.block(&each.body);
                self.variables.leave();
                None
            }
            Expr::Let(binding) => {
                let ty = self.expr(&binding.expr);
                self.bind(&binding.pat, ty);
                None
            }
            Expr::ForLoop(each) => {
                let ty = self.expr(&each.expr);
                self.variables.enter();
                self.bind(&each.pat, ty);
                self.block(&each.body);
                self.variables.leave();
                None
            }
            _ => None,
        }
    }

    /// A type of the program by its path.
    fn local(&self, path: &Path) -> Option<Ty> {
        let name = path.segments.last()?.ident.to_string();
        let name = if name == "Self" {
            self.owner.clone()?
        } else {
            name
        };
        self.declared.is_type(&name).then_some(Ty::Local(name))
    }

    /// What awaiting or sending returns.
    fn sent(&self, ty: Option<Ty>) -> Option<Ty> {
        match ty {
            Some(Ty::Call(operation)) => self.items.output(&operation).cloned(),
            other => other,
        }
    }

    /// Notes a field, and returns its type.
    fn member(&mut self, base: Option<&Ty>, member: &syn::Member) -> Option<Ty> {
        let (name, span) = match member {
            syn::Member::Named(name) => (name.to_string(), name.span()),
            syn::Member::Unnamed(index) => (index.index.to_string(), index.span),
        };
        match base {
            Some(Ty::Item(owner)) => {
                let found = self.items.field(owner, &name)?.ty.clone();
                self.note(span, format!("{owner}::{name}"), true);
                found
            }
            Some(Ty::Local(owner)) => self.declared.field(owner, &name).cloned(),
            Some(Ty::Call(_)) => None,
            None => {
                self.note(span, name, false);
                None
            }
        }
    }

    fn method(&mut self, call: &syn::ExprMethodCall) -> Option<Ty> {
        let receiver = self.expr(&call.receiver);
        let name = call.method.to_string();
        let span = call.method.span();
        let closure = self.arguments(&call.args, receiver.as_ref());
        match receiver {
            Some(Ty::Item(owner)) => {
                if let Some(returned) = self.items.method(&owner, &name) {
                    let returned = returned.ty.clone();
                    self.note(span, format!("{owner}::{name}()"), true);
                    return returned;
                }
                // An adapter of an option or iterator: what its closure returns, or the same.
                let is_mapping = name.contains("map") || name.contains("then");
                if is_mapping && !name.contains("err") {
                    return closure;
                }
                Some(Ty::Item(owner))
            }
            Some(Ty::Call(operation)) => {
                if let Some(returned) = self.items.method(&operation, &name) {
                    let returned = returned.ty.clone();
                    self.note(span, format!("{operation}::{name}()"), true);
                    return returned.or(Some(Ty::Call(operation)));
                }
                if WALKING.contains(&name.as_str()) {
                    return self.items.listed(&operation).cloned();
                }
                if SENDING.contains(&name.as_str()) {
                    return self.items.output(&operation).cloned();
                }
                Some(Ty::Call(operation))
            }
            Some(Ty::Local(owner)) => {
                let returned = self.declared.returned(Some(&owner), &name).cloned();
                returned.or(closure).or(Some(Ty::Local(owner)))
            }
            None => {
                self.note(span, format!("{name}()"), false);
                closure
            }
        }
    }

    fn call(&mut self, call: &syn::ExprCall) -> Option<Ty> {
        let inner = self.arguments(&call.args, None);
        let Expr::Path(function) = &*call.func else {
            return self.expr(&call.func);
        };
        if let Some(ty) = self.path(&function.path) {
            return Some(ty);
        }
        let segments = &function.path.segments;
        let name = segments.last()?.ident.to_string();
        let owner = segments
            .iter()
            .rev()
            .nth(1)
            .map(|segment| segment.ident.to_string());
        let owner = if owner.as_deref() == Some("Self") {
            self.owner.clone()
        } else {
            owner
        };
        let returned = self.declared.returned(owner.as_deref(), &name);
        let returned = returned
            .or_else(|| self.declared.returned(None, &name))
            .cloned();
        let own = owner
            .filter(|owner| self.declared.is_type(owner))
            .map(Ty::Local);
        // `Some(contact)`, `Ok(page)`, `Arc::new(client)` hold what they are given.
        returned.or(own).or(inner)
    }

    /// Notes the uses in arguments, and returns the type of the first that has one. Closures get what the
    /// method is called on.
    fn arguments(
        &mut self,
        arguments: &Punctuated<Expr, Token![,]>,
        receiver: Option<&Ty>,
    ) -> Option<Ty> {
        let mut first = None;
        for argument in arguments {
            let ty = match argument {
                Expr::Closure(_) => self.closure(argument, receiver),
                other => self.expr(other),
            };
            first = first.or(ty);
        }
        first
    }

    fn closure(&mut self, expr: &Expr, given: Option<&Ty>) -> Option<Ty> {
        let Expr::Closure(closure) = expr else {
            return None;
        };
        self.variables.enter();
        for input in &closure.inputs {
            self.bind(input, given.cloned());
        }
        let ty = self.expr(&closure.body);
        self.variables.leave();
        ty
    }

    fn block(&mut self, block: &Block) -> Option<Ty> {
        self.variables.enter();
        let mut last = None;
        for statement in &block.stmts {
            last = match statement {
                Stmt::Expr(expr, None) => self.expr(expr),
                Stmt::Expr(expr, Some(_)) => {
                    self.expr(expr);
                    None
                }
                Stmt::Local(local) => {
                    self.binding(local);
                    None
                }
                Stmt::Macro(statement) => {
                    self.macro_arguments(&statement.mac);
                    None
                }
                Stmt::Item(item) => {
                    self.visit_item(item);
                    None
                }
            };
        }
        self.variables.leave();
        last
    }

    fn binding(&mut self, local: &Local) {
        let mut ty = None;
        if let Some(init) = &local.init {
            ty = self.expr(&init.expr);
            if let Some((_, otherwise)) = &init.diverge {
                self.expr(otherwise);
            }
        }
        self.bind(&local.pat, ty);
    }

    /// Binds the variables of a pattern, and notes the fields and variants in it.
    fn bind(&mut self, pattern: &Pat, ty: Option<Ty>) {
        match pattern {
            Pat::Ident(name) => {
                let is_constant =
                    name.subpat.is_none() && name.by_ref.is_none() && name.mutability.is_none();
                let path = Path::from(name.ident.clone());
                if is_constant && self.imports.resolve(&path, self.items).is_some() {
                    self.path(&path);
                } else {
                    self.variables.bind(&name.ident.to_string(), ty.clone());
                }
                if let Some((_, inner)) = &name.subpat {
                    self.bind(inner, ty);
                }
            }
            Pat::Type(typed) => {
                let declared = self.ty(&typed.ty);
                self.visit_type(&typed.ty);
                self.bind(&typed.pat, declared.or(ty));
            }
            Pat::Reference(inner) => self.bind(&inner.pat, ty),
            Pat::Paren(inner) => self.bind(&inner.pat, ty),
            Pat::Guard(guarded) => {
                self.bind(&guarded.pat, ty);
                self.expr(&guarded.guard);
            }
            Pat::Or(any) => any
                .cases
                .iter()
                .for_each(|case| self.bind(case, ty.clone())),
            Pat::Tuple(tuple) => tuple
                .elems
                .iter()
                .for_each(|part| self.bind(part, ty.clone())),
            Pat::Slice(slice) => slice
                .elems
                .iter()
                .for_each(|part| self.bind(part, ty.clone())),
            Pat::TupleStruct(variant) => {
                // One of the standard library holds what it is matched against.
                let inner = match self.payload(&variant.path) {
                    Some(payload) => payload.ty,
                    None => ty,
                };
                variant
                    .elems
                    .iter()
                    .for_each(|part| self.bind(part, inner.clone()));
            }
            Pat::Struct(fields) => {
                let owner = self.path(&fields.path).or_else(|| self.local(&fields.path));
                for field in &fields.fields {
                    let ty = self.member(owner.as_ref(), &field.member);
                    self.bind(&field.pat, ty);
                }
            }
            Pat::Path(path) => {
                self.path(&path.path);
            }
            other => visit::visit_pat(self, other),
        }
    }

    /// Notes the variant of a pattern such as `EventDetails::Action(action)` and returns it, if it is one of
    /// the client.
    fn payload(&mut self, path: &Path) -> Option<Member> {
        let (owner, rest) = self.imports.resolve(path, self.items)?;
        self.path(path);
        let variant = rest.first()?;
        self.items.field(&owner, variant).cloned()
    }

    /// Notes the uses in the arguments of a macro that takes expressions.
    fn macro_arguments(&mut self, call: &syn::Macro) {
        let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
        if let Ok(arguments) = parser.parse2(call.tokens.clone()) {
            for argument in &arguments {
                self.expr(argument);
            }
        }
    }

    fn function(&mut self, signature: &syn::Signature, block: &Block) {
        self.variables.enter();
        for argument in &signature.inputs {
            if let Some(parameter) = parameter(argument) {
                self.visit_type(&parameter.ty);
                let ty = self.ty(&parameter.ty);
                self.bind(&parameter.pat, ty);
            }
        }
        if let syn::ReturnType::Type(_, ty) = &signature.output {
            self.visit_type(ty);
        }
        self.block(block);
        self.variables.leave();
    }
}

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
