//! Short texts that are kept in place, without an allocation.

/// The longest text that is kept in place: every integer, most short ids, and the kinds of objects.
/// With its length and the tag of an enumeration, it is as large as a `String`.
pub(super) const INLINE: usize = 22;

/// A short text in place.
#[derive(Clone, Copy)]
pub(super) struct Inline {
    length: u8,
    bytes: [u8; INLINE],
}

impl Inline {
    /// The empty text.
    pub(super) const EMPTY: Self = Self {
        length: 0,
        bytes: [0; INLINE],
    };

    /// Copies a text, if it is short enough.
    #[inline]
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut inline = Self::EMPTY;
        inline
            .bytes
            .get_mut(..text.len())?
            .copy_from_slice(text.as_bytes());
        inline.length = u8::try_from(text.len()).ok()?;
        Some(inline)
    }

    /// Writes an integer in digits.
    pub(super) fn of_integer(is_negative: bool, mut magnitude: u64) -> Self {
        // `-` and the 20 digits of `u64::MAX` fit.
        let mut digits = [0; INLINE];
        let mut start = INLINE;
        loop {
            start -= 1;
            // A remainder of ten is below ten.
            digits[start] = b'0' + u8::try_from(magnitude % 10).unwrap_or_default();
            magnitude /= 10;
            if magnitude == 0 {
                break;
            }
        }
        if is_negative {
            start -= 1;
            digits[start] = b'-';
        }
        let length = INLINE - start;
        let mut inline = Self::EMPTY;
        inline.bytes[..length].copy_from_slice(&digits[start..]);
        inline.length = u8::try_from(length).unwrap_or_default();
        inline
    }

    /// The text.
    #[inline]
    pub(super) fn as_str(&self) -> &str {
        let text = self.bytes.get(..usize::from(self.length));
        // Only whole texts are copied, so this always is UTF-8.
        std::str::from_utf8(text.unwrap_or_default()).unwrap_or_default()
    }
}
