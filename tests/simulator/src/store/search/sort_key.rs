//! What results of a search are sorted by, and how a cursor holds it.

use std::cmp::Ordering;

use serde_json::Value;

use crate::exchange::text;

/// The value of the field that results are sorted by. Results without one come first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SortKey {
    Missing,
    Number(f64),
    Text(String),
}

impl SortKey {
    /// Returns the key of a value, without regard to case.
    pub(crate) fn of(value: Option<&Value>) -> Self {
        match value {
            None | Some(Value::Null) => Self::Missing,
            Some(Value::Number(number)) => number.as_f64().map_or(Self::Missing, Self::Number),
            Some(value) => {
                text(value).map_or(Self::Missing, |text| Self::Text(text.to_lowercase()))
            }
        }
    }

    pub(crate) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(first), Self::Number(second)) => first.total_cmp(second),
            (Self::Text(first), Self::Text(second)) => first.cmp(second),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Missing => 0,
            Self::Number(_) => 1,
            Self::Text(_) => 2,
        }
    }

    /// Writes the key in characters that a cursor may have.
    pub(crate) fn encode(&self) -> String {
        match self {
            Self::Missing => "m".to_owned(),
            Self::Number(number) => format!("n{:x}", number.to_bits()),
            Self::Text(text) => text
                .bytes()
                .fold("t".to_owned(), |code, byte| format!("{code}{byte:02x}")),
        }
    }

    /// Reads what [`encode`](Self::encode) wrote.
    pub(crate) fn decode(code: &str) -> Option<Self> {
        if code == "m" {
            return Some(Self::Missing);
        }
        if let Some(bits) = code.strip_prefix('n') {
            let bits = u64::from_str_radix(bits, 16).ok()?;
            return Some(Self::Number(f64::from_bits(bits)));
        }
        let (digits, rest) = code.strip_prefix('t')?.as_bytes().as_chunks::<2>();
        let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let bytes: Option<Vec<u8>> = digits.iter().map(byte).collect();
        let text = String::from_utf8(bytes?).ok()?;
        rest.is_empty().then_some(Self::Text(text))
    }
}
