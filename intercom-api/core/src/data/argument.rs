//! What setters accept where a conversion by `Into` is not enough.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

use crate::data::{Attributes, Nullable, Timestamp};

/// A value that converts into a `T`, as the argument of a setter.
///
/// - Into [`Value`]: JSON, strings, numbers, Booleans, [`Timestamp`], maps and lists of these.
/// - Into [`Attributes`]: a JSON object, a map, or an array of names and values.
/// - Into [`Timestamp`]: a time, or a [`Duration`] from now.
///
/// An `Option` does not convert: as JSON, `None` is null, which clears what Intercom has. Use
/// `maybe` for an `Option`, and [`Value::Null`] or [`Nullable::Null`] to clear.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be set as `{T}`",
    note = "for an `Option`, use `.maybe(option, Type::setter)`, which leaves the field alone when it is `None`",
    note = "to clear a field, set `Nullable::Null` or `Value::Null`"
)]
pub trait IntoArgument<T> {
    /// Returns the converted value.
    fn into_argument(self) -> T;
}

macro_rules! values {
    ($($from:ty),* $(,)?) => {$(
        impl IntoArgument<Value> for $from {
            fn into_argument(self) -> Value {
                self.into()
            }
        }
    )*};
}

values!(
    bool, i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, f32, f64, &str, String,
    Cow<'_, str>, Value, Map<String, Value>, Timestamp,
);

impl<T: IntoArgument<Value> + Clone> IntoArgument<Value> for &T {
    fn into_argument(self) -> Value {
        self.clone().into_argument()
    }
}

impl<T: IntoArgument<Value>> IntoArgument<Value> for Vec<T> {
    fn into_argument(self) -> Value {
        self.into_iter().map(IntoArgument::into_argument).collect()
    }
}

impl<T: IntoArgument<Value>, const N: usize> IntoArgument<Value> for [T; N] {
    fn into_argument(self) -> Value {
        self.into_iter().map(IntoArgument::into_argument).collect()
    }
}

impl IntoArgument<Value> for Attributes {
    fn into_argument(self) -> Value {
        self.into()
    }
}

impl IntoArgument<Attributes> for Attributes {
    fn into_argument(self) -> Attributes {
        self
    }
}

impl IntoArgument<Attributes> for &Attributes {
    fn into_argument(self) -> Attributes {
        self.clone()
    }
}

/// For `json!({ .. })`. A value that is not an object is sent as it is, for the API to refuse.
impl IntoArgument<Attributes> for Value {
    fn into_argument(self) -> Attributes {
        Attributes::from_any(self)
    }
}

impl IntoArgument<Attributes> for Map<String, Value> {
    fn into_argument(self) -> Attributes {
        self.into()
    }
}

impl<K: Into<String>, V: IntoArgument<Value>, S: BuildHasher> IntoArgument<Attributes>
    for HashMap<K, V, S>
{
    fn into_argument(self) -> Attributes {
        self.into_iter().collect()
    }
}

impl<K: Into<String>, V: IntoArgument<Value>> IntoArgument<Attributes> for BTreeMap<K, V> {
    fn into_argument(self) -> Attributes {
        self.into_iter().collect()
    }
}

impl<K: Into<String>, V: IntoArgument<Value>> IntoArgument<Attributes> for Vec<(K, V)> {
    fn into_argument(self) -> Attributes {
        self.into_iter().collect()
    }
}

impl<K: Into<String>, V: IntoArgument<Value>, const N: usize> IntoArgument<Attributes>
    for [(K, V); N]
{
    fn into_argument(self) -> Attributes {
        self.into_iter().collect()
    }
}

impl IntoArgument<Timestamp> for Timestamp {
    fn into_argument(self) -> Timestamp {
        self
    }
}

/// Unix seconds.
impl IntoArgument<Timestamp> for i64 {
    fn into_argument(self) -> Timestamp {
        self.into()
    }
}

impl IntoArgument<Timestamp> for SystemTime {
    fn into_argument(self) -> Timestamp {
        self.into()
    }
}

/// From now, by the clock of this machine.
impl IntoArgument<Timestamp> for Duration {
    fn into_argument(self) -> Timestamp {
        Timestamp::now() + self
    }
}

macro_rules! nullable {
    ($($of:ty),*) => {$(
        impl<T: IntoArgument<$of>> IntoArgument<Nullable<$of>> for T {
            fn into_argument(self) -> Nullable<$of> {
                Nullable::Value(self.into_argument())
            }
        }

        impl IntoArgument<Nullable<$of>> for Nullable<$of> {
            fn into_argument(self) -> Nullable<$of> {
                self
            }
        }
    )*};
}

nullable!(Value, Attributes, Timestamp);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn attributes(from: impl IntoArgument<Attributes>) -> Value {
        serde_json::to_value(from.into_argument()).unwrap()
    }

    fn value(from: impl IntoArgument<Value>) -> Value {
        from.into_argument()
    }

    #[test]
    fn attributes_convert_from_maps_arrays_and_json() {
        let expected = json!({"plan": "pro", "seats": 5});
        let map = expected.as_object().unwrap();
        assert_eq!(attributes(expected.clone()), expected);
        assert_eq!(attributes(map.clone()), expected);
        let mixed = [("plan", Value::from("pro")), ("seats", 5.into())];
        assert_eq!(attributes(mixed.clone()), expected);
        assert_eq!(attributes(mixed.to_vec()), expected);
        assert_eq!(attributes(HashMap::from(mixed.clone())), expected);
        assert_eq!(attributes(BTreeMap::from(mixed)), expected);
        assert_eq!(attributes(json!([1])), json!([1]));
    }

    #[test]
    fn values_convert_from_references_and_lists() {
        let (text, texts) = ("a".to_owned(), vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(value(&text), "a");
        for text in &["a", "b"] {
            assert_eq!(value(text), *text);
        }
        assert_eq!(value(Cow::Borrowed("a")), "a");
        assert_eq!(value(&texts), json!(["a", "b"]));
        assert_eq!(value([1_u64, 2]), json!([1, 2]));
        for number in &[5_u64, u64::MAX] {
            assert_eq!(value(number), *number);
        }
    }

    #[test]
    fn duration_is_a_time_from_now() {
        let hour = Duration::from_secs(3600);
        let before = Timestamp::now();
        let until: Timestamp = hour.into_argument();
        assert!(until >= before + hour && until <= Timestamp::now() + hour);
    }

    #[test]
    fn nullable_null_stays_null() {
        let null: Nullable<Attributes> = Nullable::Null.into_argument();
        assert_eq!(null, Nullable::Null);
        let set: Nullable<Attributes> = json!({"a": 1}).into_argument();
        assert_eq!(set, Nullable::Value(Attributes::from([("a", 1)])));
    }
}
