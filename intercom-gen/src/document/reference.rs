//! `$ref`: what it leads to.

use serde_json::Value;

/// The longest chain of references that is followed. A longer one is a circle.
const LONGEST_CHAIN: usize = 64;

/// Why a reference leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// It points out of the document.
    Elsewhere,
    /// It points to nothing.
    Dangling,
    /// It leads back to itself.
    Circle,
}

/// Returns the text of a `$ref`.
pub fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

/// Returns the last part of a `$ref`: the name of the component.
pub fn target_name(value: &Value) -> Option<&str> {
    reference(value)?.rsplit('/').next()
}

/// What a chain of references leads to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target<'a> {
    /// The value at the end of the chain.
    pub value: &'a Value,
    /// The name of the last component on the way.
    pub name: &'a str,
}

/// Follows a chain of references to the value at its end.
///
/// # Errors
///
/// A reference out of the document or to nothing, and a chain that does not end.
pub fn follow<'a>(document: &'a Value, reference_text: &'a str) -> Result<Target<'a>, Unresolved> {
    let mut text = reference_text;
    for _ in 0..LONGEST_CHAIN {
        let pointer = text.strip_prefix('#').ok_or(Unresolved::Elsewhere)?;
        let value = document.pointer(pointer).ok_or(Unresolved::Dangling)?;
        let Some(next) = reference(value) else {
            let name = text.rsplit('/').next().unwrap_or_default();
            return Ok(Target { value, name });
        };
        text = next;
    }
    Err(Unresolved::Circle)
}

/// Returns what a value refers to, or the value itself where it is not a reference or leads
/// nowhere.
pub fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match reference(value) {
        Some(text) => follow(document, text).map_or(value, |target| target.value),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn chains_are_followed_to_their_end() {
        let document = json!({"a": {"$ref": "#/b"}, "b": {"$ref": "#/c"}, "c": 7});
        assert_eq!(resolve(&document, &json!({"$ref": "#/a"})), &json!(7));
    }

    #[test]
    fn what_leads_nowhere_has_a_reason() {
        let document = json!({"a": {"$ref": "#/a"}, "b": {"$ref": "#/none"}});
        assert_eq!(follow(&document, "#/a"), Err(Unresolved::Circle));
        assert_eq!(follow(&document, "#/b"), Err(Unresolved::Dangling));
        assert_eq!(
            follow(&document, "other.json#/a"),
            Err(Unresolved::Elsewhere)
        );
        let dangling = json!({"$ref": "#/none"});
        assert_eq!(resolve(&document, &dangling), &dangling);
    }
}
