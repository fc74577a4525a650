//! How each sent type is made: by the constructors that `names.toml` declares for it, by one that
//! names each value where two of them could be swapped, or else by `new`.

use std::collections::BTreeSet;

use crate::model::construction::Constructor;
use crate::model::literals::can_be_swapped;
use crate::model::names::Names;
use crate::model::{Api, Definition, Field, Shape};

/// Decides the constructors of all sent types.
pub(super) fn decide(api: &mut Api, names: &Names) {
    let decided: Vec<_> = api
        .definitions
        .values()
        .map(|definition| constructors(api, definition, names))
        .collect();
    for (definition, constructors) in api.definitions.values_mut().zip(decided) {
        definition.constructors = constructors;
    }
}

fn constructors(api: &Api, definition: &Definition, names: &Names) -> Vec<Constructor> {
    let Shape::Record(fields) = &definition.shape else {
        return Vec::new();
    };
    if !definition.sent {
        return Vec::new();
    }
    let required = definition.arguments(fields);
    let declared = names.constructors.get(&definition.name);
    let declared: Vec<_> = declared
        .into_iter()
        .flatten()
        .filter(|constructor| fits(constructor, &required))
        .cloned()
        .collect();
    if !declared.is_empty() {
        return declared;
    }
    if can_be_swapped(api, required.iter().map(|field| &field.ty)) {
        let wires = required.iter().map(|field| &*field.wire);
        return vec![Constructor::of_fields(wires)];
    }
    Vec::new()
}

/// Whether a constructor sets all that is required and nothing else. Another version of the
/// description may require something else: the rule holds there.
fn fits(constructor: &Constructor, required: &[&Field]) -> bool {
    let set: BTreeSet<_> = constructor.wires().collect();
    set == required.iter().map(|field| field.wire.as_str()).collect()
}
