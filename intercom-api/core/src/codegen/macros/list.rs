//! The macro that makes a type that is nothing but a list usable as one.

/// Names the list of a type and its items.
///
/// ```text
/// list!(TagList: data, Tag);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __list {
    ($name:ident: $field:ident, $item:ty) => {
        impl $name {
            #[doc = concat!("Returns the number of items in [`", stringify!($field), "`](field@Self::", stringify!($field), "): those of this page.")]
            #[inline]
            pub fn len(&self) -> usize {
                self.$field.len()
            }

            #[doc = concat!("Returns whether [`", stringify!($field), "`](field@Self::", stringify!($field), ") is empty.")]
            #[inline]
            pub fn is_empty(&self) -> bool {
                self.$field.is_empty()
            }

            #[doc = concat!("Iterates over [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
            #[inline]
            pub fn iter(&self) -> std::slice::Iter<'_, $item> {
                self.$field.iter()
            }
        }

        impl IntoIterator for $name {
            type Item = $item;
            type IntoIter = std::vec::IntoIter<$item>;

            #[inline]
            fn into_iter(self) -> Self::IntoIter {
                self.$field.into_iter()
            }
        }

        impl<'a> IntoIterator for &'a $name {
            type Item = &'a $item;
            type IntoIter = std::slice::Iter<'a, $item>;

            #[inline]
            fn into_iter(self) -> Self::IntoIter {
                self.$field.iter()
            }
        }
    };
    ($($other:tt)*) => {
        compile_error!("expected `Type: field, Item`");
    };
}
