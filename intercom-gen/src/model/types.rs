//! The type of a field, a parameter, a body or a response.

use super::Shape;

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Type {
    /// Text.
    Text,
    /// The kind of a received object, which is text.
    Kind,
    /// An integer of 64 bits.
    Integer,
    /// The number of items per page.
    PageSize,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// An id: a string or an integer.
    Id {
        /// Whether it is an integer on the wire.
        integer: bool,
    },
    /// A point in time: Unix seconds on the wire, or ISO 8601 text.
    Timestamp {
        /// Whether the wire holds text.
        text: bool,
    },
    /// Any JSON.
    Json,
    /// Names and values that customers define.
    Attributes,
    /// A list.
    List(Box<Type>),
    /// Names and values of one type.
    Map(Box<Type>),
    /// One value or a list of them.
    OneOrMany(Box<Type>),
    /// A file that is sent.
    Upload,
    /// A form whose parts the description does not name.
    Multipart,
    /// A definition, by its name.
    Named(String),
}

impl Type {
    /// The type of a key, whatever range the schema has: the number of items per page has the same
    /// type everywhere.
    #[must_use]
    pub fn of_key(self, key: &str) -> Self {
        match self {
            Self::Integer if key == "per_page" => Self::PageSize,
            other => other,
        }
    }

    /// The definitions that the type names.
    pub fn names(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(inner) | Self::Map(inner) | Self::OneOrMany(inner) => inner.names(),
            _ => None,
        }
    }

    /// Whether the type is a value without parts. `shape` looks up a definition by its name.
    pub fn is_plain<'s>(&self, shape: impl FnOnce(&str) -> Option<&'s Shape>) -> bool {
        match self {
            Self::Named(name) => matches!(shape(name), Some(Shape::Enumeration(_))),
            Self::Text
            | Self::Kind
            | Self::Integer
            | Self::PageSize
            | Self::Number
            | Self::Boolean
            | Self::Id { .. }
            | Self::Timestamp { .. } => true,
            Self::Json
            | Self::Attributes
            | Self::List(_)
            | Self::Map(_)
            | Self::OneOrMany(_)
            | Self::Upload
            | Self::Multipart => false,
        }
    }

    /// The same type with its definition renamed.
    #[must_use]
    pub fn rename(&self, rename: &impl Fn(&str) -> String) -> Self {
        let inner = |inner: &Self| Box::new(inner.rename(rename));
        match self {
            Self::Named(name) => Self::Named(rename(name)),
            Self::List(element) => Self::List(inner(element)),
            Self::Map(element) => Self::Map(inner(element)),
            Self::OneOrMany(element) => Self::OneOrMany(inner(element)),
            other => other.clone(),
        }
    }
}
