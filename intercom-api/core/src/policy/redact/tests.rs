use std::sync::Arc;

use secrecy::SecretString;

use super::{Charset, Redactor, Secret};

const SECRET: &str = "dG9rOjEyMzQ1-Abc_xyz==";

fn redactor(secret: &str) -> Redactor {
    let mut redactor = Redactor::default();
    redactor.add(&Arc::new(Secret::new(SecretString::from(secret))));
    redactor
}

fn clean(text: &str) -> String {
    redactor(SECRET).clean(text, Charset::Text, 1_000)
}

/// Each byte of the secret in an encoding.
fn bytes(encode: impl Fn(u8) -> String) -> String {
    SECRET.bytes().map(encode).collect::<Vec<_>>().concat()
}

fn percent() -> String {
    bytes(|byte| format!("%{byte:02x}"))
}

#[test]
fn secret_is_removed_in_every_spelling() {
    let separated: Vec<_> = SECRET.chars().map(String::from).collect();
    for spelled in [
        SECRET.to_owned(),
        SECRET.to_uppercase(),
        SECRET.to_lowercase(),
        SECRET.chars().rev().collect(),
        percent(),
        percent().replace('%', "%25"),
        percent().replace('%', "%2525"),
        percent().replace('%', "\\x"),
        percent().replace('%', "\\u00"),
        percent().replace('%', ""),
        bytes(|byte| format!("&#{byte};")),
        bytes(|byte| format!("&#x{byte:x};")),
        separated.join(" "),
        separated.join("\u{200b}"),
        separated.join("\r\n"),
        separated.join("."),
        SECRET[..14].to_owned(),
        SECRET[5..].to_owned(),
    ] {
        let text = clean(&format!("before {spelled} after"));
        let rest = text.replace("<redacted>", "");
        assert!(text.contains("<redacted>"), "{spelled}: {text}");
        // The padding of base64 may stay.
        let kept = rest.chars().filter(char::is_ascii_alphanumeric).count();
        assert!(
            kept <= "before 253d253d253d after".len(),
            "{spelled}: {text}"
        );
        let lower = rest.to_lowercase();
        let parts = SECRET.as_bytes().windows(4);
        let mut parts = parts.map(|part| String::from_utf8_lossy(part).to_lowercase());
        assert!(
            parts.all(|part| !lower.contains(&part)),
            "{spelled}: {text}"
        );
    }
}

#[test]
fn secret_is_removed_from_base64_of_any_text_around_it() {
    // Base64 of `:dG9rOjEyMzQ1-Abc_xyz==`, of `id:…` and of `app:…`.
    for encoded in [
        "OmRHOXJPakV5TXpRMS1BYmNfeHl6PT0=",
        "aWQ6ZEc5ck9qRXlNelExLUFiY194eXo9PQ==",
        "YXBwOmRHOXJPakV5TXpRMS1BYmNfeHl6PT0=",
        "dG9rOjEyMzQ1-Abc_xyz",
    ] {
        let text = clean(encoded);
        assert!(text.contains("<redacted>") && text.len() < 24, "{text}");
    }
}

#[test]
fn ordinary_text_is_kept() {
    for text in [
        "",
        "User Not Found",
        "a7f3c2d8-1b0e-4f5a-9c6d-2e8b7a1f0c3d",
        "100 % of 25 %25 &amp; \\users &#; &#x; %",
        "Größe: 漢字 🙂",
    ] {
        assert_eq!(clean(text), text);
    }
    let nothing = Redactor::default();
    assert_eq!(nothing.clean(SECRET, Charset::Text, 100), SECRET);
    // Too short for a secret.
    assert_eq!(redactor("t").clean("text", Charset::Text, 9), "text");
    assert_eq!(redactor("").clean("text", Charset::Text, 9), "text");
}

#[test]
fn two_secrets_are_removed_and_what_is_between_them_stays() {
    let mut both = redactor(SECRET);
    both.add(&Arc::new(Secret::new(SecretString::from("c0de"))));
    let text = both.clean(&format!("{SECRET} or c0de, c0dE"), Charset::Text, 100);
    assert_eq!(text, "<redacted> or <redacted>, c0dE");
    assert!(both.finds_in("https://dg9rojeymzq1-abc.example/"));
    assert!(!both.finds_in("https://c0de.example/") && !both.finds_in("https://files.example/"));
}

#[test]
fn text_is_cut_after_secrets_are_removed() {
    let text = format!("{}{SECRET}", "x".repeat(95));
    let cut = redactor(SECRET).clean(&text, Charset::Text, 100);
    assert_eq!(cut, format!("{}<redacted>", "x".repeat(95)));
    let long = "é".repeat(1_000);
    let cut = redactor(SECRET).clean(&long, Charset::Text, 10);
    assert_eq!(cut, format!("{}…", "é".repeat(10)));
}

#[test]
fn identifier_has_few_characters() {
    let clean = |text| redactor(SECRET).clean(text, Charset::Identifier, 100);
    assert_eq!(clean("Ab-1_2.3:/+=@~[]"), "Ab-1_2.3:/+=@~[]");
    assert_eq!(clean("a\u{202e}b\"<c>\\ é\u{1b}"), "a?b??c?????");
    assert_eq!(clean(SECRET), "<redacted>");
}
