//! How much memory a decoded body may take.
//!
//! An empty object is three bytes on the wire and a whole record in memory, so a limit of received
//! bytes does not bound what is decoded. The estimate here counts objects and elements; it needs no
//! decoding, and the common sizes of bodies need no counting either.

use crate::error::Error;
use crate::response::RawResponse;

/// What an object may take at most, in bytes. No generated record is larger.
const OBJECT: usize = 1280;

/// What an element of a list, or a value in an object, may take beside its own bytes.
const ELEMENT: usize = 48;

/// What every decoded body may take, in bytes, however small the limit of its own size.
const LEAST: usize = 64 * 1024 * 1024;

/// A body of this size cannot exceed [`LEAST`]: an object has two bytes and a separator.
const SMALL: usize = LEAST / (OBJECT + ELEMENT) * 3;

/// Checks the estimate against the limit of the client.
///
/// # Errors
///
/// [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) when the decoded body may exceed it.
pub(super) fn check(response: &RawResponse) -> Result<(), Error> {
    let body = response.body();
    let limit = response.max_size.max(LEAST);
    if body.len() <= SMALL || estimate(body) <= limit {
        return Ok(());
    }
    Err(Error::decoded_too_large(response, limit))
}

/// The memory that a body may take after decoding.
fn estimate(body: &[u8]) -> usize {
    let whole = count(body, b'{', b',');
    if whole.0.saturating_mul(OBJECT) <= LEAST / 2 && whole.1.saturating_mul(ELEMENT) <= LEAST / 2 {
        return 0;
    }
    // Braces and commas inside strings are text.
    let (objects, elements) = outside_strings(body);
    objects
        .saturating_mul(OBJECT)
        .saturating_add(elements.saturating_mul(ELEMENT))
}

/// Counts two bytes in one pass that the compiler can vectorize.
fn count(body: &[u8], first: u8, second: u8) -> (usize, usize) {
    let mut counts = (0, 0);
    for chunk in body.chunks(255) {
        let (mut of_first, mut of_second) = (0_u8, 0_u8);
        for byte in chunk {
            of_first += u8::from(*byte == first);
            of_second += u8::from(*byte == second);
        }
        counts.0 += usize::from(of_first);
        counts.1 += usize::from(of_second);
    }
    counts
}

/// Counts objects and elements.
#[cold]
fn outside_strings(body: &[u8]) -> (usize, usize) {
    let (mut objects, mut elements) = (0, 0);
    let (mut in_string, mut is_escaped) = (false, false);
    for byte in body {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b'{' if !in_string => objects += 1,
            b',' | b'[' if !in_string => elements += 1,
            _ => {}
        }
    }
    (objects, elements)
}

#[cfg(test)]
mod tests {
    use super::{LEAST, SMALL, count, estimate, outside_strings};

    #[test]
    fn text_in_strings_is_not_counted() {
        let body = br#"[{"a{,":"\\\"{,"},{},[1,2]]"#;
        assert_eq!(outside_strings(body), (2, 5));
        assert_eq!(count(body, b'{', b','), (4, 5));
        assert_eq!(count(&vec![b'{'; 1000], b'{', b','), (1000, 0));
    }

    #[test]
    fn many_empty_objects_exceed_the_least_limit() {
        let list = |count| ["[", "{},".repeat(count).trim_end_matches(','), "]"].concat();
        assert!(estimate(list(300_000).as_bytes()) > LEAST);
        assert!(estimate(list(30_000).as_bytes()) <= LEAST);
        // Below the size that is not counted at all, nothing exceeds it.
        assert!(estimate(list(SMALL / 3 - 100).as_bytes()) <= LEAST);
        let text = ["\"", &"{,".repeat(1_000_000), "\""].concat();
        assert_eq!(estimate(text.as_bytes()), 0);
    }
}
