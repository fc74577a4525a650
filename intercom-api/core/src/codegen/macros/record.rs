//! The table that a generated type consists of: its keys and fields, and from them its
//! `Record`.

/// Maps keys to fields and makes the type readable and writable.
///
/// ```text
/// record!(Tag {
///     "id" => id,
///     "teammates" | "admins" => teammates,
///     "created_at_ms" => created_at_ms as text,
///     "author_id" => author_id as integer,
///     "admin_assignee_id" => admin_assignee_id as assigned string,
/// });
/// record!(CloseConversation { "body" => body } with "message_type" = "close");
/// record!(Avatar { "type" => kind, "image_url" => image_url } or image_url);
/// ```
///
/// A second key is an alias. `as text` writes a time as ISO 8601 text, `as string` and `as integer`
/// write an id in this JSON type, unless it was received in another (`as received integer`), `as
/// assigned` reads an id of zero as `None`. `with` lists keys that are always sent with the same
/// value. `or` names the field that another value in place of the object is read into.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($name:ident {
        $($key:literal $(| $alias:literal)* => $field:ident $(as $($form:ident)+)?),* $(,)?
    } $(with $($constant:literal = $constant_value:literal),+)? $(or $alone:ident)?) => {
        const _: () = {
            // Numbers the fields. A pattern needs a constant, which a variant is only in its own type.
            #[allow(non_camel_case_types, reason = "the variants have the names of the fields")]
            enum __Field {
                $($field,)*
            }
            struct __Position;
            #[allow(non_upper_case_globals, reason = "the constants have the names of the fields")]
            impl __Position {
                $(const $field: usize = __Field::$field as usize;)*
            }

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
                            $key => $crate::codegen::record::Name::Of(__Position::$field),
                            $($alias => $crate::codegen::record::Name::AlsoOf(__Position::$field),)*
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
                        $(__Position::$field => $crate::codegen::read_field!(map, &mut self.$field $(, $($form)+)?),)*
                        _ => Ok($crate::codegen::field::Reading::Null),
                    }
                }

                $(const ALONE: Option<usize> = Some(__Position::$alone);)?

                #[inline]
                fn aside(&self, position: usize) -> Option<$crate::codegen::serde_json::Value> {
                    match position {
                        $($(__Position::$field if !$alias.is_empty() => {
                            $crate::codegen::serde_json::to_value(&self.$field).ok()
                        })*)*
                        _ => None,
                    }
                }

                fn write<S: $crate::codegen::serde::ser::SerializeMap>(
                    &self,
                    fields: &mut $crate::codegen::record::FieldWriter<'_, S>,
                ) {
                    $($crate::codegen::write_field!(fields, $key, &self.$field $(, $($form)+)?);)*
                }

                #[inline]
                fn extra(&self) -> &$crate::codegen::Extra {
                    &self.extra
                }

                #[inline]
                fn extra_mut(&mut self) -> &mut $crate::codegen::Extra {
                    &mut self.extra
                }
            }
        };

        impl $crate::codegen::field::Field for $name {
            fn read<'de, D: $crate::codegen::serde::Deserializer<'de>>(
                &mut self,
                input: D,
            ) -> Result<$crate::codegen::field::Reading, D::Error> {
                $crate::codegen::record::read(self, input)
            }

            #[inline]
            fn has_foreign_errors(&self) -> bool {
                self.extra.contains_key("errors")
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
    ($name:ident { $position:literal $key:literal $($other:tt)* } $($rest:tt)*) => {
        compile_error!(concat!(
            "the fields of `", stringify!($name), "` are numbered by the macro: remove `",
            stringify!($position), "`",
        ));
    };
    ($($other:tt)*) => {
        compile_error!(concat!(
            "expected `Type { \"key\" | \"alias\" => field as text, .. }`, then optionally ",
            "`with \"key\" = \"value\"`, then optionally `or field`",
        ));
    };
}

/// Reads a field, in the form that the table states.
#[doc(hidden)]
#[macro_export]
macro_rules! __read_field {
    ($map:expr, $field:expr) => {
        $crate::codegen::record::into_field($map, $field)
    };
    ($map:expr, $field:expr, text) => {
        $crate::codegen::record::into_time_text($map, $field)
    };
    ($map:expr, $field:expr, string) => {
        $crate::codegen::record::into_field($map, $field)
    };
    ($map:expr, $field:expr, integer) => {
        $crate::codegen::record::into_field($map, $field)
    };
    ($map:expr, $field:expr, received string) => {
        $crate::codegen::record::into_id($map, $field, $crate::codegen::id::IdForm::Text)
    };
    ($map:expr, $field:expr, received integer) => {
        $crate::codegen::record::into_id($map, $field, $crate::codegen::id::IdForm::Integer)
    };
    ($map:expr, $field:expr, assigned) => {
        $crate::codegen::record::into_assigned($map, $field, None)
    };
    ($map:expr, $field:expr, assigned string) => {
        $crate::codegen::record::into_assigned($map, $field, Some($crate::codegen::id::IdForm::Text))
    };
    ($map:expr, $field:expr, assigned integer) => {
        $crate::codegen::record::into_assigned(
            $map,
            $field,
            Some($crate::codegen::id::IdForm::Integer),
        )
    };
    ($map:expr, $field:expr, $($form:ident)+) => {
        compile_error!(concat!(
            "unknown form `",
            stringify!($($form)+),
            "`: expected `text`, `string`, `integer`, `received` or `assigned`"
        ))
    };
}

/// Writes a field, in the form that the table states.
#[doc(hidden)]
#[macro_export]
macro_rules! __write_field {
    ($fields:expr, $key:expr, $field:expr) => {
        $fields.field($key, $field)
    };
    ($fields:expr, $key:expr, $field:expr, text) => {
        $fields.time_text($key, $field)
    };
    ($fields:expr, $key:expr, $field:expr, string) => {
        $fields.ids($key, $field, $crate::codegen::id::IdForm::Text)
    };
    ($fields:expr, $key:expr, $field:expr, integer) => {
        $fields.ids($key, $field, $crate::codegen::id::IdForm::Integer)
    };
    ($fields:expr, $key:expr, $field:expr, received string) => {
        $fields.ids($key, $field, $crate::codegen::id::IdForm::Text)
    };
    ($fields:expr, $key:expr, $field:expr, received integer) => {
        $fields.ids($key, $field, $crate::codegen::id::IdForm::Integer)
    };
    ($fields:expr, $key:expr, $field:expr, assigned) => {
        $fields.assigned($key, $field, None)
    };
    ($fields:expr, $key:expr, $field:expr, assigned string) => {
        $fields.assigned($key, $field, Some($crate::codegen::id::IdForm::Text))
    };
    ($fields:expr, $key:expr, $field:expr, assigned integer) => {
        $fields.assigned($key, $field, Some($crate::codegen::id::IdForm::Integer))
    };
    // `read_field!` reports an unknown form.
    ($fields:expr, $key:expr, $field:expr, $($form:ident)+) => {};
}
