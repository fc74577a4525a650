//! The standard's way to merge an update into a node.

use serde_json::Value;

use super::Failure;

/// Merges `update` into `node`: objects key by key, arrays by appending, anything else by
/// replacing. A node that is itself an array gets the update as one more element.
pub(super) fn merge(node: &mut Value, update: &Value) -> Result<(), Failure> {
    match node {
        Value::Array(elements) => append(elements, update),
        _ => merge_below(node, update),
    }
}

fn merge_below(node: &mut Value, update: &Value) -> Result<(), Failure> {
    match (node, update) {
        (Value::Object(object), Value::Object(update)) => {
            for (key, update) in update {
                match object.get_mut(key) {
                    Some(node) => merge_below(node, update)?,
                    None => {
                        object.insert(key.clone(), update.clone());
                    }
                }
            }
            Ok(())
        }
        (Value::Array(elements), Value::Array(update)) => update
            .iter()
            .try_for_each(|element| append(elements, element)),
        (node, update) if is_primitive(node) && is_primitive(update) => {
            *node = update.clone();
            Ok(())
        }
        (node, update) => Err(Failure::changed(format!(
            "can't merge {} into {}",
            kind(update),
            kind(node)
        ))),
    }
}

/// Appends an element that is not yet there; one that is would be there twice.
fn append(elements: &mut Vec<Value>, element: &Value) -> Result<(), Failure> {
    if elements.contains(element) {
        return Err(Failure::adopted(format!(
            "{element} is already in the list"
        )));
    }
    elements.push(element.clone());
    Ok(())
}

fn is_primitive(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
        _ => "a plain value",
    }
}
