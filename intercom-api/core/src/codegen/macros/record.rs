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
///
/// `Debug` and `PartialEq` are those that a derive would give, in less code.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($name:ident {
        $($key:literal $(| $alias:literal)* => $field:ident $(as $($form:ident)+)?),* $(,)?
    } $(with $($constant:literal = $constant_value:literal),+)? $(or $alone:ident)?) => {
        impl $crate::codegen::record::Described for $name {
            const TABLE: &'static $crate::codegen::record::Table = &$crate::codegen::record::Table {
                name: stringify!($name),
                rows: &[$($crate::codegen::record::Row {
                    key: $key,
                    quoted: concat!("\"", $key, "\":"),
                    field: stringify!($field),
                    form: $crate::codegen::field_form!($($($form)+)?),
                }),*],
                has_plain_keys: $crate::codegen::record::are_plain_keys(concat!($($key),*)),
                aliases: &[$($(($alias, $key),)*)*],
                constants: &[$($(($constant, $constant_value)),+)?],
                alone: $crate::codegen::field_form!(@ $($alone)?),
            };
        }

        impl $crate::codegen::record::Record for $name {
            #[inline]
            fn table(&self) -> &'static $crate::codegen::record::Table {
                <Self as $crate::codegen::record::Described>::TABLE
            }

            #[inline]
            fn fields(&self, fields: $crate::codegen::record::Fields<'_>) {
                fields.take(&[$(&self.$field),*]);
            }

            #[inline]
            fn extra(&self) -> &$crate::codegen::Extra {
                &self.extra
            }

            #[inline]
            fn fill<'de, A: $crate::codegen::serde::de::MapAccess<'de>>(
                &mut self,
                object: $crate::codegen::record::Object<'_, A>,
            ) -> Result<$crate::codegen::field::Reading, A::Error> {
                object.read(
                    <Self as $crate::codegen::record::Described>::TABLE,
                    &mut [$($crate::codegen::slot!(&mut self.$field $(, $($form)+)?)),*],
                    &mut self.extra,
                )
            }
        }

        impl $crate::codegen::field::Field for $name {
            #[inline]
            fn read<'de, D: $crate::codegen::serde::Deserializer<'de>>(
                &mut self,
                input: D,
            ) -> Result<$crate::codegen::field::Reading, D::Error> {
                $crate::codegen::record::read(self, input)
            }

            #[inline]
            fn view(&self) -> $crate::codegen::View<'_> {
                $crate::codegen::View::Record(self)
            }
        }

        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::codegen::record::debug(self, f)
            }
        }

        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::codegen::record::equals(self, other)
            }
        }

        impl $crate::codegen::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::codegen::serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                $crate::codegen::record::serialize(self, output)
            }
        }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                $crate::codegen::record::deserialize(input)
            }
        }
    };
    ($name:ident { $position:literal $key:literal $($other:tt)* } $($rest:tt)*) => {
        compile_error!(concat!(
            "the fields of `", stringify!($name), "` are numbered by their order: remove `",
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

/// Expands to how a field is read, in the form that the table states.
#[doc(hidden)]
#[macro_export]
macro_rules! __slot {
    ($field:expr) => {
        $field
    };
    ($field:expr, text) => {
        &mut $crate::codegen::record::TimeTextSlot($field)
    };
    ($field:expr, string) => {
        $field
    };
    ($field:expr, integer) => {
        $field
    };
    ($field:expr, received string) => {
        &mut $crate::codegen::record::IdSlot($field, $crate::codegen::id::IdForm::Text)
    };
    ($field:expr, received integer) => {
        &mut $crate::codegen::record::IdSlot($field, $crate::codegen::id::IdForm::Integer)
    };
    ($field:expr, assigned) => {
        &mut $crate::codegen::record::AssignedSlot($field, None)
    };
    ($field:expr, assigned string) => {
        &mut $crate::codegen::record::AssignedSlot($field, Some($crate::codegen::id::IdForm::Text))
    };
    ($field:expr, assigned integer) => {
        &mut $crate::codegen::record::AssignedSlot(
            $field,
            Some($crate::codegen::id::IdForm::Integer),
        )
    };
    // `field_form!` reports an unknown form.
    ($field:expr, $($form:ident)+) => {
        $field
    };
}

/// Expands to how a field is written, in the form that the table states.
#[doc(hidden)]
#[macro_export]
macro_rules! __field_form {
    // The field that stands for the whole object, if there is one.
    (@) => {
        None
    };
    (@ $alone:ident) => {
        Some(stringify!($alone))
    };
    () => {
        $crate::codegen::record::Form::AsHeld
    };
    (text) => {
        $crate::codegen::record::Form::TimeText
    };
    ($(received)? string) => {
        $crate::codegen::record::Form::Ids($crate::codegen::id::IdForm::Text)
    };
    ($(received)? integer) => {
        $crate::codegen::record::Form::Ids($crate::codegen::id::IdForm::Integer)
    };
    (assigned) => {
        $crate::codegen::record::Form::Assigned
    };
    (assigned string) => {
        $crate::codegen::record::Form::AssignedIds($crate::codegen::id::IdForm::Text)
    };
    (assigned integer) => {
        $crate::codegen::record::Form::AssignedIds($crate::codegen::id::IdForm::Integer)
    };
    ($($form:ident)+) => {
        compile_error!(concat!(
            "unknown form `",
            stringify!($($form)+),
            "`: expected `text`, `string`, `integer`, `received` or `assigned`"
        ))
    };
}
