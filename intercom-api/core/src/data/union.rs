//! Values that are one of several types, told apart by what they hold.

use serde_json::{Map, Value};

/// What tells one variant of a union from the others.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Keys whose value decides: the variant's when it is one of these, never when another.
    pub constants: &'static [(&'static str, &'static [&'static str])],
    /// The keys that the variant cannot do without.
    pub required: &'static [&'static str],
    /// All keys that the variant knows; `outer.inner` is one in the object under another.
    pub keys: &'static [&'static str],
}

/// The variant that an object belongs to, by what it says of itself first, then by the keys it has.
///
/// None when nothing speaks for any of them: the value is then kept as it came.
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
    // Of two that know as much of it, the one that expects less besides.
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

/// Says how the variants of a union are told apart, and makes it readable and writable.
///
/// ```text
/// union!(EventDetails {
///     Started: CustomActionStarted("action", "action.name");
///     Finished: CustomActionFinished("action", "action.name", "action.result");
///     Closed: Closed("type", "by") needs "by" where "type" = "closed";
/// });
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($name:ident { $(
        $variant:ident: $ty:ident($($key:literal),*)
        $(needs $($required:literal),+)?
        $(where $($constant:literal = $($allowed:literal)|+),+)?
    );* $(;)? }) => {
        impl $name {
            const SHAPES: &'static [$crate::codegen::union::Shape] = &[$($crate::codegen::union::Shape {
                constants: &[$($(($constant, &[$($allowed),+])),+)?],
                required: &[$($($required),+)?],
                keys: &[$($key),*],
            }),*];
        }

        impl $crate::codegen::field::Field for $name {
            fn read<'de, D: $crate::codegen::serde::Deserializer<'de>>(
                &mut self,
                input: D,
            ) -> Result<$crate::codegen::field::Reading, D::Error> {
                let value = <$crate::codegen::serde_json::Value as $crate::codegen::serde::Deserialize>::deserialize(input)?;
                let mut chosen = $crate::codegen::union::choose(&value, Self::SHAPES);
                $(
                    match chosen {
                        Some(0) => {
                            let (value, reading) = $crate::codegen::field::read_value::<$ty>(&value);
                            *self = Self::$variant(value);
                            return Ok(reading);
                        }
                        other => chosen = other.map(|further| further - 1),
                    }
                )*
                let _ = chosen;
                let reading = $crate::codegen::field::Reading::of_any(&value);
                *self = Self::Other(value);
                Ok(reading)
            }
        }

        $(
            impl From<$ty> for $name {
                fn from(value: $ty) -> Self {
                    Self::$variant(value)
                }
            }
        )*

        impl Default for $name {
            fn default() -> Self {
                Self::Other($crate::codegen::serde_json::Value::Null)
            }
        }

        impl $crate::codegen::serde::Serialize for $name {
            fn serialize<S: $crate::codegen::serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(output),)*
                    Self::Other(value) => value.serialize(output),
                }
            }
        }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let mut value = Self::default();
                $crate::codegen::field::Field::read(&mut value, input)?;
                Ok(value)
            }
        }
    };
    ($($other:tt)*) => {
        compile_error!(concat!(
            "expected `Union { Variant: Type(\"key\", ..) needs \"key\", .. where \"key\" = \"value\" | ..; .. }`, ",
            "where `needs` and `where` are optional",
        ));
    };
}

#[cfg(test)]
pub(crate) use crate::__union as union;
