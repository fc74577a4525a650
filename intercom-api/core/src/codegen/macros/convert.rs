//! The macro that converts a type into one that shares its fields.

/// Names the fields that two types share.
///
/// ```text
/// convert!(ConversationListItem => Conversation { id, state });
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __convert {
    ($from:ident => $into:ident { $($field:ident),* $(,)? }) => {
        /// Keeps the fields that both types have, and `extra`.
        impl From<$from> for $into {
            #[inline]
            fn from(value: $from) -> Self {
                Self {
                    $($field: value.$field,)*
                    extra: value.extra,
                    ..Self::default()
                }
            }
        }
    };
    ($($other:tt)*) => {
        compile_error!("expected `Type => Type { field, .. }`");
    };
}
