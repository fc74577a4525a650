//! Reads YAML 1.2 (and so JSON) into the form every document has inside the generator.
//!
//! Files are not trusted: aliases and nesting are bounded, so that no input can exhaust the
//! stack or the memory.

use serde::de::DeserializeSeed;
use serde_json::Value;
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy};

use crate::problem::Problems;

/// Reads one document: `no` is a string, a date is a string, a repeated key is an error.
///
/// # Errors
///
/// One problem with the line and column where reading stopped.
pub fn read(file: &str, text: &str) -> Result<Value, Problems> {
    let options = options(DuplicateKeyPolicy::Error, MergeKeyPolicy::Error);
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let place = match error.location() {
            Some(at) => format!("line {}, column {}", at.line(), at.column()),
            None => "the whole file".to_owned(),
        };
        let error = error.to_string();
        let reason = error.trim_end_matches(&format!(" at {place}"));
        Problems::one(
            file,
            place,
            format!("not readable as YAML: {reason}"),
            "mend the YAML there, or fetch the file again",
        )
    })
}

/// `<<` is YAML 1.1. It is refused at first, because descriptions do not use it and it could be
/// misread.
fn options(repeated: DuplicateKeyPolicy, merging: MergeKeyPolicy) -> serde_saphyr::Options {
    serde_saphyr::options! {
        // A description has some 50,000 nodes today; this leaves room for twenty times that.
        // None uses anchors, which can blow up a small file.
        budget: serde_saphyr::budget! {
            max_nodes: 1_000_000,
            max_events: 4_000_000,
            max_recorded_anchor_events: 50_000,
        },
        duplicate_keys: repeated,
        merge_keys: merging,
        strict_booleans: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    }
}

/// Reads one document with repeated keys, which `reader` gets one after the other; otherwise returns
/// the line where reading stopped.
pub(super) fn with_duplicates<R>(text: &str, reader: R) -> Result<Value, Option<usize>>
where
    R: for<'de> DeserializeSeed<'de, Value = Value>,
{
    let options = options(DuplicateKeyPolicy::PassThrough, MergeKeyPolicy::Merge);
    let read =
        serde_saphyr::with_deserializer_from_str_with_options(text, options, |deserializer| {
            reader.deserialize(deserializer)
        });
    read.map_err(|error| {
        let line = error.location()?.line();
        usize::try_from(line).ok()
    })
}

/// Returns a document as YAML that [`read`] reads back.
///
/// # Errors
///
/// One problem if the document cannot be written as YAML.
pub(crate) fn write(file: &str, document: &Value) -> Result<String, Problems> {
    let options = serde_saphyr::ser_options! { folded_wrap_chars: 100 };
    serde_saphyr::to_string_with_options(document, options).map_err(|error| {
        let what = format!("cannot be written as YAML: {error}");
        Problems::one(
            file,
            "the document",
            what,
            "remove unusual characters from it",
        )
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{read, write};

    fn value(text: &str) -> Value {
        read("a.yaml", text).unwrap()
    }

    fn message(text: &str) -> String {
        read("a.yaml", text).unwrap_err().to_string()
    }

    #[test]
    fn scalars_are_those_of_yaml_1_2() {
        let text = "{no: Norsk, on: yes, at: 2024-01-02, n: 1_000, t: True, z: ~, i: -7, f: 1.5}";
        assert_eq!(
            value(text),
            json!({
                "no": "Norsk", "on": "yes", "at": "2024-01-02", "n": "1_000",
                "t": true, "z": null, "i": -7, "f": 1.5
            })
        );
    }

    #[test]
    fn keys_are_strings_whatever_they_look_like() {
        assert_eq!(
            value("200: a\nno: b\ntrue: c\n1.50: d\n"),
            json!({"200": "a", "no": "b", "true": "c", "1.50": "d"})
        );
    }

    #[test]
    fn json_is_yaml() {
        assert_eq!(
            value("{\"a\": [1, \"\\u00e9\\ud83d\\ude00\", null]}"),
            json!({"a": [1, "é😀", null]})
        );
    }

    #[test]
    fn what_is_broken_is_named_with_its_line() {
        assert!(message("a: 1\nb: [1\nc: 2\n").starts_with("a.yaml: line 3"));
        assert!(message("a: 1\na: 2\n").contains("line 2"));
        assert!(message("a: 1\nnull: 2\n").contains("line 2"));
        assert!(message("a: &x 1\nb: *y\n").contains("line 2"));
        assert!(message("a: 1\n---\nb: 2\n").contains("not readable as YAML"));
        assert!(message("a: &x {b: 1}\nc:\n  <<: *x\n").contains("line 3"));
    }

    #[test]
    fn written_documents_read_back() {
        let long = "a word ".repeat(40);
        let document = json!({
            "no": [null, true, 1.5, "1", "true", "null", "~", "", " x", "x: y #z", "'", "\"", "\n"],
            "~": {"deep": [[], {}, [[1]]]}, "200": long, "lines": "a\n\n  b\n", "trailing": "a \n ",
            "target": "$.paths['/a/{id}'][?@.name == 'x' || @.name == 'y'].some.long.path['that','is','never','folded']",
        });
        assert_eq!(value(&write("a.yaml", &document).unwrap()), document);
    }

    #[test]
    fn hostile_nesting_and_aliases_are_refused() {
        message(&format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000)));
        message(&"- ".repeat(5_000));
        message(&"{a: ".repeat(5_000));
        let bomb = (1..12).map(|level| {
            let again = format!("*a{}, ", level - 1).repeat(10);
            format!("a{level}: &a{level} [{again}]\n")
        });
        message(&format!("a0: &a0 [x, x]\n{}", bomb.collect::<String>()));
        message("a: &a [*a]\n");
    }
}
