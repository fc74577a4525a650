//! Numbers that neither `i64`, `u64` nor `f64` can hold.
//!
//! `serde_json` fails on `1e400` and rounds an integer above 2^64. Such a number becomes a string of
//! the same characters, so that an id stays exact and the rest of the response is decoded.

use std::borrow::Cow;

/// The shortest run of digits that can be an integer outside 64 bits: `-9223372036854775809`.
const LONG: usize = 19;

/// Whether the text may have a number with a run of digits that is long enough to look at.
///
/// A run of that length covers a multiple of it, so only every 19th byte is read. Most long runs are
/// parts of ids and URLs; the preceding byte distinguishes them from numbers.
pub(super) fn has_long_number(text: &[u8]) -> bool {
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        at += match byte.is_ascii_digit().then(|| long_run(text, at)) {
            Some(Some(Run {
                may_be_number: true,
                ..
            })) => return true,
            // Bytes are looked at once, however long the run.
            Some(Some(Run { rest, .. })) => rest,
            _ => LONG,
        };
    }
    false
}

/// A long run of digits, and what else numbers consist of.
struct Run {
    may_be_number: bool,
    /// The bytes from the position to the end of the run.
    rest: usize,
}

/// Returns the long run with the digit at a position.
#[inline]
fn long_run(text: &[u8], at: usize) -> Option<Run> {
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    let before = text[..at].iter().rev().take_while(is_digit).count();
    let after = text[at..].iter().take_while(is_digit).count();
    if before + after < LONG {
        return None;
    }
    let mut front = text[..at].iter().rev().skip_while(|byte| is_part(**byte));
    let rest = text[at..].iter().take_while(|byte| is_part(**byte));
    Some(Run {
        // Inside a string, these can stand in front of digits, too.
        may_be_number: matches!(
            front.next(),
            None | Some(b':' | b',' | b'[' | b' ' | b'\t' | b'\n' | b'\r')
        ),
        rest: rest.count(),
    })
}

/// Puts numbers that no type holds into quotes. Text that is not JSON stays as it is.
#[cold]
pub(super) fn quoted(whole: &str) -> Cow<'_, str> {
    let text = whole.as_bytes();
    let mut quoted = String::new();
    // Up to where the text was copied, and looked at.
    let (mut copied, mut at) = (0, 0);
    while let Some(&byte) = text.get(at) {
        match byte {
            b'"' => at = end_of_string(text, at),
            b'-' | b'0'..=b'9' => {
                let end = at + text[at..].iter().take_while(|byte| is_part(**byte)).count();
                if is_out_of_range(&text[at..end]) {
                    // A number is ASCII, so that it begins and ends a character.
                    quoted.push_str(&whole[copied..at]);
                    quoted.push('"');
                    quoted.push_str(&whole[at..end]);
                    quoted.push('"');
                    copied = end;
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    if copied == 0 {
        return Cow::Borrowed(whole);
    }
    quoted.push_str(&whole[copied..]);
    Cow::Owned(quoted)
}

/// The index behind the string that starts at `start`.
fn end_of_string(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E')
}

/// Whether a number is valid JSON and no type holds it.
fn is_out_of_range(number: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(number) else {
        return false;
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let has_leading_zero = whole.len() > 1 && whole.starts_with('0');
    if has_leading_zero || ![whole, fraction, exponent].into_iter().all(are_digits) {
        return false;
    }
    if !text.contains(['.', 'e', 'E']) {
        return text.parse::<i64>().is_err() && text.parse::<u64>().is_err();
    }
    let is_zero = |text: &str| text.bytes().all(|byte| byte == b'0');
    match text.parse::<f64>() {
        // Too small for `f64`, but not zero.
        Ok(0.0) => !(is_zero(whole) && is_zero(fraction)),
        Ok(number) => number.is_infinite(),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{has_long_number, quoted};

    fn quoted_text(text: &str) -> String {
        quoted(text).into_owned()
    }

    #[test]
    fn number_that_no_type_holds_becomes_a_string() {
        for number in [
            "18446744073709551616",
            "-9223372036854775809",
            "123456789012345678901234567890",
            "1e400",
            "-1.5E+999",
            "1e-400",
        ] {
            let text = format!(r#"{{"a":[{number},1],"b":"{number}"}}"#);
            let expected = format!(r#"{{"a":["{number}",1],"b":"{number}"}}"#);
            assert_eq!(quoted_text(&text), expected);
        }
    }

    #[test]
    fn other_text_stays_as_it_is() {
        for text in [
            r#"{"a":18446744073709551615,"b":-9223372036854775808}"#,
            "[0.1234567890123456789, 1e308, 0e999, 0.0, -0]",
            r#""\\\" 18446744073709551616 ""#,
            "[018446744073709551616, 1e400e1, --1, 1.2.3, 1e, -]",
            r#"["18446744073709551616"#,
            "",
        ] {
            assert_eq!(quoted_text(text), text);
        }
    }

    #[test]
    fn long_number_is_found_wherever_it_starts() {
        for start in 0..60 {
            let mut text = vec![b' '; 120];
            text[start..start + 18].fill(b'7');
            assert!(!has_long_number(&text), "{start}");
            text[start + 18] = b'7';
            assert!(has_long_number(&text), "{start}");
            text[start..start + 40].fill(b'7');
            assert!(has_long_number(&text), "{start}");
        }
    }

    #[test]
    fn long_run_counts_where_a_number_can_stand() {
        let run = "7".repeat(40);
        for front in ["", "[", "[1,", "{\"a\":", "{\"a\": -", "[0.", "[-0.", "[1e"] {
            assert!(
                has_long_number(format!("{front}{run}]").as_bytes()),
                "{front}"
            );
        }
        for front in ["[\"", "[\"65a", "[\"65e", "[\"https://example.com/", "[\"-"] {
            let text = format!("{front}{run}\"]");
            assert!(!has_long_number(text.as_bytes()), "{front}");
            let text = format!("{front}{run}\",{run}]");
            assert!(has_long_number(text.as_bytes()), "{front}");
        }
    }
}
