//! The ID that the message of an error names.

/// Returns the ID in a message such as
/// `A contact matching those details already exists with id=5ba682d23d7cf92bef87bfd4`.
///
/// Recognized: the word `id`, or a word that ends in `_id`, then `=`, `:` or a space, then an
/// optionally quoted ID. An ID consists of letters, digits, `-` and `_`, with at least one digit:
/// `id is taken` names none.
pub(super) fn named_id(message: &str) -> Option<&str> {
    let mut words = message.match_indices(['i', 'I']);
    words.find_map(|(start, _)| {
        let (before, rest) = message.split_at_checked(start)?;
        let rest = strip_id(rest)?;
        let is_word = !before.ends_with(|c: char| c.is_alphanumeric());
        is_word.then(|| id_after(rest)).flatten()
    })
}

fn strip_id(text: &str) -> Option<&str> {
    let (word, rest) = text.split_at_checked(2)?;
    word.eq_ignore_ascii_case("id").then_some(rest)
}

/// Returns the ID after the word.
fn id_after(rest: &str) -> Option<&str> {
    let trimmed = rest.trim_start_matches([' ', '=', ':', '"', '\'', '`', '#']);
    if trimmed.len() == rest.len() {
        return None;
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let end = trimmed.find(|c| !is_part(c)).unwrap_or(trimmed.len());
    let id = trimmed.get(..end)?.trim_end_matches('-');
    id.contains(|c: char| c.is_ascii_digit()).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::named_id;

    #[test]
    fn id_is_found_in_every_known_spelling() {
        for (message, id) in [
            (
                "A contact matching those details already exists with id=5ba682d23d7cf92bef87bfd4",
                Some("5ba682d23d7cf92bef87bfd4"),
            ),
            ("An archived contact exists with id=70-b_1.", Some("70-b_1")),
            ("exists (id: 17)", Some("17")),
            ("exists with ID '17'", Some("17")),
            ("exists with contact_id=17", Some("17")),
            ("id is taken; the id 17 has it", Some("17")),
            ("the width 17 is not valid", None),
            ("idle=17", None),
            ("id=", None),
            ("id", None),
            ("é id=7é", Some("7")),
            ("", None),
        ] {
            assert_eq!(named_id(message), id, "{message}");
        }
    }
}
