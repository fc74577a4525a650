//! Values as JSON text, for the bodies of requests.
//!
//! The result is the one of `serde_json::to_vec`, which would look at every byte of every key and text for what
//! to escape. Most need none, and that is seen eight bytes at a time.

use serde_json::to_writer;

use super::{Fields, Record};
use crate::data::view::{Form, View, Written};

/// Writes what a value holds as JSON.
///
/// # Errors
///
/// None that a field is known to have.
pub(crate) fn encode(view: View<'_>) -> serde_json::Result<Vec<u8>> {
    let mut text = Vec::with_capacity(128);
    write(&mut text, view, Form::AsHeld)?;
    Ok(text)
}

fn write(text: &mut Vec<u8>, view: View<'_>, form: Form) -> serde_json::Result<()> {
    match view {
        View::Text(string) => write_string(text, string),
        // What is beyond the fields decides which of them are written.
        View::Record(record) if record.extra().is_empty() => write_record(text, record),
        View::List(list) => {
            text.push(b'[');
            for position in 0..list.count() {
                if position > 0 {
                    text.push(b',');
                }
                write(text, list.element(position), form)?;
            }
            text.push(b']');
            Ok(())
        }
        _ => to_writer(text, &Written { view, form }),
    }
}

fn write_record(text: &mut Vec<u8>, record: &dyn Record) -> serde_json::Result<()> {
    let table = record.table();
    text.push(b'{');
    let start = text.len();
    for (key, value) in table.constants {
        separate(text, start);
        write_string(text, key)?;
        text.push(b':');
        write_string(text, value)?;
    }
    let mut result = Ok(());
    record.fields(Fields::new(&mut |fields| {
        result = table.rows.iter().zip(fields).try_for_each(|(row, field)| {
            let view = field.view();
            if matches!(view, View::Absent) {
                return Ok(());
            }
            separate(text, start);
            if table.has_plain_keys {
                text.extend_from_slice(row.quoted.as_bytes());
            } else {
                write_string(text, row.key)?;
                text.push(b':');
            }
            write(text, view, row.form)
        });
    }));
    text.push(b'}');
    result
}

/// Begins another key of the object whose first key is at `start`.
#[inline]
fn separate(text: &mut Vec<u8>, start: usize) {
    if text.len() > start {
        text.push(b',');
    }
}

fn write_string(text: &mut Vec<u8>, string: &str) -> serde_json::Result<()> {
    if !is_plain(string) {
        return to_writer(text, string);
    }
    text.push(b'"');
    text.extend_from_slice(string.as_bytes());
    text.push(b'"');
    Ok(())
}

/// Whether keys have nothing to escape, which is known when they are compiled.
pub const fn are_plain_keys(keys: &str) -> bool {
    let mut rest = keys.as_bytes();
    while let [byte, others @ ..] = rest {
        if !is_plain_byte(*byte) {
            return false;
        }
        rest = others;
    }
    true
}

/// Whether a string has nothing to escape.
fn is_plain(string: &str) -> bool {
    let mut chunks = string.as_bytes().chunks_exact(8);
    let are_plain = chunks.all(|chunk| chunk.try_into().is_ok_and(are_plain));
    are_plain && chunks.remainder().iter().all(|byte| is_plain_byte(*byte))
}

const fn is_plain_byte(byte: u8) -> bool {
    byte >= b' ' && byte != b'"' && byte != b'\\'
}

/// Whether none of eight bytes is to be escaped: a control character, `"` or `\`.
#[inline]
fn are_plain(bytes: [u8; 8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHEST: u64 = ONES << 7;
    let bytes = u64::from_ne_bytes(bytes);
    // Of each byte below `limit`, the highest bit; and maybe of others beside such a byte.
    let below = |bytes: u64, limit: u8| {
        bytes.wrapping_sub(ONES.wrapping_mul(u64::from(limit))) & !bytes & HIGHEST
    };
    let equal = |value: u8| below(bytes ^ ONES.wrapping_mul(u64::from(value)), 1);
    below(bytes, b' ') | equal(b'"') | equal(b'\\') == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{are_plain_keys, encode, write_string};
    use crate::__record as record;
    use crate::data::field::Field;
    use crate::data::{Extra, Id};

    #[derive(Default)]
    struct Note {
        text: Option<String>,
        author: Option<Id>,
        parts: Vec<Note>,
        extra: Extra,
    }

    record!(Note {
        "text" => text,
        "author" => author as integer,
        "parts" => parts,
    } with "type" = "note", "message_type" = "\"quoted\"");

    #[derive(Default)]
    struct Odd {
        text: Option<String>,
        extra: Extra,
    }

    record!(Odd { "a \"quoted\" \\ \n key" => text });

    /// Notes in notes.
    fn notes() -> impl Strategy<Value = Note> {
        let leaf = (
            proptest::option::of(".{0,20}"),
            proptest::option::of("[0-9]{1,20}"),
        )
            .prop_map(|(text, author)| Note {
                text,
                author: author.map(Id::from),
                ..Note::default()
            });
        leaf.prop_recursive(3, 12, 3, |inner| {
            let parts = proptest::collection::vec(inner, 0..3);
            (parts, any::<bool>()).prop_map(|(parts, has_extra)| {
                let mut note = Note {
                    parts,
                    ..Note::default()
                };
                if has_extra {
                    note.extra.insert("beyond \"fields\"", 1);
                    note.extra.insert("type", "changed");
                }
                note
            })
        })
    }

    proptest! {
        #[test]
        fn strings_are_those_of_serde_json(string in any::<String>()) {
            let mut text = Vec::new();
            write_string(&mut text, &string).unwrap();
            prop_assert_eq!(text, serde_json::to_vec(&string).unwrap());
        }

        #[test]
        fn every_byte_to_escape_is_found(before in "[a-zé]{0,18}", byte in 0_u8..128, behind in "[a-z€]{0,18}") {
            let string = format!("{before}{}{behind}", char::from(byte));
            let mut text = Vec::new();
            write_string(&mut text, &string).unwrap();
            prop_assert_eq!(text, serde_json::to_vec(&string).unwrap());
        }

        #[test]
        fn records_are_those_of_serde_json(note in notes()) {
            let text = encode(note.view()).unwrap();
            prop_assert_eq!(text, serde_json::to_vec(&note).unwrap());
        }
    }

    #[test]
    fn keys_with_something_to_escape_are_escaped() {
        let odd = Odd {
            text: Some("\t".to_owned()),
            ..Odd::default()
        };
        let text = encode(odd.view()).unwrap();
        assert_eq!(text, serde_json::to_vec(&odd).unwrap());
        assert!(are_plain_keys("typeid") && !are_plain_keys("a\"b") && !are_plain_keys("\n"));
    }

    #[test]
    fn nothing_is_null() {
        assert_eq!(encode(None::<String>.view()).unwrap(), b"null");
    }
}
