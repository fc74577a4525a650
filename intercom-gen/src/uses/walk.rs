//! The uses in a file.

mod calls;
mod patterns;
mod visitor;

use proc_macro2::Span;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Path, Stmt, Token};

use super::Use;
use super::items::{Items, Ty};
use super::scope::{Declared, Imports, Variables, parameter, type_within};

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
