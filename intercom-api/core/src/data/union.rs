//! Values that have one of several types, distinguished by their contents.

use serde_json::{Map, Value};

/// What distinguishes one variant of a union from the others.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Keys whose value decides: the variant's when it is one of these, never when another.
    pub constants: &'static [(&'static str, &'static [&'static str])],
    /// The keys that the variant cannot do without.
    pub required: &'static [&'static str],
    /// All keys that the variant has; `outer.inner` is one in the object under another.
    pub keys: &'static [&'static str],
}

/// Returns the variant that an object belongs to, by its type first, then by its keys.
///
/// `None` when no variant matches: the value is then kept as received.
pub fn choose(value: &Value, shapes: &[Shape]) -> Option<usize> {
    let object = value.as_object()?;
    shapes
        .iter()
        .enumerate()
        .filter_map(|(index, shape)| Some((score(object, shape)?, index)))
        // The first of equals: the order of the description.
        .min_by_key(|(score, _)| std::cmp::Reverse(*score))
        .map(|(_, index)| index)
}

/// How well an object fits a shape, the first number weighing most; none when it cannot.
fn score(object: &Map<String, Value>, shape: &Shape) -> Option<(usize, bool, usize, isize)> {
    let mut said = 0;
    for (key, allowed) in shape.constants {
        match object.get(*key) {
            Some(Value::String(text)) if allowed.contains(&text.as_str()) => said += 1,
            Some(Value::String(_)) => return None,
            _ => {}
        }
    }
    let holds = |keys: &[&str]| keys.iter().filter(|key| contains(object, key)).count();
    let known = holds(shape.keys);
    if said == 0 && known == 0 {
        return None;
    }
    let complete = holds(shape.required) == shape.required.len();
    // Of two that have the same number of its keys, the one with fewer other keys.
    let missing = isize::try_from(shape.keys.len() - known).unwrap_or(isize::MAX);
    Some((said, complete, known, -missing))
}

fn contains(object: &Map<String, Value>, key: &str) -> bool {
    match key.split_once('.') {
        None => object.contains_key(key),
        Some((outer, inner)) => object
            .get(outer)
            .and_then(|outer| outer.get(inner))
            .is_some(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    use super::{Shape, choose, score};

    const SHAPES: [Shape; 6] = [
        shape(&[("type", &["admin"])], &["id"], &["type", "id", "email"]),
        shape(&[("type", &["contact"])], &["id"], &["type", "id", "phone"]),
        shape(&[], &["email"], &["email", "name"]),
        shape(&[], &[], &["workflow", "attribute", "attribute.name"]),
        shape(
            &[("message_type", &["close"])],
            &[],
            &["message_type", "body"],
        ),
        shape(&[], &["workflow"], &["workflow"]),
    ];

    const fn shape(
        constants: &'static [(&'static str, &'static [&'static str])],
        required: &'static [&'static str],
        keys: &'static [&'static str],
    ) -> Shape {
        Shape {
            constants,
            required,
            keys,
        }
    }

    fn value() -> impl Strategy<Value = Value> {
        let key = prop::sample::select(vec![
            "type",
            "id",
            "email",
            "phone",
            "name",
            "workflow",
            "attribute",
            "message_type",
            "body",
            "other",
        ]);
        let scalar = prop::sample::select(vec![
            json!("admin"),
            json!("contact"),
            json!("close"),
            json!("x"),
            json!(1),
            json!({"name": "x"}),
        ]);
        prop::collection::btree_map(key, scalar, 0..6).prop_map(|entries| {
            let entries = entries.into_iter();
            Value::Object(
                entries
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect::<Map<_, _>>(),
            )
        })
    }

    proptest! {
        #[test]
        fn choice_does_not_depend_on_the_order_of_variants(
            value in value(),
            order in Just((0..SHAPES.len()).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let shuffled: Vec<_> = order.iter().map(|index| SHAPES[*index]).collect();
            let object = value.as_object().unwrap();
            let straight = choose(&value, &SHAPES).map(|index| score(object, &SHAPES[index]));
            let other = choose(&value, &shuffled).map(|index| score(object, &shuffled[index]));
            // Variants that match equally well are equal in every other way.
            prop_assert_eq!(straight, other);
        }
    }
}
