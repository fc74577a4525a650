//! Phrases that no prose of the repository contains; `STYLE.md` gives the words to use instead.

/// Phrases of an idiom that readers have to translate.
const BANNED: [&str; 34] = [
    "a method more",
    "answered",
    "answers",
    "are no",
    "are told",
    "as it came",
    "at hand",
    "at last",
    "be told",
    "came about",
    "goes on",
    "hears",
    "hopes",
    "is no",
    "is said",
    "is told",
    "knows",
    "may be none",
    "of which",
    "says",
    "so that it be",
    "speaks",
    "surely",
    "tells",
    "to be told",
    "told apart",
    "unless said",
    "unless told",
    "wants",
    "was told",
    "what came",
    "what comes",
    "whoever",
    "whole number",
];

/// Idiomatic English that contains a banned phrase.
const ALLOWED: [&str; 5] = [
    "are no longer",
    "is no longer",
    "there are no",
    "there is no",
    "there was no",
];

/// Returns the first banned phrase of a text. Code in backticks and quoted phrases do not count.
pub fn banned_phrase(text: &str) -> Option<&'static str> {
    let mut words = format!(" {} ", plain_words(text));
    for allowed in ALLOWED {
        words = words.replace(&format!(" {allowed} "), " | ");
    }
    let found = BANNED
        .iter()
        .filter_map(|phrase| Some((words.find(&format!(" {phrase} "))?, *phrase)));
    found.min().map(|(_, phrase)| phrase)
}

/// The words of a text in lower case, with `|` at the end of each sentence and in place of what is
/// quoted.
fn plain_words(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '`' | '"' | '{') => {
                quote = Some(if c == '{' { '}' } else { c });
                plain.push_str(" | ");
            }
            (None, '.' | ':' | ';' | '?' | '!' | '|') => plain.push_str(" | "),
            // Identifiers and paths are single words.
            (None, '\'' | '_' | '/') => plain.push(c),
            (None, c) if c.is_alphanumeric() => plain.extend(c.to_lowercase()),
            (None, _) => plain.push(' '),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::banned_phrase;

    #[test]
    fn phrase_is_found_in_any_case_and_layout() {
        assert_eq!(banned_phrase("This Is\n no list."), Some("is no"));
        assert_eq!(banned_phrase("(says nothing)"), Some("says"));
        assert_eq!(
            banned_phrase("first told apart, then says"),
            Some("told apart")
        );
    }

    #[test]
    fn other_words_and_quoted_phrases_are_allowed() {
        for text in [
            "There is no cursor, and it is no longer sent.",
            "Never \"is no\"; write `is no`.",
            "What it is. No more.",
            "essays",
            "{answers:?} of /answers/undeclared for last_at last",
        ] {
            assert_eq!(banned_phrase(text), None, "{text}");
        }
    }
}
