//! What binds variables.

use syn::visit::{self, Visit as _};
use syn::{Local, Pat, Path};

use super::Walk;
use crate::uses::items::{Member, Ty};

impl Walk<'_> {
    pub(super) fn binding(&mut self, local: &Local) {
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
    pub(super) fn bind(&mut self, pattern: &Pat, ty: Option<Ty>) {
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
    pub(super) fn payload(&mut self, path: &Path) -> Option<Member> {
        let (owner, rest) = self.imports.resolve(path, self.items)?;
        self.path(path);
        let variant = rest.first()?;
        self.items.field(&owner, variant).cloned()
    }
}
