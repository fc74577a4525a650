//! Structurally equal inline schemas become one type: the component that they repeat, or one
//! of them. Components stay apart: Intercom has named them apart.

use std::collections::{BTreeMap, HashMap};

use super::Draft;
use super::schemas::number;
use crate::model::{Answer, Field, Keywords, Operation, Shape, Type, Variant};

/// Merges until nothing is equal any more: merging two types can make their parents equal.
pub(super) fn merge(drafts: &mut [Draft], operations: &mut [Operation]) {
    loop {
        let merged = equal_drafts(drafts);
        if merged.is_empty() {
            return;
        }
        for (&from, &into) in &merged {
            let candidates = std::mem::take(&mut drafts[from].candidates);
            let (sent, received) = (drafts[from].sent, drafts[from].received);
            // Nothing refers to it anymore.
            (drafts[from].sent, drafts[from].received) = (false, false);
            let into = &mut drafts[into];
            // A component keeps the name of Intercom's description.
            if !into.component {
                into.candidates.extend(candidates);
            }
            into.sent |= sent;
            into.received |= received;
        }
        let rename = |name: &str| match number(name).and_then(|n| merged.get(&n)) {
            Some(&into) => format!("#{into}"),
            None => name.to_owned(),
        };
        for draft in drafts.iter_mut() {
            draft.shape = renamed(&draft.shape, &rename);
        }
        for operation in operations.iter_mut() {
            rename_operation(operation, &rename);
        }
    }
}

/// Which drafts are to be replaced, and by which.
fn equal_drafts(drafts: &[Draft]) -> BTreeMap<usize, usize> {
    let mut kept: HashMap<Identity<'_>, usize> = HashMap::new();
    let mut merged = BTreeMap::new();
    // Components first, so that an inline schema finds the one it repeats.
    let components = (0..drafts.len()).filter(|&index| drafts[index].component);
    let inline = (0..drafts.len()).filter(|&index| !drafts[index].component);
    for index in components.chain(inline) {
        let draft = &drafts[index];
        if !draft.sent && !draft.received {
            continue;
        }
        let own = Identity::of(draft, draft.scope.as_deref());
        let anywhere = || kept.get(&Identity::of(draft, None));
        let found = if is_small(draft) { None } else { anywhere() };
        let found = found.or_else(|| kept.get(&own));
        match found {
            Some(&into) if !draft.component => {
                merged.insert(index, into);
            }
            Some(_) => {}
            None => {
                kept.insert(own, index);
            }
        }
    }
    merged
}

/// What makes two drafts the same type.
#[derive(PartialEq, Eq, Hash)]
struct Identity<'d> {
    shape: Shape,
    /// Records that are sent differ from those that are received: they have setters and required
    /// fields. An enumeration is the same in both directions.
    directions: Option<(bool, bool)>,
    /// The resource of a body or a response.
    scope: Option<&'d str>,
}

/// Returns whether a body or a response may equal others by accident: `{"id": …}` attaches a tag in
/// one operation and a company in another. It is only merged with those of its own resource.
fn is_small(draft: &Draft) -> bool {
    draft.scope.is_some() && matches!(&draft.shape, Shape::Record(fields) if fields.len() < 5)
}

impl<'d> Identity<'d> {
    fn of(draft: &Draft, scope: Option<&'d str>) -> Self {
        let choice = matches!(draft.shape, Shape::Enumeration(_));
        Self {
            shape: essence(&draft.shape, draft.sent),
            directions: (!choice).then_some((draft.sent, draft.received)),
            scope,
        }
    }
}

/// The shape without what makes no difference to the type: facts for documentation, and, where it
/// is only received, what Intercom promises to be there.
fn essence(shape: &Shape, sent: bool) -> Shape {
    match shape {
        Shape::Record(fields) => {
            let mut fields: Vec<_> = fields
                .iter()
                .map(|field| Field {
                    keywords: Keywords::default(),
                    required: field.required.filter(|_| sent),
                    constant: field.constant.clone().filter(|_| sent),
                    ..field.clone()
                })
                .collect();
            fields.sort_by(|a, b| a.wire.cmp(&b.wire));
            Shape::Record(fields)
        }
        Shape::Enumeration(values) => {
            let mut values = values.clone();
            values.sort_unstable();
            Shape::Enumeration(values)
        }
        Shape::Union(variants) => {
            let mut variants = variants.clone();
            variants.sort_by(|a, b| a.ty.cmp(&b.ty));
            Shape::Union(variants)
        }
    }
}

/// The shape with the definitions that it names renamed.
pub(super) fn renamed(shape: &Shape, rename: &impl Fn(&str) -> String) -> Shape {
    match shape {
        Shape::Record(fields) => Shape::Record(
            fields
                .iter()
                .map(|field| Field {
                    ty: field.ty.rename(rename),
                    ..field.clone()
                })
                .collect(),
        ),
        Shape::Enumeration(values) => Shape::Enumeration(values.clone()),
        Shape::Union(variants) => Shape::Union(
            variants
                .iter()
                .map(|variant| Variant {
                    ty: rename(&variant.ty),
                })
                .collect(),
        ),
    }
}

/// Renames the definitions that an operation names.
pub(super) fn rename_operation(operation: &mut Operation, rename: &impl Fn(&str) -> String) {
    let parameters = operation.path_parameters.iter_mut();
    for parameter in parameters.chain(&mut operation.parameters) {
        parameter.ty = parameter.ty.rename(rename);
    }
    if let Some(body) = &mut operation.body {
        *body = body.rename(rename);
    }
    if let Answer::Json(ty) | Answer::Events(ty) = &mut operation.answer {
        *ty = ty.rename(rename);
    }
}

/// The drafts that a shape names.
pub(super) fn inner(shape: &Shape) -> Vec<usize> {
    let named = |ty: &Type| ty.names().and_then(number);
    match shape {
        Shape::Record(fields) => fields.iter().filter_map(|field| named(&field.ty)).collect(),
        Shape::Enumeration(_) => Vec::new(),
        Shape::Union(variants) => variants.iter().filter_map(|v| number(&v.ty)).collect(),
    }
}
