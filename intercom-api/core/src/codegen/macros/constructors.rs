//! Construction of types whose required values could be swapped: a chain that names each of them.

/// Writes the constructors of a type and the types between their steps.
///
/// ```text
/// constructors!(MergeContacts {
///     new lead([value] from: String) => MergeContactsWithoutInto;
///     in MergeContactsWithoutInto: into_user([value] into: String) => MergeContacts;
/// });
/// ```
///
/// A row leads to the type that lacks the next value, or to the whole. `with` after the argument
/// lists fields that a constructor sets by itself.
#[doc(hidden)]
#[macro_export]
macro_rules! __constructors {
    ($name:ident {
        $(new $start:ident([$kind:ident] $field:ident: $ty:ty)
            $(with $($fixed:ident = $value:literal),+)? => $next:ident;)+
        $(in $step:ident: $method:ident([$step_kind:ident] $step_field:ident: $step_ty:ty)
            => $step_next:ident;)*
    }) => {
        impl $name {
            $($crate::codegen::step!(
                [$kind] $field: $ty,
                concat!(
                    "Creates a value with this [`", stringify!($field), "`](field@", stringify!($name), "::",
                    stringify!($field), ")" $($(, "; `", stringify!($fixed), "` is `", $value, "`")+)?, ".",
                ),
                $start() {
                    let mut made = <$name as Default>::default();
                    made.$field = $field;
                    $($(made.$fixed = $value.into();)+)?
                    made
                } => $next
            );)+

            #[inline]
            fn __of(made: Self) -> Self {
                made
            }
        }

        $(
            #[doc = concat!(
                "A [`", stringify!($name), "`] that lacks its [`", stringify!($step_field), "`](field@",
                stringify!($name), "::", stringify!($step_field), ").",
            )]
            #[derive(Debug)]
            pub struct $step($name);

            impl $step {
                $crate::codegen::step!(
                    [$step_kind] $step_field: $step_ty,
                    concat!(
                        "Sets [`", stringify!($step_field), "`](field@", stringify!($name), "::",
                        stringify!($step_field), ").",
                    ),
                    $method(self) {
                        let mut made = self.0;
                        made.$step_field = $step_field;
                        made
                    } => $step_next
                );

                #[inline]
                fn __of(made: $name) -> Self {
                    Self(made)
                }
            }
        )*
    };
    ($name:ident { $($other:tt)* }) => {
        compile_error!(concat!(
            "expected `", stringify!($name), " { new method([kind] field: Type) => Type; .. }`, then ",
            "`in Type: method([kind] field: Type) => Type;` for each further value",
        ));
    };
}

/// Writes one method of a chain: the argument's kind, its documentation, and how it is set.
#[doc(hidden)]
#[macro_export]
macro_rules! __step {
    ([value] $field:ident: $ty:ty, $doc:expr, $method:ident($($this:ident)?) $body:block => $next:ident) => {
        #[doc = $doc]
        #[must_use]
        #[inline]
        pub fn $method($($this,)? $field: impl Into<$ty>) -> $next {
            let $field: $ty = $field.into();
            $next::__of($body)
        }
    };
    ([open] $field:ident: $ty:ty, $doc:expr, $method:ident($($this:ident)?) $body:block => $next:ident) => {
        #[doc = $doc]
        #[must_use]
        #[inline]
        pub fn $method($($this,)? $field: impl $crate::codegen::IntoArgument<$ty>) -> $next {
            let $field: $ty = $field.into_argument();
            $next::__of($body)
        }
    };
    ([list] $field:ident: $ty:ty, $doc:expr, $method:ident($($this:ident)?) $body:block => $next:ident) => {
        #[doc = $doc]
        #[must_use]
        pub fn $method<T: Into<$ty>>($($this,)? $field: impl IntoIterator<Item = T>) -> $next {
            let $field: Vec<$ty> = $field.into_iter().map(Into::into).collect();
            $next::__of($body)
        }
    };
}
