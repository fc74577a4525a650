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
macro_rules! record {
    ($name:ident {
        $($position:literal $key:literal $(| $alias:literal)* => $field:ident
            $(as $form:ident)?),* $(,)?
    } $(with $($constant:literal = $constant_value:literal),+)? $(or $alone:literal)?) => {
        impl $crate::record::Record for $name {
            const NAME: &'static str = stringify!($name);
            const KEYS: &'static [&'static str] = &[$($key),*];
            const HAS_ALIASES: bool = false $($(|| !$alias.is_empty())*)*;
            $(const CONSTANTS: &'static [(&'static str, &'static str)] =
                &[$(($constant, $constant_value)),+];)?

            #[inline]
            fn name(key: &str) -> $crate::record::Name {
                match key {
                    $(
                        $key => $crate::record::Name::Of($position),
                        $($alias => $crate::record::Name::AlsoOf($position),)*
                    )*
                    _ => $crate::record::Name::OfNone,
                }
            }

            #[inline]
            fn read<'de, A: serde::de::MapAccess<'de>>(
                &mut self,
                position: usize,
                map: &mut A,
            ) -> Result<$crate::field::Reading, A::Error> {
                match position {
                    $($position => $crate::record::read_field!(map, &mut self.$field $(, $form)?),)*
                    _ => Ok($crate::field::Reading::Null),
                }
            }

            $(const ALONE: Option<usize> = Some($alone);)?

            fn aside(&self, position: usize) -> Option<serde_json::Value> {
                match position {
                    $($($position if !$alias.is_empty() => {
                        serde_json::to_value(&self.$field).ok()
                    })*)*
                    _ => None,
                }
            }

            fn write<S: serde::ser::SerializeMap>(
                &self,
                fields: &mut $crate::record::FieldWriter<'_, S>,
            ) {
                $($crate::record::write_field!(fields, $key, &self.$field $(, $form)?);)*
            }

            fn extra(&self) -> &$crate::Extra {
                &self.extra
            }

            fn extra_mut(&mut self) -> &mut $crate::Extra {
                &mut self.extra
            }
        }

        impl $crate::field::Field for $name {
            fn read<'de, D: serde::Deserializer<'de>>(
                &mut self,
                input: D,
            ) -> Result<$crate::field::Reading, D::Error> {
                $crate::record::read(self, input)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                $crate::record::serialize(self, output)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                $crate::record::deserialize(input)
            }
        }
    };
}

/// Reads a field, in the form that the table says.
macro_rules! read_field {
    ($map:expr, $field:expr) => {
        $crate::record::into_field($map, $field)
    };
    ($map:expr, $field:expr, text) => {
        $crate::record::into_time_text($map, $field)
    };
}

/// Writes a field, in the form that the table says.
macro_rules! write_field {
    ($fields:expr, $key:expr, $field:expr) => {
        $fields.field($key, $field)
    };
    ($fields:expr, $key:expr, $field:expr, text) => {
        $fields.time_text($key, $field)
    };
}

pub(crate) use {read_field, record, write_field};
