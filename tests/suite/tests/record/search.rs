//! A search for a secret in every form that it can have in a text.

use std::fmt::Write as _;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// The characters of Base64 that depend on these bytes only, when they begin at a position in a group
/// of three.
pub fn base64(bytes: &[u8], offset: usize) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits = vec![false; offset * 8];
    bits.extend(
        bytes
            .iter()
            .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1)),
    );
    let first = (offset * 8).div_ceil(6);
    let digits = bits.chunks_exact(6).skip(first);
    let digit = |bits: &[bool]| {
        bits.iter()
            .fold(0, |value, bit| value * 2 + usize::from(*bit))
    };
    digits.map(|bits| char::from(DIGITS[digit(bits)])).collect()
}

/// The forms in which a secret can be in a text.
pub fn forms(secret: &str) -> Vec<String> {
    let percent = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let json = Value::from(secret).to_string();
    let ascii: String = secret.encode_utf16().fold(String::new(), |mut text, unit| {
        match u8::try_from(unit).ok().filter(u8::is_ascii_graphic) {
            Some(byte) => text.push(char::from(byte)),
            None => _ = write!(text, "\\u{unit:04x}"),
        }
        text
    });
    let hex: String = secret.bytes().fold(String::new(), |mut text, byte| {
        _ = write!(text, "{byte:02x}");
        text
    });
    let mut forms = vec![
        secret.to_owned(),
        secret.to_lowercase(),
        json.trim_matches('"').to_owned(),
        ascii,
        hex,
        percent.replace("%20", "+"),
        percent,
    ];
    for offset in 0..3 {
        let plain = base64(secret.as_bytes(), offset);
        forms.push(plain.replace('+', "-").replace('/', "_"));
        forms.push(plain);
    }
    // The longest word is enough to recognize a person.
    let words = secret.split(|c: char| !c.is_alphanumeric());
    forms.extend(words.filter(|word| word.len() >= 7).map(str::to_owned));
    forms
}

#[test]
fn search_finds_each_form() {
    let secret = "Zoë \"Doe\" & co";
    for text in [
        "name: Zoë \\\"Doe\\\" & co",
        "Zo\\u00eb\\u0020\"Doe\"\\u0020&\\u0020co",
        "Zo%C3%AB+%22Doe%22+%26+co",
        "Wm/DqyAiRG9lIiAmIGNv",
        "5a6fc3ab2022446f6522202620636f",
    ] {
        assert!(
            forms(secret).iter().any(|form| text.contains(form)),
            "{text}"
        );
    }
    // `x` and `xx` before it, in Base64 as another program makes it.
    for (text, offset) in [
        ("eFpvw6sgIkRvZSIgJiBjbw", 1),
        ("eHhab8OrICJEb2UiICYgY28", 2),
    ] {
        assert!(text.contains(&base64(secret.as_bytes(), offset)), "{text}");
    }
}
