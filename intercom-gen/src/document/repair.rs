//! Reads YAML that breaks the rules of YAML in a place that can be mended: a byte order mark, line
//! ends of Windows, tabs, repeated keys, prose and single values that would have to be quoted.
//!
//! Whatever is mended is reported. Where nothing helps, the error is that of the strict reader, with
//! line and column.

use std::cell::RefCell;

use serde_json::Value;

use super::duplicates::{Found, Outcome, Reader};
use super::{METHODS, yaml};
use crate::problem::{Problem, Problems};

/// How many places of a document are mended before it is given up.
const MOST_REPAIRS: usize = 60;
/// How far before an error its cause is looked for, in lines.
const REACH: usize = 60;
/// How many causes of an error are tried.
const MOST_CANDIDATES: usize = 12;
/// The widths that a tab may stand for, the most likely last.
const WIDTHS: [usize; 4] = [1, 8, 4, 2];

/// Reads a document, and lists what had to be mended in it.
///
/// # Errors
///
/// One problem with the line and column where reading stopped.
pub fn read(file: &str, text: &str) -> Result<(Value, Vec<Problem>), Problems> {
    let mut notes = Notes {
        file,
        problems: Vec::new(),
    };
    let text = plain(text, &mut notes);
    let refusal = match yaml::read(file, &text) {
        Ok(value) => return Ok((value, notes.problems)),
        Err(refusal) => refusal,
    };
    let mut text = text;
    let mut tabs_are_mended = false;
    for _ in 0..MOST_REPAIRS {
        let error = match attempt(&text) {
            Ok((value, found)) => {
                notes.duplicates(found);
                notes.merge_keys(&text);
                return Ok((value, notes.problems));
            }
            Err(error) => error,
        };
        if !tabs_are_mended && text.lines().any(is_indented_by_tab) {
            tabs_are_mended = true;
            text = without_tabs(&text, &mut notes);
            continue;
        }
        match repaired(&text, error) {
            Some((mended, line, what)) => {
                let place = format!("line {line}");
                notes.push(place, "is not YAML", what);
                text = mended;
            }
            None => return Err(refusal),
        }
    }
    Err(refusal)
}

/// What has been mended.
struct Notes<'a> {
    file: &'a str,
    problems: Vec<Problem>,
}

impl Notes<'_> {
    fn push(&mut self, place: impl Into<String>, what: impl Into<String>, cure: impl Into<String>) {
        self.problems.push(Problem {
            file: self.file.to_owned(),
            place: place.into(),
            what: what.into(),
            cure: cure.into(),
        });
    }

    fn duplicates(&mut self, found: Found) {
        for duplicate in found.duplicates {
            let cure = match duplicate.outcome {
                Outcome::Same => "both are the same",
                Outcome::Merged => "both are put together",
                Outcome::Last => "the last one counts",
            };
            let place = duplicate.place.join(".");
            self.push(place, "the key is repeated", cure);
        }
    }

    fn merge_keys(&mut self, text: &str) {
        let lines = text.lines().enumerate();
        let merges = lines.filter(|(_, line)| line.trim_start().starts_with("<<:"));
        let lines: Vec<_> = merges.map(|(index, _)| index + 1).collect();
        for line in lines {
            let cure = "merged as YAML 1.1 has it";
            self.push(
                format!("line {line}"),
                "a merge key, which YAML 1.2 does not have",
                cure,
            );
        }
    }
}

/// The text without a byte order mark and with the line ends of Unix.
fn plain(text: &str, notes: &mut Notes<'_>) -> String {
    let stripped = text.trim_start_matches('\u{feff}');
    if stripped.len() < text.len() {
        let what = "the file starts with a byte order mark";
        notes.push("line 1, column 1", what, "read without it");
    }
    if !stripped.contains('\r') {
        return stripped.to_owned();
    }
    let line = stripped.split('\r').next().unwrap_or_default();
    let line = line.matches('\n').count() + 1;
    let what = "the lines do not end with a line feed alone";
    notes.push(format!("line {line}"), what, "read as if they did");
    stripped.replace("\r\n", "\n").replace('\r', "\n")
}

/// Reads a text with repeated keys; otherwise returns the line of the error, from 1.
fn attempt(text: &str) -> Result<(Value, Found), usize> {
    let found = RefCell::new(Found::default());
    let outcome = yaml::with_duplicates(text, Reader(&found));
    match outcome {
        Ok(value) => Ok((value, found.into_inner())),
        Err(line) => Err(line.unwrap_or(0)),
    }
}

fn is_indented_by_tab(line: &str) -> bool {
    let indentation = line.len() - line.trim_start().len();
    line.get(..indentation)
        .is_some_and(|space| space.contains('\t'))
}

/// The text with tabs at the start of lines as spaces: as many as make it readable, or two.
fn without_tabs(text: &str, notes: &mut Notes<'_>) -> String {
    let expanded = |width: usize| {
        let lines = text.lines().map(|line| {
            let rest = line.trim_start();
            let (space, _) = line.split_at(line.len() - rest.len());
            format!("{}{rest}", space.replace('\t', &" ".repeat(width)))
        });
        lines.collect::<Vec<_>>().join("\n") + "\n"
    };
    // A wrong width may be readable, but it puts keys where they do not belong.
    let contents = |width: &usize| attempt(&expanded(*width)).map_or(0, |(read, _)| count(&read));
    let width = WIDTHS.into_iter().max_by_key(contents).unwrap_or(WIDTHS[0]);
    let lines = text.lines().enumerate();
    let lines: Vec<_> = lines
        .filter(|(_, line)| is_indented_by_tab(line))
        .map(|(index, _)| (index + 1).to_string())
        .collect();
    let shown = lines.get(..lines.len().min(10)).unwrap_or_default();
    let more = if lines.len() > shown.len() {
        " …"
    } else {
        ""
    };
    let cure = format!("read as {width} spaces each");
    notes.push(
        format!("line {}{more}", shown.join(", ")),
        "tabs at the start of the line",
        cure,
    );
    expanded(width)
}

/// How many operations and schemas a document has.
fn count(document: &Value) -> usize {
    let paths = document["paths"].as_object().into_iter().flatten();
    let items = paths.filter(|(path, _)| path.starts_with('/'));
    let keys = items.filter_map(|(_, item)| item.as_object()).flatten();
    let operations = keys.filter(|(key, _)| METHODS.contains(&key.as_str()));
    let schemas = document["components"]["schemas"].as_object();
    operations.count() + schemas.map_or(0, serde_json::Map::len)
}

/// The text with one repair that lets reading get further than the line of the error, the line of
/// the repair, and what was done.
fn repaired(text: &str, error: usize) -> Option<(String, usize, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let at = error.clamp(1, lines.len().max(1));
    let helps = |mended: &str| match attempt(mended) {
        Ok(_) => true,
        Err(line) => line > error,
    };
    // A value that would have to be in quotes. An error is often seen in the line after it.
    for line in [at, at.saturating_sub(1)] {
        let Some(quoted) = line
            .checked_sub(1)
            .and_then(|index| quoted(lines.get(index)?))
        else {
            continue;
        };
        let mended = with_lines(&lines, line - 1..line, &quoted);
        if helps(&mended) {
            return Some((mended, line, "the value is read as text".to_owned()));
        }
    }
    // Prose, which is not read anyway.
    let mut tried = 0;
    for line in (at.saturating_sub(REACH).max(1)..=at).rev() {
        let Some((key, blank)) = lines.get(line - 1).and_then(|line| blanked(line)) else {
            continue;
        };
        tried += 1;
        if tried > MOST_CANDIDATES {
            return None;
        }
        let indentation = indentation(lines[line - 1]);
        let continued = lines[line..]
            .iter()
            .take_while(|line| line.trim().is_empty() || self::indentation(line) > indentation);
        let ends = [line + continued.count(), line];
        for end in ends {
            let mended = with_lines(&lines, line - 1..end, &blank);
            if helps(&mended) {
                return Some((mended, line, format!("`{key}` is left out")));
            }
        }
    }
    None
}

/// The column of the first character of a line, after the dashes of list elements.
fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '-']).len()
}

/// The lines with some of them replaced by one and by empty ones, so that the others keep their
/// numbers.
fn with_lines(lines: &[&str], range: std::ops::Range<usize>, by: &str) -> String {
    let mut all: Vec<&str> = lines.to_vec();
    for (index, line) in all.iter_mut().enumerate() {
        if index == range.start {
            *line = by;
        } else if range.contains(&index) {
            *line = "";
        }
    }
    all.join("\n") + "\n"
}

/// A line of a key and a value, split behind the colon.
fn entry(line: &str) -> Option<(&str, &str, &str)> {
    let start = indentation(line);
    let rest = line.get(start..)?;
    let colon = rest.find(": ")?;
    let key = rest.get(..colon)?;
    let is_key = |c: char| c.is_alphanumeric() || "$_-./{}'\"".contains(c);
    if key.is_empty() || !key.chars().all(is_key) {
        return None;
    }
    let (head, value) = line.split_at(start + colon + 1);
    Some((key.trim_matches(['\'', '"']), head, value.trim()))
}

/// The line with its value in quotes.
fn quoted(line: &str) -> Option<String> {
    let (key, head, value) = entry(line)?;
    // What begins a block or a list over several lines is not a value by itself.
    let is_open = value.starts_with(['|', '>', '#'])
        || !is_prose(key) && value.starts_with(['[', '{', '"', '\'']);
    if value.is_empty() || is_open {
        return None;
    }
    let printable: String = value.chars().filter(|c| !c.is_control()).collect();
    Some(format!("{head} '{}'", printable.replace('\'', "''")))
}

/// The key of a line of prose, and the line with an empty value.
fn blanked(line: &str) -> Option<(String, String)> {
    let (key, head, value) = entry(line)?;
    if !is_prose(key) || value.is_empty() {
        return None;
    }
    Some((key.to_owned(), format!("{head} ''")))
}

/// Whether nothing but prose stands under a key.
pub fn is_prose(key: &str) -> bool {
    const PROSE: [&str; 6] = [
        "description",
        "example",
        "examples",
        "externalDocs",
        "summary",
        "title",
    ];
    key.starts_with("x-") || PROSE.contains(&key)
}
