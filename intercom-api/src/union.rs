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
macro_rules! union {
    ($name:ident { $(
        $variant:ident: $ty:ident($($key:literal),*)
        $(needs $($required:literal),+)?
        $(where $($constant:literal = $($allowed:literal)|+),+)?
    );* $(;)? }) => {
        impl $name {
            const SHAPES: &'static [$crate::union::Shape] = &[$($crate::union::Shape {
                constants: &[$($(($constant, &[$($allowed),+])),+)?],
                required: &[$($($required),+)?],
                keys: &[$($key),*],
            }),*];
        }

        impl $crate::field::Field for $name {
            fn read<'de, D: serde::Deserializer<'de>>(
                &mut self,
                input: D,
            ) -> Result<$crate::field::Reading, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(input)?;
                let mut chosen = $crate::union::choose(&value, Self::SHAPES);
                $(
                    match chosen {
                        Some(0) => {
                            let (value, reading) = $crate::field::reread::<$ty>(&value);
                            *self = Self::$variant(value);
                            return Ok(reading);
                        }
                        other => chosen = other.map(|further| further - 1),
                    }
                )*
                let _ = chosen;
                let reading = $crate::field::Reading::of_any(&value);
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
                Self::Other(serde_json::Value::Null)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(output),)*
                    Self::Other(value) => value.serialize(output),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let mut value = Self::default();
                $crate::field::Field::read(&mut value, input)?;
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

pub(crate) use union;
