//! What the key of a value reveals about it.

use super::words::is_word;

/// Values of these are about people or companies, or are secret, whatever they look like.
const PERSONAL: [&str; 76] = [
    "address",
    "age",
    "alias",
    "birthdate",
    "birthday",
    "blurb",
    "body",
    "city",
    "company_name",
    "continent_code",
    "country",
    "country_code",
    "customer_name",
    "date_of_birth",
    "description",
    "display_name",
    "dob",
    "domain",
    "email",
    "email_address",
    "emails",
    "external_id",
    "file_name",
    "filename",
    "first_name",
    "from_email",
    "full_name",
    "gender",
    "handle",
    "identifier_hash",
    "image_url",
    "industry",
    "ip",
    "ip_address",
    "ip_addresses",
    "jwt",
    "key",
    "last_name",
    "last_seen_ip",
    "latitude",
    "login",
    "longitude",
    "mobile",
    "monthly_spend",
    "name",
    "owner_name",
    "password",
    "phone",
    "phone_number",
    "phone_numbers",
    "phones",
    "postal_code",
    "pseudonym",
    "recording_url",
    "referrer",
    "region",
    "secret",
    "client_secret",
    "subject",
    "summary",
    "text",
    "title",
    "token",
    "access_token",
    "refresh_token",
    "transcript",
    "uid",
    "url",
    "user_agent",
    "user_hash",
    "user_id",
    "user_jwt",
    "username",
    "website",
    "zip",
    "zipcode",
];

/// Everything in these has keys and values of the customer's own.
const FREE: [&str; 6] = [
    "custom_attributes",
    "custom_data",
    "metadata",
    "ticket_attributes",
    "traits",
    "user_attributes",
];

/// Cursors of pages.
const CURSORS: [&str; 6] = [
    "cursor",
    "ending_before",
    "next_cursor",
    "page_token",
    "scroll_param",
    "starting_after",
];

pub(super) fn is_personal(key: &str) -> bool {
    PERSONAL.contains(&key)
}

pub(super) fn is_free(key: &str) -> bool {
    FREE.contains(&key)
}

pub(super) fn is_cursor(key: &str) -> bool {
    CURSORS.contains(&key)
}

/// Whether its values are IDs of Intercom.
pub(super) fn is_id(key: &str) -> bool {
    let ends = ["_id", "_ids", "_identifier"];
    let is_id = key == "id" || key == "ids" || ends.iter().any(|end| key.ends_with(end));
    is_id && !is_personal(key)
}

/// Whether its values are times.
pub(super) fn is_time(key: &str) -> bool {
    ["_at", "_time", "_until", "_since", "_before", "_after"]
        .iter()
        .any(|end| key.ends_with(end))
        || [
            "before",
            "first",
            "last",
            "since",
            "timestamp",
            "x-ratelimit-reset",
        ]
        .contains(&key)
        || key.ends_with("_at_ms")
}

pub(super) fn is_locale(key: &str) -> bool {
    key.contains("locale") || key.contains("language")
}

/// Whether a key has the form of an identifier: it is part of a program, not of a person.
///
/// Words with digits between letters, with very many letters or with wildly changing case are random,
/// such as tokens.
pub(super) fn is_identifier(key: &str) -> bool {
    is_word(key)
        || (key.len() <= 64
            && key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$')
            && key
                .split(['_', '-', '.', '$', ':'])
                .all(|part| part.is_empty() || is_plain_word(part)))
}

/// Whether a key has the form of the name of a custom attribute, which people write for people.
pub(super) fn is_attribute_name(key: &str) -> bool {
    is_identifier(key)
        || (key.len() <= 64
            && key
                .split(' ')
                .all(|part| !part.is_empty() && is_identifier(part)))
}

fn is_plain_word(part: &str) -> bool {
    let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_changing = |pair: &[u8]| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase();
    letters.len() <= 24
        && part.len() - letters.len() <= 4
        && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
        && letters
            .as_bytes()
            .windows(2)
            .filter(|pair| is_changing(pair))
            .count()
            <= 3
}

#[cfg(test)]
mod tests {
    use super::{is_attribute_name, is_identifier};

    #[test]
    fn identifiers_are_not_emails_numbers_or_tokens() {
        for key in [
            "plan",
            "custom_plan",
            "planTypeOfUser",
            "en-US",
            "item_12",
            "_default_title_",
        ] {
            assert!(is_identifier(key), "{key}");
        }
        for key in [
            "jane@example.com",
            "353871234567",
            "dG9rOjEyMzQ1Njc4OTA",
            "s3cret-token",
            "Jane Doe",
            "https://example.com",
            "",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ] {
            assert!(!is_identifier(key), "{key}");
        }
        assert!(is_attribute_name("Plan Name") && !is_attribute_name("jane@example.com"));
    }
}
