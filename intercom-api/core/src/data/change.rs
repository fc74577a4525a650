//! Fields of updates, set from two states of a received field.

use serde_json::Value;

use crate::data::{Attributes, Id, Nullable};

/// A field of an update that is set when a received field of the type `R` has changed.
pub trait Change<R> {
    /// Sets the field if `before` and `after` differ.
    fn change(&mut self, before: &R, after: &R);
}

/// A field of an update that is always set: it is required, or identifies the object.
pub trait Always<R> {
    /// Sets the field.
    fn always(&mut self, after: &R);
}

impl<T: Clone> Always<Self> for T {
    fn always(&mut self, after: &Self) {
        self.clone_from(after);
    }
}

impl<T: Clone> Always<Option<Self>> for T {
    fn always(&mut self, after: &Option<Self>) {
        if let Some(after) = after {
            self.clone_from(after);
        }
    }
}

impl<T: Clone> Always<T> for Option<T> {
    fn always(&mut self, after: &T) {
        *self = Some(after.clone());
    }
}

impl<T: Clone + PartialEq> Change<Self> for Option<T> {
    fn change(&mut self, before: &Self, after: &Self) {
        // Without a value there is nothing to send: the field cannot be null.
        if before != after {
            self.clone_from(after);
        }
    }
}

impl<T: Clone + PartialEq> Change<Option<T>> for Nullable<T> {
    fn change(&mut self, before: &Option<T>, after: &Option<T>) {
        if before != after {
            *self = after.clone().map_or(Self::Null, Self::Value);
        }
    }
}

impl<T: Clone + PartialEq> Change<Option<Box<T>>> for Nullable<T> {
    fn change(&mut self, before: &Option<Box<T>>, after: &Option<Box<T>>) {
        if before != after {
            *self = after.as_deref().cloned().map_or(Self::Null, Self::Value);
        }
    }
}

impl<T: Clone + PartialEq> Change<Option<Box<T>>> for Option<T> {
    fn change(&mut self, before: &Option<Box<T>>, after: &Option<Box<T>>) {
        if before != after {
            *self = after.as_deref().cloned();
        }
    }
}

/// Returns what to send of a value that is received without an `Option`.
fn changed<T: Clone + PartialEq>(before: &T, after: &T) -> Option<T> {
    (before != after).then(|| after.clone())
}

/// Returns the attributes that differ. One that was removed becomes null.
fn changed_attributes(before: &Attributes, after: &Attributes) -> Option<Attributes> {
    let set = after
        .iter()
        .filter(|(name, value)| before.get(name) != Some(*value))
        .map(|(name, value)| (name.clone(), value.clone()));
    let removed = before
        .iter()
        .filter(|(name, value)| after.get(name).is_none() && !value.is_null())
        .map(|(name, _)| (name.clone(), Value::Null));
    let changes: Attributes = set.chain(removed).collect();
    (!changes.is_empty()).then_some(changes)
}

/// Fields that are received without an `Option`.
macro_rules! plain {
    ($([$($parameter:ident)?] $ty:ty: $changed:ident,)*) => {$(
        impl$(<$parameter: Clone + PartialEq>)? Change<$ty> for Option<$ty> {
            fn change(&mut self, before: &$ty, after: &$ty) {
                *self = $changed(before, after);
            }
        }

        impl$(<$parameter: Clone + PartialEq>)? Change<$ty> for Nullable<$ty> {
            fn change(&mut self, before: &$ty, after: &$ty) {
                *self = $changed(before, after).map_or(Self::Absent, Self::Value);
            }
        }
    )*};
}

plain! {
    [T] Vec<T>: changed,
    [] Attributes: changed_attributes,
    [] Id: changed,
    [] String: changed,
    [] i64: changed,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Always, Change};
    use crate::data::{Attributes, Nullable};

    #[expect(
        clippy::needless_pass_by_value,
        reason = "the cases below are literals"
    )]
    fn change<R, F: Change<R> + Default>(before: R, after: R) -> F {
        let mut field = F::default();
        field.change(&before, &after);
        field
    }

    #[test]
    fn unchanged_value_is_not_sent() {
        assert_eq!(change::<_, Option<i64>>(Some(1), Some(1)), None);
        assert_eq!(
            change::<_, Nullable<i64>>(Some(1), Some(1)),
            Nullable::Absent
        );
        assert_eq!(
            change::<Option<i64>, Nullable<i64>>(None, None),
            Nullable::Absent
        );
        assert_eq!(change::<_, Option<Vec<i64>>>(vec![1], vec![1]), None);
    }

    #[test]
    fn changed_value_is_sent() {
        assert_eq!(change::<_, Option<i64>>(Some(1), Some(2)), Some(2));
        assert_eq!(
            change::<_, Nullable<i64>>(None, Some(2)),
            Nullable::Value(2)
        );
        assert_eq!(change::<_, Option<Vec<i64>>>(vec![1], vec![]), Some(vec![]));
    }

    #[test]
    fn removed_value_becomes_null_where_null_is_accepted() {
        assert_eq!(change::<_, Nullable<i64>>(Some(1), None), Nullable::Null);
        assert_eq!(change::<_, Option<i64>>(Some(1), None), None);
    }

    #[test]
    fn required_value_is_always_sent() {
        let mut field = String::new();
        field.always(&Some("a".to_owned()));
        assert_eq!(field, "a");
        field.always(&None);
        assert_eq!(field, "a");
        field.always(&"b".to_owned());
        assert_eq!(field, "b");
        let mut id = None;
        id.always(&7);
        assert_eq!(id, Some(7));
    }

    #[test]
    fn only_changed_attributes_are_sent() {
        let before = Attributes::from([("a", json!(1)), ("b", json!(2)), ("c", Value::Null)]);
        let after = Attributes::from([("a", json!(1)), ("d", json!(4))]);
        assert_eq!(
            change::<_, Option<Attributes>>(before.clone(), after),
            Some(Attributes::from([("b", Value::Null), ("d", json!(4))]))
        );
        assert_eq!(
            change::<_, Option<Attributes>>(before.clone(), before),
            None
        );
    }
}
