//! Where in a JSON text decoding stopped. serde names line and column; people need the path. It is
//! found by a second look at the text, after the failure: decoding itself pays nothing for it.

use std::fmt;

use serde_json::error::Category;

/// The most bytes of a path that are printed; of a longer one, the end.
const MAX_PATH: usize = 160;

/// A place in a JSON text.
pub(super) struct JsonPath {
    path: String,
    line: usize,
    column: usize,
    /// The kind of value there, such as `a string`.
    pub(super) found: &'static str,
}

impl JsonPath {
    /// Finds where decoding `text` stopped.
    pub(super) fn of(error: &serde_json::Error, text: &[u8]) -> Self {
        let is_syntax = error.classify() == Category::Syntax;
        Self::find(text, error.line(), error.column(), is_syntax)
    }

    /// Finds the value at `line` (from 1) and `column` (bytes read of that line); the last of these
    /// bytes is left out if it is the one that is wrong.
    fn find(text: &[u8], line: usize, column: usize, last_is_wrong: bool) -> Self {
        let lines_before = text
            .split_inclusive(|byte| *byte == b'\n')
            .take(line.saturating_sub(1));
        let read = lines_before.map(<[u8]>::len).sum::<usize>() + column;
        let offset = read.saturating_sub(usize::from(last_is_wrong));
        let mut scan = Scan {
            text,
            at: 0,
            steps: Vec::new(),
            found: None,
        };
        while scan.at < offset && scan.token() {}
        Self {
            // A value that was read up to the place is meant, or else the one that starts there.
            found: scan
                .found
                .unwrap_or_else(|| scan.peek().map_or("nothing", kind)),
            path: path(&scan.steps),
            line,
            column,
        }
    }
}

impl fmt::Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The kind of the whole is seen before any line is read.
        if self.line == 0 {
            return f.write_str(&self.path);
        }
        write!(
            f,
            "{} (line {}, column {})",
            self.path, self.line, self.column
        )
    }
}

/// A container that is open.
enum Step<'a> {
    /// An object, and the key whose value is being read.
    Key(Option<&'a [u8]>),
    /// A list, and the index being read.
    Index(usize),
}

/// A walk over the tokens of a text. It accepts any text: serde has checked what it walks over.
struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    steps: Vec<Step<'a>>,
    /// The kind of the value that ended last, if the next one has not begun.
    found: Option<&'static str>,
}

impl<'a> Scan<'a> {
    fn peek(&self) -> Option<u8> {
        let rest = self.text.get(self.at..)?;
        rest.iter()
            .copied()
            .find(|byte| !byte.is_ascii_whitespace())
    }

    /// Steps over one token; `false` at the end of the text.
    fn token(&mut self) -> bool {
        let Some(&byte) = self.text.get(self.at) else {
            return false;
        };
        self.at += 1;
        match byte {
            b'{' => self.open(Step::Key(None)),
            b'[' => self.open(Step::Index(0)),
            b'}' | b']' => {
                self.steps.pop();
                self.found = Some(if byte == b'}' { "an object" } else { "a list" });
            }
            b',' => {
                self.found = None;
                match self.steps.last_mut() {
                    Some(Step::Key(key)) => *key = None,
                    Some(Step::Index(index)) => *index += 1,
                    None => {}
                }
            }
            b'"' => {
                let text = self.string();
                match self.steps.last_mut() {
                    Some(Step::Key(key @ None)) => *key = Some(text),
                    _ => self.found = Some("a string"),
                }
            }
            b':' | b' ' | b'\n' | b'\r' | b'\t' => {}
            _ => {
                let rest = self.text.get(self.at..).unwrap_or_default();
                let is_end = |byte: &u8| b",:]}\" \n\r\t".contains(byte);
                self.at += rest.iter().position(is_end).unwrap_or(rest.len());
                self.found = Some(kind(byte));
            }
        }
        true
    }

    fn open(&mut self, step: Step<'a>) {
        self.steps.push(step);
        self.found = None;
    }

    /// Moves to the end of a string and returns what is between its quotes.
    fn string(&mut self) -> &'a [u8] {
        let start = self.at;
        let mut end = start;
        while let Some(byte) = self.text.get(end).filter(|byte| **byte != b'"') {
            end += if *byte == b'\\' { 2 } else { 1 };
        }
        self.at = end + 1;
        self.text.get(start..end).unwrap_or_default()
    }
}

/// The kind of the value that starts with a byte.
fn kind(first: u8) -> &'static str {
    match first {
        b'{' => "an object",
        b'[' => "a list",
        b'"' => "a string",
        b't' | b'f' => "a boolean",
        b'n' => "null",
        b'-' | b'0'..=b'9' => "a number",
        _ => "no value",
    }
}

/// The path as `JSONPath`. A key that does not look like one of the API's is shown as `*`: it may be
/// a customer's.
fn path(steps: &[Step<'_>]) -> String {
    let mut path = String::from("$");
    for step in steps {
        match step {
            Step::Key(None) => {}
            Step::Key(Some(key)) => {
                path.push('.');
                path.push_str(name(key).unwrap_or("*"));
            }
            Step::Index(index) => path.extend(["[", &index.to_string(), "]"]),
        }
    }
    match path.len().checked_sub(MAX_PATH) {
        Some(cut) if cut > 0 => ["$…", path.get(cut..).unwrap_or_default()].concat(),
        _ => path,
    }
}

fn name(key: &[u8]) -> Option<&str> {
    let is_name = key.len() <= 50
        && key
            .iter()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'_');
    std::str::from_utf8(key).ok().filter(|_| is_name)
}

/// The name of a type without its modules: `Vec<Contact>` for `alloc::vec::Vec<a::b::Contact>`.
pub(crate) fn short_type_name(name: &str) -> String {
    let mut short = String::with_capacity(name.len());
    let mut word = 0;
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c == ':' {
            short.truncate(word);
        } else {
            short.push(c);
            if !c.is_alphanumeric() && c != '_' {
                word = short.len();
            }
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use serde_json::Value;

    use super::{JsonPath, short_type_name};

    /// Where serde stops reading a text as `T`, and on what.
    fn stop<T: DeserializeOwned>(text: &str) -> String {
        let error = serde_json::from_str::<T>(text).err().unwrap();
        let place = JsonPath::of(&error, text.as_bytes());
        format!("{place}: {}", place.found)
    }

    type Lists = std::collections::BTreeMap<String, Vec<i64>>;

    #[test]
    fn names_path_and_kind() {
        for (text, place) in [
            (r#"{"a":[1,"x",3]}"#, "$.a[1] (line 1, column 11): a string"),
            (
                r#"{"a":[1, {"k":1}]}"#,
                "$.a[1] (line 1, column 9): an object",
            ),
            (r#"{"a":[[2],3]}"#, "$.a[0] (line 1, column 6): a list"),
            (r#"{"a":{"z":1}}"#, "$.a (line 1, column 5): an object"),
            (
                "{\"a\":[1],\n \"b\":\n null}",
                "$.b (line 3, column 5): null",
            ),
            (r#"{"b":[1,true]}"#, "$.b[1] (line 1, column 12): a boolean"),
            (r#"{"b":[1,-1.5 ]}"#, "$.b[1] (line 1, column 12): a number"),
            (
                r#"{"Joe \"x\", {":[""]}"#,
                "$.*[0] (line 1, column 19): a string",
            ),
            ("[1,2]", "$ (line 1, column 0): a list"),
            ("\"{\"", "$ (line 1, column 3): a string"),
            (" 12", "$ (line 1, column 3): a number"),
        ] {
            assert_eq!(stop::<Lists>(text), place, "{text}");
        }
    }

    #[test]
    fn any_text_can_be_scanned() {
        for text in [
            "", " ", "\"", "\"\\", "]]}", "{\"a", "[1,,", ",:,", "{1:2}", "nul", "\u{e9}",
        ] {
            for column in 0..8 {
                JsonPath::find(text.as_bytes(), 1, column, false);
                JsonPath::find(text.as_bytes(), 9, column, true);
            }
        }
        let deep = "[".repeat(200);
        assert!(stop::<Value>(&deep).len() < 250);
    }

    #[test]
    fn type_names_lose_their_modules() {
        for (name, short) in [
            ("intercom_api::types::Contact", "Contact"),
            ("alloc::vec::Vec<a::B>", "Vec<B>"),
            (
                "std::map::HashMap<alloc::string::String, (a::B, &c::D)>",
                "HashMap<String, (B, &D)>",
            ),
            ("i64", "i64"),
        ] {
            assert_eq!(short_type_name(name), short);
        }
    }
}
