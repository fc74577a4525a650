//! The macro that makes an update of two states of an object.

/// Names the fields that an update shares with the object that it changes.
///
/// ```text
/// changes!(UpdateTag from Tag { id as always, name });
/// ```
///
/// `as always` sets a field that is required or identifies the object.
#[doc(hidden)]
#[macro_export]
macro_rules! __changes {
    ($update:ident from $object:ident { $($field:ident $(as $always:ident)?),* $(,)? }) => {
        impl $update {
            #[doc = concat!("Returns the update that turns `before` into `after`: a [`", stringify!($object), "`] as it was")]
            /// received, and an edited copy.
            ///
            /// It sets only the fields that differ, so that nothing else is sent, and those that the
            /// API requires. A value that was removed is sent as null where the API accepts null, and
            /// otherwise left out. Of attributes, only the changed ones are sent.
            ///
            #[doc = concat!("Compared: ", $("`", stringify!($field), "`, ",)* "and no other field.")]
            #[must_use]
            #[inline]
            pub fn changes(before: &$object, after: &$object) -> Self {
                let mut update = Self::default();
                $($crate::codegen::change!(update, before, after, $field $(, $always)?);)*
                update
            }
        }
    };
    ($($other:tt)*) => {
        compile_error!("expected `Update from Type { field, .. }`");
    };
}

/// Sets one field of an update.
#[doc(hidden)]
#[macro_export]
macro_rules! __change {
    ($update:ident, $before:ident, $after:ident, $field:ident) => {
        $crate::codegen::Change::change(&mut $update.$field, &$before.$field, &$after.$field)
    };
    ($update:ident, $before:ident, $after:ident, $field:ident, always) => {
        $crate::codegen::Always::always(&mut $update.$field, &$after.$field)
    };
}
