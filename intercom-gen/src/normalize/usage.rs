//! Who uses which type, and in which direction.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::Draft;
use super::merge::inner;
use super::schemas::number;
use crate::model::{Answer, Api, Definition, Operation, Resource, Shape, Type};

/// Marks what requests and responses reach.
pub(super) fn mark_directions(mut drafts: Vec<Draft>, operations: &[Operation]) -> Vec<Draft> {
    let sent = reachable(&drafts, operations.iter().flat_map(sent_types));
    let received = reachable(&drafts, operations.iter().filter_map(received_type));
    for (index, draft) in drafts.iter_mut().enumerate() {
        draft.sent = sent.contains(&index);
        draft.received = received.contains(&index);
    }
    drafts
}

fn sent_types(operation: &Operation) -> impl Iterator<Item = &Type> {
    let parameters = operation
        .path_parameters
        .iter()
        .chain(&operation.parameters);
    parameters
        .map(|parameter| &parameter.ty)
        .chain(&operation.body)
}

fn received_type(operation: &Operation) -> Option<&Type> {
    match &operation.answer {
        Answer::Json(ty) | Answer::Events(ty) => Some(ty),
        _ => None,
    }
}

fn reachable<'t>(drafts: &[Draft], roots: impl Iterator<Item = &'t Type>) -> BTreeSet<usize> {
    let mut open: Vec<_> = roots.filter_map(|ty| ty.names().and_then(number)).collect();
    let mut reached = BTreeSet::new();
    while let Some(index) = open.pop() {
        if reached.insert(index) {
            open.extend(inner(&drafts[index].shape));
        }
    }
    reached
}

/// Puts the model together: which resources reach a type decides where it lives.
pub(super) fn assemble(
    version: String,
    mut definitions: IndexMap<String, Definition>,
    operations: Vec<Operation>,
) -> Api {
    for operation in &operations {
        let types = sent_types(operation).chain(received_type(operation));
        let roots: Vec<String> = types.filter_map(Type::names).map(Into::into).collect();
        for root in &roots {
            if let Some(definition) = definitions.get_mut(root) {
                let name = format!("{}.{}", operation.resource, operation.name);
                if !definition.operations.contains(&name) {
                    definition.operations.push(name);
                }
            }
        }
        mark_resource(&mut definitions, roots, &operation.resource);
    }
    let mut resources: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
    for operation in operations {
        resources
            .entry(operation.resource.clone())
            .or_default()
            .push(operation);
    }
    Api {
        version,
        alike: Vec::new(),
        topics: Vec::new(),
        resources: resources
            .into_iter()
            .map(|(name, operations)| Resource { name, operations })
            .collect(),
        definitions,
    }
}

fn mark_resource(
    definitions: &mut IndexMap<String, Definition>,
    mut open: Vec<String>,
    resource: &str,
) {
    while let Some(name) = open.pop() {
        let Some(definition) = definitions.get_mut(&name) else {
            continue;
        };
        if !definition.resources.insert(resource.to_owned()) {
            continue;
        }
        match &definition.shape {
            Shape::Record(fields) => {
                open.extend(fields.iter().filter_map(|f| f.ty.names()).map(Into::into));
            }
            Shape::Enumeration(_) => {}
            Shape::Union(variants) => open.extend(variants.iter().map(|v| v.ty.clone())),
        }
    }
}
