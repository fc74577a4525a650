//! Comparisons of ids: by their text, with text and with integers.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::Id;

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Id {}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Id {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for Id {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

/// Hash, order and equality are those of the text.
impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

/// Comparisons with text, in both directions.
macro_rules! texts {
    ($($text:ty),*) => {$(
        impl PartialEq<$text> for Id {
            fn eq(&self, other: &$text) -> bool {
                let other: &str = other.as_ref();
                self.as_str() == other
            }
        }

        impl PartialEq<Id> for $text {
            fn eq(&self, other: &Id) -> bool {
                other == self
            }
        }
    )*};
}
texts!(str, &str, String);

/// Comparisons with integers, in both directions.
macro_rules! integers {
    ($($integer:ty as $make:ident($wide:ty)),* $(,)?) => {$(
        impl PartialEq<$integer> for Id {
            fn eq(&self, other: &$integer) -> bool {
                *self == Id::$make(<$wide>::from(*other))
            }
        }

        impl PartialEq<Id> for $integer {
            fn eq(&self, other: &Id) -> bool {
                other == self
            }
        }
    )*};
}
integers!(
    i32 as of_i64(i64),
    i64 as of_i64(i64),
    u32 as of_u64(u64),
    u64 as of_u64(u64)
);
