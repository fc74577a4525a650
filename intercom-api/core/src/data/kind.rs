//! What kind of object a received value is.

use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::inline::Inline;
use crate::data::scalar::{self, Fit, Scalar, scalar_fields};
use crate::data::view::View;

/// The kind of a received object, such as `contact` or `conversation_part.list`.
///
/// Intercom sends it under the key `type`. It is any text: a kind that is new is read like the ones
/// that are known. Up to 22 bytes are kept in place, so reading a kind does not allocate.
///
/// A `Kind` equals text and can be used as `&str`:
///
#[doc = example!()]
/// use intercom_api::Kind;
///
/// let kind = Some(Kind::from("contact"));
/// assert_eq!(kind.as_deref(), Some("contact"));
/// assert!(kind.is_some_and(|kind| kind == "contact" && !kind.ends_with(".list")));
/// ```
///
/// The default is the empty text, which no object has.
#[derive(Clone)]
pub struct Kind(Repr);

#[derive(Clone)]
enum Repr {
    /// Text that is short enough.
    Short(Inline),
    /// Any other text.
    Long(Box<str>),
}

impl Kind {
    /// Returns the kind as text.
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Short(inline) => inline.as_str(),
            Repr::Long(text) => text,
        }
    }
}

impl Default for Kind {
    fn default() -> Self {
        Self(Repr::Short(Inline::EMPTY))
    }
}

impl From<&str> for Kind {
    #[inline]
    fn from(text: &str) -> Self {
        match Inline::of(text) {
            Some(inline) => Self(Repr::Short(inline)),
            None => Self(Repr::Long(text.into())),
        }
    }
}

/// Borrowed and owned forms of text.
macro_rules! from_texts {
    ($($text:ty),* $(,)?) => {$(
        impl From<$text> for Kind {
            fn from(text: $text) -> Self {
                let text: &str = text.as_ref();
                Self::from(text)
            }
        }
    )*};
}
from_texts!(String, &String, Cow<'_, str>, Box<str>);

impl From<Kind> for String {
    fn from(kind: Kind) -> Self {
        match kind.0 {
            Repr::Short(inline) => inline.as_str().to_owned(),
            Repr::Long(text) => text.into(),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Deref for Kind {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Kind {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

/// Hash, order and equality are those of the text.
impl Borrow<str> for Kind {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Kind {}

impl PartialOrd for Kind {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Kind {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for Kind {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

/// Comparisons with text, in both directions.
macro_rules! texts {
    ($($text:ty),*) => {$(
        impl PartialEq<$text> for Kind {
            fn eq(&self, other: &$text) -> bool {
                let other: &str = other.as_ref();
                self.as_str() == other
            }
        }

        impl PartialEq<Kind> for $text {
            fn eq(&self, other: &Kind) -> bool {
                other == self
            }
        }
    )*};
}
texts!(str, &str, String);

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        scalar::deserialize(input)
    }
}

scalar_fields!(Kind: |kind| View::Text(kind.as_str()));

/// As lenient as a string.
impl Scalar for Kind {
    const EXPECTED: &'static str = String::EXPECTED;

    fn from_bool(value: bool) -> Fit<Self> {
        Fit::Whole(if value { "true" } else { "false" }.into())
    }

    fn from_integer(value: i64) -> Fit<Self> {
        Fit::Whole(value.to_string().into())
    }

    fn from_large(value: u64) -> Fit<Self> {
        Fit::Whole(value.to_string().into())
    }

    fn from_float(value: f64) -> Fit<Self> {
        Fit::Whole(Value::from(value).to_string().into())
    }

    #[inline]
    fn from_text(value: &str) -> Fit<Self> {
        Fit::Whole(value.into())
    }
}

#[cfg(test)]
mod tests {
    use std::mem::size_of;

    use serde_json::{Value, json};

    use super::*;
    use crate::data::inline::INLINE;

    /// Whether the text lies inside of the value itself.
    fn is_in_place(kind: &Kind) -> bool {
        let start = std::ptr::from_ref(kind).addr();
        (start..start + size_of::<Kind>()).contains(&kind.as_str().as_ptr().addr())
    }

    #[test]
    fn text_of_any_length_is_kept() {
        for length in 0..100 {
            let text: String = "é.list".chars().cycle().take(length).collect();
            let kind = Kind::from(text.as_str());
            assert_eq!(kind, text);
            assert_eq!(is_in_place(&kind), text.len() <= INLINE, "{length}");
            assert_eq!(serde_json::to_value(&kind).unwrap(), json!(text));
            assert_eq!(serde_json::from_value::<Kind>(json!(text)).unwrap(), kind);
            assert_eq!(String::from(kind), text);
        }
    }

    #[test]
    fn kind_is_as_large_as_a_string() {
        assert_eq!(size_of::<Kind>(), size_of::<String>());
        assert_eq!(size_of::<Option<Kind>>(), size_of::<Option<String>>());
    }

    #[test]
    fn other_scalars_are_read_as_by_a_string() {
        for value in [
            json!(true),
            json!(false),
            json!(-7),
            json!(u64::MAX),
            json!(0.5),
            Value::Null,
            json!([1]),
            json!({"a": 1}),
        ] {
            let text = serde_json::from_value::<String>(value.clone());
            let kind = serde_json::from_value::<Kind>(value.clone());
            if !value.is_null() && !value.is_array() && !value.is_object() {
                let read: Fit<Kind> = match &value {
                    Value::Bool(value) => Kind::from_bool(*value),
                    Value::Number(number) if number.is_i64() => Kind::from_integer(-7),
                    Value::Number(number) if number.is_u64() => Kind::from_large(u64::MAX),
                    _ => Kind::from_float(0.5),
                };
                assert_eq!(read, Fit::Whole(Kind::from(value.to_string())));
                assert_eq!(kind.unwrap(), value.to_string());
            } else {
                assert_eq!(kind.is_err(), text.is_err(), "{value}");
            }
        }
    }
}
