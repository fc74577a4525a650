//! Construction of types that are sent: `new` with what is required, a setter for each field.

/// Writes `new` and the setters of a type.
///
/// ```text
/// setters!(CreateNote new(body: String) {
///     value: body: String;
///     optional: admin_id: String;
///     optional integer "size": size: i64;
/// });
/// ```
///
/// Required lists follow behind a semicolon: `new(name: String; companies: TaggedCompany)`.
///
/// Integers have their key beside the kind: one beyond the range of the field is sent by its key.
#[doc(hidden)]
#[macro_export]
macro_rules! __setters {
    ($name:ident $(new(
        $($argument:ident: $argument_ty:ty),* $(; $($list:ident: $list_ty:ty),+)?
    ))? {
        $($($kind:ident)+ $($key:literal)?: $field:ident: $ty:ty;)*
    }) => {
        impl $name {
            $(
                /// Creates a value with what is required; everything else can be set afterwards.
                #[must_use]
                #[inline]
                pub fn new(
                    $($argument: impl Into<$argument_ty>,)*
                    $($($list: impl IntoIterator<Item: Into<$list_ty>>,)+)?
                ) -> Self {
                    Self {
                        $($argument: $argument.into(),)*
                        $($($list: $list.into_iter().map(Into::into).collect(),)+)?
                        // Not `Self::default()`, which is a setter where a field has that name.
                        ..<Self as Default>::default()
                    }
                }
            )?

            $($crate::codegen::setter!([$($kind)+ $($key)?] $field: $ty);)*

            /// Sets what a setter sets if there is a value: `.maybe(email, Self::email)`. `None`
            /// leaves the field alone.
            #[must_use]
            pub fn maybe<T>(self, value: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
                match value {
                    Some(value) => set(self, value),
                    None => self,
                }
            }

            /// Sends a key that the type has no field for; see [`Extra`](crate::Extra).
            #[must_use]
            #[inline]
            pub fn with_extra(
                mut self,
                key: impl Into<String>,
                value: impl $crate::codegen::IntoArgument<$crate::codegen::serde_json::Value>,
            ) -> Self {
                self.extra.insert(key, value);
                self
            }
        }
    };
    ($name:ident $($other:tt)*) => {
        compile_error!(concat!(
            "expected `", stringify!($name), " new(field: Type, ..; list: Element, ..) { kind: field: Type; .. }`; `new` is ",
            "left out where `constructors!` takes its place, and every row ends with a semicolon",
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
        #[inline]
        pub fn $field(mut self, $field: impl Into<$ty>) -> Self {
            self.$field = $field.into();
            self
        }
    };
    ([optional] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        #[inline]
        pub fn $field(mut self, $field: impl Into<$ty>) -> Self {
            self.$field = Some($field.into());
            self
        }
    };
    ([boxed] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        #[inline]
        pub fn $field(mut self, $field: impl Into<$ty>) -> Self {
            self.$field = Some(Box::new($field.into()));
            self
        }
    };
    ([integer $key:literal] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        ///
        /// Takes every type of integers. An integer that `i64` does not hold is sent as it is, from
        /// `extra`.
        #[must_use]
        pub fn $field(mut self, $field: impl Into<$crate::codegen::serde_json::Number>) -> Self {
            let $field = $crate::codegen::record::set_integer(&mut self.extra, $key, $field.into());
            self.$field = $field.unwrap_or_default();
            self
        }
    };
    ([optional integer $key:literal] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        ///
        /// Takes every type of integers. An integer that `i64` does not hold is sent as it is, from
        /// `extra`.
        #[must_use]
        pub fn $field(mut self, $field: impl Into<$crate::codegen::serde_json::Number>) -> Self {
            self.$field = $crate::codegen::record::set_integer(&mut self.extra, $key, $field.into());
            self
        }
    };
    // Takes the type itself: a literal would not convert into a `u32`.
    ([optional exact] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        #[inline]
        pub fn $field(mut self, $field: $ty) -> Self {
            self.$field = Some($field);
            self
        }
    };
    ([open] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        #[inline]
        pub fn $field(mut self, $field: impl $crate::codegen::IntoArgument<$ty>) -> Self {
            self.$field = $field.into_argument();
            self
        }
    };
    ([optional open] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use]
        #[inline]
        pub fn $field(mut self, $field: impl $crate::codegen::IntoArgument<$ty>) -> Self {
            self.$field = Some($field.into_argument());
            self
        }
    };
    ([nullable open] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ");")]
        /// [`Nullable::Null`](crate::Nullable::Null) clears it.
        #[must_use]
        #[inline]
        pub fn $field(
            mut self,
            $field: impl $crate::codegen::IntoArgument<$crate::codegen::Nullable<$ty>>,
        ) -> Self {
            self.$field = $field.into_argument();
            self
        }
    };
    ([nullable] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ");")]
        /// [`Nullable::Null`](crate::Nullable::Null) clears it.
        #[must_use]
        #[inline]
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
    ([$($kind:ident)+ $($key:literal)?] $field:ident: $ty:ty) => {
        compile_error!(concat!(
            "unknown kind of setter `", stringify!($($kind)+), "` for `", stringify!($field),
            "`: expected `value`, `open`, `optional`, `optional exact`, `optional open`, `boxed`, ",
            "`integer \"key\"`, `optional integer \"key\"`, `nullable`, `nullable open`, `list` or ",
            "`optional list`",
        ));
    };
}
