//! The ways in which a response is changed.

use std::fmt;

use serde_json::Value;

use super::json_path::Step;
use super::random::Random;

/// A way to change one value of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Null in its place.
    Null,
    /// It is not there.
    Dropped,
    /// A number where there was text.
    StringToNumber,
    /// Text where there was a number.
    NumberToString,
    /// Text where there was a boolean.
    BoolToString,
    /// An empty list where there was an object.
    ObjectToList,
    /// Null where there was a list.
    ListToNull,
    /// A string that no enumeration has.
    UnknownEnum,
    /// A key that no type has.
    UnknownKey,
    /// Its key a second time, with another value.
    DuplicateKey,
    /// The least and largest integers of 64 bits, and numbers beyond.
    Extremes,
    /// Text of emoji, escapes and control characters.
    Escapes,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Null,
        Self::Dropped,
        Self::StringToNumber,
        Self::NumberToString,
        Self::BoolToString,
        Self::ObjectToList,
        Self::ListToNull,
        Self::UnknownEnum,
        Self::UnknownKey,
        Self::DuplicateKey,
        Self::Extremes,
        Self::Escapes,
    ];

    /// Whether a value can be changed this way. The document itself stays an object: a response of
    /// another kind altogether is an error, as it should be.
    pub(super) fn applies(self, value: &Value, step: Option<&Step>) -> bool {
        match (self, step) {
            (Self::UnknownKey, _) => value.is_object(),
            (_, None) => false,
            (Self::DuplicateKey, Some(step)) => matches!(step, Step::Key(_)),
            (Self::Dropped, _) => true,
            (Self::Null, _) => !value.is_null(),
            (Self::StringToNumber | Self::UnknownEnum | Self::Escapes, _) => value.is_string(),
            (Self::NumberToString, _) => value.is_number(),
            (Self::BoolToString, _) => value.is_boolean(),
            (Self::ObjectToList, _) => value.is_object(),
            (Self::ListToNull, _) => value.is_array(),
            (Self::Extremes, _) => value.is_number() || value.is_string(),
        }
    }

    /// The JSON text in place of a value; `None` when it is dropped.
    pub(super) fn text(
        self,
        value: &Value,
        step: Option<&Step>,
        random: &mut Random,
    ) -> Option<String> {
        const EXTREMES: [&str; 6] = [
            "-9223372036854775808",
            "9223372036854775807",
            "18446744073709551615",
            "9007199254740993",
            "1e300",
            "-1.5e-300",
        ];
        const OTHERS: [&str; 6] = [
            "null",
            "7",
            "\"again\"",
            "true",
            "[\"again\"]",
            "{\"again\":7}",
        ];
        Some(match self {
            Self::Dropped => return None,
            Self::Null | Self::ListToNull => "null".to_owned(),
            Self::StringToNumber => random.below(2_000_000_000).to_string(),
            Self::NumberToString | Self::BoolToString => Value::from(value.to_string()).to_string(),
            Self::ObjectToList => "[]".to_owned(),
            Self::UnknownEnum => r#""value_of_tomorrow""#.to_owned(),
            Self::UnknownKey => {
                let inner = value.to_string();
                let inner = inner.strip_suffix('}').unwrap_or(&inner);
                let comma = if inner.len() > 1 { "," } else { "" };
                format!(r#"{inner}{comma}"key_of_tomorrow":{{"a":[1,"b",null]}}}}"#)
            }
            Self::DuplicateKey => {
                let Some(Step::Key(key)) = step else {
                    return None;
                };
                let key = Value::from(key.as_str());
                format!("{value},{key}:{}", random.one_of(&OTHERS))
            }
            Self::Extremes => (*random.one_of(&EXTREMES)).to_owned(),
            Self::Escapes => r#""\ud83d\ude00👩‍🚀 \"\\\/\b\f\n\r\t\u0000\u00e9é\u2028""#.to_owned(),
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Null => "null",
            Self::Dropped => "dropped",
            Self::StringToNumber => "string to number",
            Self::NumberToString => "number to string",
            Self::BoolToString => "boolean to string",
            Self::ObjectToList => "object to []",
            Self::ListToNull => "list to null",
            Self::UnknownEnum => "unknown enum value",
            Self::UnknownKey => "unknown key",
            Self::DuplicateKey => "duplicate key",
            Self::Extremes => "64-bit extremes",
            Self::Escapes => "emoji and escapes",
        })
    }
}
