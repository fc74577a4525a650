//! Fields, methods, calls and closures.

use syn::punctuated::Punctuated;
use syn::{Expr, Token};

use super::Walk;
use crate::uses::items::Ty;

/// Methods that send a call, with what it returns.
const SENDING: [&str; 4] = ["send", "send_blocking", "into_future", "try_collect"];
/// Methods that walk a list.
const WALKING: [&str; 3] = ["items", "pages", "resume"];

impl Walk<'_> {
    /// What awaiting or sending returns.
    pub(super) fn sent(&self, ty: Option<Ty>) -> Option<Ty> {
        match ty {
            Some(Ty::Call(operation)) => self.items.output(&operation).cloned(),
            other => other,
        }
    }

    /// Notes a field, and returns its type.
    pub(super) fn member(&mut self, base: Option<&Ty>, member: &syn::Member) -> Option<Ty> {
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

    pub(super) fn method(&mut self, call: &syn::ExprMethodCall) -> Option<Ty> {
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

    pub(super) fn call(&mut self, call: &syn::ExprCall) -> Option<Ty> {
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
    pub(super) fn arguments(
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

    pub(super) fn closure(&mut self, expr: &Expr, given: Option<&Ty>) -> Option<Ty> {
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
}
