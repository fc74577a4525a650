//! Counts edits of prose, which a contract does not contain.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::shape::Kind;
use crate::document::erase;

/// Counts the edits of prose between two descriptions, on items that both of them describe:
/// additions and removals of items are not edits of prose.
pub fn edits(old: &Value, new: &Value) -> usize {
    below(Kind::Document, old, new)
}

fn below(kind: Kind, old: &Value, new: &Value) -> usize {
    match (kind, old, new) {
        (Kind::List(of), Value::Array(old), Value::Array(new)) => {
            let pairs = old.iter().enumerate().filter_map(|(index, old)| {
                // Items with a name are matched by name at any position.
                let same = |new: &&Value| new["name"] == old["name"] && new["in"] == old["in"];
                let named = old.get("name").is_some();
                let new = if named {
                    new.iter().find(same)
                } else {
                    new.get(index)
                };
                Some((old, new?))
            });
            pairs.map(|(old, new)| below(*of, old, new)).sum()
        }
        (_, Value::Object(old), Value::Object(new)) => {
            let old = if kind == Kind::Paths {
                &erased(old)
            } else {
                old
            };
            let new = if kind == Kind::Paths {
                &erased(new)
            } else {
                new
            };
            let keys: BTreeSet<_> = old.keys().chain(new.keys()).collect();
            let under = |key: &String| match (kind.of(key), old.get(key), new.get(key)) {
                (Kind::Prose | Kind::Blank, old, new) => usize::from(old != new),
                (kind, Some(old), Some(new)) => below(kind, old, new),
                _ => 0,
            };
            keys.into_iter().map(under).sum()
        }
        _ => 0,
    }
}

/// Paths without the names of their parameters.
fn erased(paths: &Map<String, Value>) -> Map<String, Value> {
    let items = paths.iter().map(|(path, item)| (erase(path), item.clone()));
    items.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::edits;

    #[test]
    fn only_words_about_things_that_stay_are_counted() {
        let old = json!({"paths": {"/a/{id}": {"get": {
            "description": "One.",
            "parameters": [{"name": "p", "in": "query", "description": "a"}, {"name": "q", "in": "query"}],
            "responses": {"200": {"description": "ok"}},
        }}}});
        let mut new = old.clone();
        assert_eq!(edits(&old, &new), 0);
        let operation = new["paths"]["/a/{id}"].take();
        new["paths"] = json!({"/a/{a_id}": operation, "/b": {"get": {"description": "New."}}});
        let get = &mut new["paths"]["/a/{a_id}"]["get"];
        get["parameters"].as_array_mut().unwrap().reverse();
        assert_eq!(edits(&old, &new), 0);
        let get = &mut new["paths"]["/a/{a_id}"]["get"];
        get["description"] = json!("Two.");
        get["responses"]["200"]["description"] = json!("fine");
        get["parameters"][0]["example"] = json!(7);
        get["operationId"] = json!("no prose");
        assert_eq!(edits(&old, &new), 3);
    }
}
