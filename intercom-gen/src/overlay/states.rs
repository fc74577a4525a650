//! What becomes of each correction on another contract.

use std::collections::BTreeMap;

use serde_json::Value;

use super::action::{Action, Change};
use super::carry::State;
use super::perform;

/// What becomes of each action on another contract.
pub(super) fn states(actions: &[Action], contract: &Value) -> Vec<State> {
    let mut given_up: BTreeMap<usize, State> = BTreeMap::new();
    loop {
        let mut document = contract.clone();
        let states: Vec<_> = (0..actions.len())
            .map(|index| state(actions, index, &given_up, &mut document))
            .collect();
        // A correction may refer to what upstream has taken away, or to what another correction
        // would have added; or take away what is referred to. Without it others may fall too.
        let Some((index, state)) = adds_dangling(actions, &states, &document)
            .or_else(|| takes_away(actions, &given_up, contract, &document))
        else {
            return states;
        };
        given_up.insert(index, state);
    }
}

/// Performs an action, unless it is given up.
fn state(
    actions: &[Action],
    index: usize,
    given_up: &BTreeMap<usize, State>,
    document: &mut Value,
) -> State {
    if let Some(state) = given_up.get(&index) {
        return state.clone();
    }
    let action = &actions[index];
    let outcome = perform(action, action.expect.count, document);
    let failure = match outcome {
        Ok(()) => return State::Needed,
        Err(failure) if failure.adopted => return State::Adopted(failure.what),
        Err(failure) => failure,
    };
    // What is wrong in as many places, and they all are as expected, is wrong in those.
    match failure.matches {
        Some(count) if perform(action, count, document).is_ok() => State::Recounted(count),
        _ => State::NoMatch(failure.what),
    }
}

/// The first action that refers to something that is not there.
fn adds_dangling(actions: &[Action], states: &[State], document: &Value) -> Option<(usize, State)> {
    let mut needed = actions.iter().enumerate().zip(states);
    needed.find_map(|((index, action), state)| match &action.change {
        Change::Update(update) if state.applies() => {
            let reference = dangling(update, &|r| resolves(r, document))?;
            let what = format!("refers to `{reference}`, which is not there");
            Some((index, State::NoMatch(what)))
        }
        _ => None,
    })
}

/// The action that takes away something that the contract has and still refers to.
fn takes_away(
    actions: &[Action],
    given_up: &BTreeMap<usize, State>,
    contract: &Value,
    document: &Value,
) -> Option<(usize, State)> {
    let stays = |r: &str| resolves(r, document) || !resolves(r, contract);
    let reference = dangling(document, &stays)?;
    let mut replayed = contract.clone();
    let index = (0..actions.len()).find(|&index| {
        state(actions, index, given_up, &mut replayed);
        !resolves(&reference, &replayed)
    })?;
    let what = format!("takes `{reference}` away, which is still referred to");
    Some((index, State::NoMatch(what)))
}

/// Whether a `$ref` leads to something in a document, as far as that can be told.
fn resolves(reference: &str, document: &Value) -> bool {
    let pointer = reference.strip_prefix('#');
    pointer.is_none_or(|pointer| document.pointer(pointer).is_some())
}

/// A `$ref` somewhere in a value that does not resolve.
fn dangling(value: &Value, resolves: &dyn Fn(&str) -> bool) -> Option<String> {
    if let Some(reference) = value.get("$ref").and_then(Value::as_str)
        && !resolves(reference)
    {
        return Some(reference.to_owned());
    }
    match value {
        Value::Object(object) => object.values().find_map(|value| dangling(value, resolves)),
        Value::Array(list) => list.iter().find_map(|value| dangling(value, resolves)),
        _ => None,
    }
}
