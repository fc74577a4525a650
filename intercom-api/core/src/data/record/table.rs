//! The table that a generated type consists of: its keys and fields, and from them its
//! [`Record`](super::Record).

/// Says which key belongs to which field, and makes the type readable and writable.
///
/// ```text
/// record!(Tag {
///     0 "id" => id,
///     1 "teammates" | "admins" => teammates,
///     2 "created_at_ms" => created_at_ms as text,
/// });
/// record!(CloseConversation { 0 "body" => body } with "message_type" = "close");
/// record!(Avatar { 0 "type" => kind, 1 "image_url" => image_url } or 1);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($name:ident {
        $($position:literal $key:literal $(| $alias:literal)* => $field:ident
            $(as $form:ident)?),* $(,)?
    } $(with $($constant:literal = $constant_value:literal),+)? $(or $alone:literal)?) => {
        impl $crate::codegen::record::Record for $name {
            const NAME: &'static str = stringify!($name);
            const KEYS: &'static [&'static str] = &[$($key),*];
            const HAS_ALIASES: bool = false $($(|| !$alias.is_empty())*)*;
            $(const CONSTANTS: &'static [(&'static str, &'static str)] =
                &[$(($constant, $constant_value)),+];)?

            #[inline]
            fn name(key: &str) -> $crate::codegen::record::Name {
                match key {
                    $(
                        $key => $crate::codegen::record::Name::Of($position),
                        $($alias => $crate::codegen::record::Name::AlsoOf($position),)*
                    )*
                    _ => $crate::codegen::record::Name::OfNone,
                }
            }

            #[inline]
            fn read<'de, A: $crate::codegen::serde::de::MapAccess<'de>>(
                &mut self,
                position: usize,
                map: &mut A,
            ) -> Result<$crate::codegen::field::Reading, A::Error> {
                match position {
                    $($position => $crate::codegen::read_field!(map, &mut self.$field $(, $form)?),)*
                    _ => Ok($crate::codegen::field::Reading::Null),
                }
            }

            $(const ALONE: Option<usize> = Some($alone);)?

            fn aside(&self, position: usize) -> Option<$crate::codegen::serde_json::Value> {
                match position {
                    $($($position if !$alias.is_empty() => {
                        $crate::codegen::serde_json::to_value(&self.$field).ok()
                    })*)*
                    _ => None,
                }
            }

            fn write<S: $crate::codegen::serde::ser::SerializeMap>(
                &self,
                fields: &mut $crate::codegen::record::FieldWriter<'_, S>,
            ) {
                $($crate::codegen::write_field!(fields, $key, &self.$field $(, $form)?);)*
            }

            fn extra(&self) -> &$crate::codegen::Extra {
                &self.extra
            }

            fn extra_mut(&mut self) -> &mut $crate::codegen::Extra {
                &mut self.extra
            }
        }

        impl $crate::codegen::field::Field for $name {
            fn read<'de, D: $crate::codegen::serde::Deserializer<'de>>(
                &mut self,
                input: D,
            ) -> Result<$crate::codegen::field::Reading, D::Error> {
                $crate::codegen::record::read(self, input)
            }
        }

        impl $crate::codegen::serde::Serialize for $name {
            fn serialize<S: $crate::codegen::serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                $crate::codegen::record::serialize(self, output)
            }
        }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                $crate::codegen::record::deserialize(input)
            }
        }
    };
}

/// Reads a field, in the form that the table says.
#[doc(hidden)]
#[macro_export]
macro_rules! __read_field {
    ($map:expr, $field:expr) => {
        $crate::codegen::record::into_field($map, $field)
    };
    ($map:expr, $field:expr, text) => {
        $crate::codegen::record::into_time_text($map, $field)
    };
}

/// Writes a field, in the form that the table says.
#[doc(hidden)]
#[macro_export]
macro_rules! __write_field {
    ($fields:expr, $key:expr, $field:expr) => {
        $fields.field($key, $field)
    };
    ($fields:expr, $key:expr, $field:expr, text) => {
        $fields.time_text($key, $field)
    };
}

#[cfg(test)]
pub(crate) use crate::__record as record;
