//! Identifiers: one type for ids that travel as text and for ids that travel as numbers.

mod compare;
mod convert;
mod wire;

#[cfg(test)]
mod tests;

use std::fmt;

pub use self::wire::IdForm;
pub(crate) use self::wire::has_form;
use self::wire::is_canonical;
use super::inline::Inline;

/// The id of an object of the API.
///
/// Intercom sends some ids as strings and others as integers, and the same id can occur in both
/// forms. An `Id` converts from both and equals both. A request carries each id in the JSON type
/// that its field has in Intercom's description; a received id is written back in its own form.
///
#[doc = example!()]
/// use intercom_api::Id;
///
/// let id = Id::from("814860");
/// assert_eq!(id, Id::from(814_860));
/// assert_eq!(id, "814860");
/// assert_eq!(id, 814_860);
/// assert_eq!(id.to_i64(), Some(814_860));
/// ```
///
/// Ids are compared, ordered and hashed by their text, so a map with `Id` keys can be searched
/// with a `&str`. The default is the empty id, which no object has.
#[derive(Clone)]
pub struct Id(Repr);

#[derive(Clone)]
enum Repr {
    /// An integer, as its digits.
    Number(Inline),
    /// Text that is short enough.
    Text(Inline),
    /// Any other text.
    Long(Box<str>),
}

impl Id {
    /// Creates an id from text.
    #[inline]
    pub(crate) fn of_text(text: &str) -> Self {
        match Inline::of(text) {
            Some(inline) => Self(Repr::Text(inline)),
            None => Self(Repr::Long(text.into())),
        }
    }

    /// Creates an id from an integer.
    pub(crate) fn of_i64(value: i64) -> Self {
        let inline = Inline::of_integer(value < 0, value.unsigned_abs());
        Self(Repr::Number(inline))
    }

    /// Creates an id from an integer.
    pub(crate) fn of_u64(value: u64) -> Self {
        Self(Repr::Number(Inline::of_integer(false, value)))
    }

    /// Returns the id as text.
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Number(inline) | Repr::Text(inline) => inline.as_str(),
            Repr::Long(text) => text,
        }
    }

    /// Returns the id as an integer, or `None` if its text is not the usual spelling of one.
    ///
    #[doc = example!()]
    /// use intercom_api::Id;
    ///
    /// assert_eq!(Id::from("25").to_i64(), Some(25));
    /// assert_eq!(Id::from("025").to_i64(), None);
    /// assert_eq!(Id::from("6762f0dd1bb69f9f2193bb83").to_i64(), None);
    /// ```
    pub fn to_i64(&self) -> Option<i64> {
        let text = self.as_str();
        if is_canonical(text) {
            text.parse().ok()
        } else {
            None
        }
    }

    /// Returns the id as an unsigned integer, under the same condition.
    pub fn to_u64(&self) -> Option<u64> {
        let text = self.as_str();
        if is_canonical(text) {
            text.parse().ok()
        } else {
            None
        }
    }

    /// Returns whether the id is empty, as it is by default.
    pub fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }

    /// Returns whether the id was an integer in its source.
    fn is_number(&self) -> bool {
        matches!(self.0, Repr::Number(_))
    }
}

impl Default for Id {
    fn default() -> Self {
        Self(Repr::Text(Inline::EMPTY))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Id {
    /// Shows the id as it was given: with quotes if it was text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_number() {
            f.write_str(self.as_str())
        } else {
            fmt::Debug::fmt(self.as_str(), f)
        }
    }
}

/// The text of the id, so that an id can be passed where `&str` is expected.
impl std::ops::Deref for Id {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}
