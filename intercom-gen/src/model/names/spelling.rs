//! Texts of the description as names that Rust takes.

use heck::{ToPascalCase, ToSnakeCase};

/// A name in snake case that Rust takes.
pub fn identifier(text: &str) -> String {
    let mut name = text.to_snake_case();
    name.retain(|c| c.is_ascii_alphanumeric() || c == '_');
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, "value_");
    }
    if is_keyword(&name) {
        name.push_str("_value");
    }
    name
}

/// A name in Rust case that Rust takes.
pub fn type_name(text: &str) -> String {
    let mut name = text.to_pascal_case();
    name.retain(|c| c.is_ascii_alphanumeric());
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, 'V');
    }
    if name == "Self" {
        "SelfValue".to_owned()
    } else {
        name
    }
}

/// Returns the variant of a string.
pub fn variant_name(text: &str) -> String {
    let mut spelled = String::new();
    for c in text.chars() {
        let word = match c {
            '=' => " equals ",
            '!' => " not ",
            '<' => " less ",
            '>' => " greater ",
            '~' => " contains ",
            '^' => " starts with ",
            '$' => " ends with ",
            '*' => " any ",
            '+' => " plus ",
            c if c.is_ascii_alphanumeric() => {
                spelled.push(c);
                continue;
            }
            _ => " ",
        };
        spelled.push_str(word);
    }
    match type_name(spelled.trim()).as_str() {
        "V" => "Empty".to_owned(),
        // The variant that takes what is not known.
        "Unknown" => "UnknownState".to_owned(),
        name => name.to_owned(),
    }
}

/// Returns whether Rust takes a name in snake case as it is.
pub fn is_identifier(name: &str) -> bool {
    !name.is_empty() && identifier(name) == name
}

fn is_keyword(name: &str) -> bool {
    name == "union" || syn::parse_str::<syn::Ident>(name).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_spelled_out() {
        let spelled: Vec<_> = [
            "=",
            "!=",
            "NIN",
            "<=",
            "!~",
            "^",
            "$",
            "news-item",
            "1.0",
            "",
            "unknown",
        ]
        .map(variant_name)
        .into();
        assert_eq!(
            spelled,
            [
                "Equals",
                "NotEquals",
                "Nin",
                "LessEquals",
                "NotContains",
                "StartsWith",
                "EndsWith",
                "NewsItem",
                "V10",
                "Empty",
                "UnknownState"
            ]
        );
    }

    #[test]
    fn keywords_get_readable_names() {
        assert_eq!(identifier("ref"), "ref_value");
        assert_eq!(identifier("pt-BR"), "pt_br");
    }
}
