//! The form of a string.

use std::net::IpAddr;

/// What a string looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Email,
    Url,
    Ip,
    Uuid,
    /// 24 hexadecimal digits, with a letter.
    ObjectId,
    Digits,
    Phone,
    Text,
}

impl Shape {
    pub(super) fn of(text: &str) -> Self {
        if is_email(text) {
            Self::Email
        } else if is_url(text) {
            Self::Url
        } else if text.parse::<IpAddr>().is_ok() {
            Self::Ip
        } else if is_uuid(text) {
            Self::Uuid
        } else if is_digits(text) {
            Self::Digits
        } else if text.len() == 24 && is_hex(text) {
            Self::ObjectId
        } else if is_phone(text) {
            Self::Phone
        } else {
            Self::Text
        }
    }

    /// Returns the name of a stand-in's kind on the cassette.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Url => "url",
            Self::Ip => "ip",
            Self::Uuid | Self::ObjectId => "id",
            Self::Digits => "digits",
            Self::Phone => "phone",
            Self::Text => "text",
        }
    }
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_hex(text: &str) -> bool {
    text.bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether it is an ID of Intercom.
pub(super) fn is_id(text: &str) -> bool {
    match Shape::of(text) {
        Shape::Digits => text.len() <= 20,
        Shape::ObjectId | Shape::Uuid => true,
        _ => false,
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_space = |c: char| c.is_whitespace() || c.is_control();
    !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !text.contains("://")
        && !text.contains(is_space)
        && !text.contains(['<', '>', ',', ';', '"'])
}

fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(is_scheme)
        && scheme.len() <= 10
        && !rest.is_empty()
        && !text.contains(char::is_whitespace)
        && url::Url::parse(text).is_ok_and(|url| url.has_host())
}

fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_part = |byte: u8| {
        byte.is_ascii_digit() || matches!(byte, b'+' | b' ' | b'(' | b')' | b'-' | b'.' | b'/')
    };
    (6..=20).contains(&digits)
        && text.len() <= 40
        && text.bytes().all(is_part)
        && text.starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == '(')
}

/// Returns the next group of digits with marks between them that may be a phone number or an IP
/// address, from a position on.
pub(super) fn next_phone(text: &str, from: usize) -> Option<std::ops::Range<usize>> {
    let is_part = |c: char| c.is_ascii_digit() || " +()-./".contains(c);
    let mut start = from;
    while let Some(found) = text[start..].find(|c: char| c.is_ascii_digit()) {
        start += found;
        let end = text[start..]
            .find(|c| !is_part(c))
            .map_or(text.len(), |end| start + end);
        let run = text[start..end].trim_end_matches(|c: char| !c.is_ascii_digit());
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        if text[..start].ends_with(char::is_alphanumeric) {
            // The digits belong to a word; what follows may not.
            start += run.find(|c: char| !c.is_ascii_digit()).unwrap_or(run.len());
        } else if digits >= 7 && digits < run.len() {
            return Some(start..start + run.len());
        } else {
            start += run.len();
        }
    }
    None
}

/// Whether a text contains such a group.
pub(super) fn has_phone(text: &str) -> bool {
    next_phone(text, 0).is_some()
}

/// Whether it is a date or a moment of ISO 8601.
pub(super) fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_date = bytes.len() >= 10
        && bytes
            .iter()
            .take(10)
            .enumerate()
            .all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
    let is_part = |byte: &u8| byte.is_ascii_digit() || b":.+-Z".contains(byte);
    is_date
        && bytes.len() <= 35
        && match bytes.get(10) {
            None => true,
            Some(b'T' | b' ') => bytes.get(13) == Some(&b':') && bytes[11..].iter().all(is_part),
            Some(_) => false,
        }
}

/// Whether digits can be a time in seconds or milliseconds between 2001 and 2033. No phone number with its
/// country code begins with 1 and has 10 or 13 digits.
pub(super) fn is_timestamp(text: &str) -> bool {
    is_digits(text)
        && text.parse::<u64>().is_ok_and(|number| {
            (1_000_000_000..2_000_000_000).contains(&number)
                || (1_000_000_000_000..2_000_000_000_000).contains(&number)
        })
}

/// Whether it is a short count or a version, such as `25` or `2.14`.
pub(super) fn is_short_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.len() <= 6
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::{Shape, is_time, is_timestamp};

    #[test]
    fn shape_is_that_of_the_whole_string() {
        for (text, shape) in [
            ("jane@example.com", Shape::Email),
            ("Jane <jane@example.com>", Shape::Text),
            ("https://example.com/a?b=c", Shape::Url),
            ("see https://example.com", Shape::Text),
            ("mailto:jane@example.com", Shape::Email),
            ("203.0.113.7", Shape::Ip),
            ("2001:db8::1", Shape::Ip),
            ("5ba682d23d7cf92bef87bfd4", Shape::ObjectId),
            ("123456789012345678901234", Shape::Digits),
            ("3ecf64d0-9ed1-4e9f-88e1-da7d6e6782f3", Shape::Uuid),
            ("+353 (0)87-123 4567", Shape::Phone),
            ("12", Shape::Digits),
            ("Jane", Shape::Text),
            ("", Shape::Text),
        ] {
            assert_eq!(Shape::of(text), shape, "{text}");
        }
    }

    #[test]
    fn times_are_recognized() {
        for time in [
            "2026-11-26",
            "2026-11-26T12:00:00Z",
            "2026-11-26 12:00:00.5+01:00",
        ] {
            assert!(is_time(time), "{time}");
        }
        for other in [
            "2026-11-26 Jane",
            "2026-11-26 087 1234567",
            "2026-11-2",
            "2026-11-26T",
            "0871-23-4567",
        ] {
            assert!(!is_time(other), "{other}");
        }
        assert!(is_timestamp("1560436650") && is_timestamp("1560436650123"));
        assert!(!is_timestamp("4155551234") && !is_timestamp("353871234567"));
    }
}
