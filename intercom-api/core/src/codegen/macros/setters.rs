//! Construction of types that are sent: `new` with what is required, a setter for each field.

/// Writes `new` and the setters of a type.
///
/// ```text
/// setters!(CreateNote {
///     new(body: String);
///     value: body: String;
///     optional: admin_id: String;
/// });
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __setters {
    ($name:ident {
        new($($argument:ident: $argument_ty:ty),* $(,)?);
        $($($kind:ident)+: $field:ident: $ty:ty;)*
    }) => {
        impl $name {
            /// What is required; everything else can be set afterwards.
            #[must_use]
            pub fn new($($argument: impl Into<$argument_ty>),*) -> Self {
                Self {
                    $($argument: $argument.into(),)*
                    // Not `Self::default()`, which is a setter where a field has that name.
                    ..<Self as Default>::default()
                }
            }

            $($crate::codegen::setter!([$($kind)+] $field: $ty);)*

            /// Sends a key that has no field here; see [`Extra`](crate::Extra).
            #[must_use]
            pub fn with_extra(
                mut self,
                key: impl Into<String>,
                value: impl Into<$crate::codegen::serde_json::Value>,
            ) -> Self {
                self.extra.insert(key, value);
                self
            }
        }
    };
    ($name:ident { $kind:ident $($other:tt)* }) => {
        compile_error!(concat!(
            "expected `", stringify!($name), " { new(field: Type, ..); kind: field: Type; .. }`; ",
            "`new` comes first, and every row ends with a semicolon",
        ));
    };
}

/// Writes the setter of one field.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    ([value] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        pub fn $field(mut self, $field: impl Into<$ty>) -> Self {
            self.$field = $field.into();
            self
        }
    };
    ([optional] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        pub fn $field(mut self, $field: impl Into<$ty>) -> Self {
            self.$field = Some($field.into());
            self
        }
    };
    ([boxed] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        pub fn $field(mut self, $field: impl Into<$ty>) -> Self {
            self.$field = Some(Box::new($field.into()));
            self
        }
    };
    // Takes the type itself: a literal would not convert into a `u32`.
    ([optional exact] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        pub fn $field(mut self, $field: $ty) -> Self {
            self.$field = Some($field);
            self
        }
    };
    ([nullable] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ");")]
        /// [`Nullable::Null`](crate::Nullable::Null) clears it.
        #[must_use]
        pub fn $field(mut self, $field: impl Into<$crate::codegen::Nullable<$ty>>) -> Self {
            self.$field = $field.into();
            self
        }
    };
    ([list] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        pub fn $field<T: Into<$ty>>(mut self, $field: impl IntoIterator<Item = T>) -> Self {
            self.$field = $field.into_iter().map(Into::into).collect();
            self
        }
    };
    ([optional list] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        pub fn $field<T: Into<$ty>>(mut self, $field: impl IntoIterator<Item = T>) -> Self {
            self.$field = Some($field.into_iter().map(Into::into).collect());
            self
        }
    };
    ([$($kind:ident)+] $field:ident: $ty:ty) => {
        compile_error!(concat!(
            "unknown kind of setter `", stringify!($($kind)+), "` for `", stringify!($field),
            "`: expected `value`, `optional`, `optional exact`, `boxed`, `nullable`, `list` or ",
            "`optional list`",
        ));
    };
}
