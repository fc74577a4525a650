//! The file that exchanges are appended to, one line each.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value, json};

/// The version of the format.
const VERSION: u64 = 1;

/// A cassette that is being written.
#[derive(Debug)]
pub(super) struct Cassette {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    file: File,
    /// The number of exchanges in the file.
    count: usize,
    /// The first failure. Nothing is written after it.
    failure: Option<io::Error>,
}

impl Cassette {
    /// Creates a cassette, or opens one of the same key.
    pub(super) fn open(path: &Path, appends: bool, key_id: &str) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        // Two recorders of one file must not write into each other's lines.
        if !appends {
            File::create(path)?;
        }
        let mut file = options.read(true).open(path)?;
        let count = continue_in(&mut file, key_id)?;
        if count.is_none() {
            let header = json!({ "cassette": VERSION, "key_id": key_id });
            write_line(&mut file, header.to_string())?;
        }
        Ok(Self {
            state: Mutex::new(State {
                file,
                count: count.unwrap_or_default(),
                failure: None,
            }),
        })
    }

    /// Appends an exchange and numbers it.
    pub(super) fn append(&self, mut exchange: Map<String, Value>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.failure.is_some() {
            return;
        }
        let number = state.count + 1;
        exchange.insert("id".to_owned(), number.to_string().into());
        let line = Value::Object(exchange).to_string();
        match write_line(&mut state.file, line) {
            Ok(()) => state.count = number,
            Err(error) => state.failure = Some(error),
        }
    }

    pub(super) fn count(&self) -> usize {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.count
    }

    pub(super) fn take_failure(&self) -> io::Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.failure.take().map_or(Ok(()), Err)
    }
}

/// Writes a line in one piece, so that a killed process leaves at most one broken line, the last.
fn write_line(file: &mut File, mut line: String) -> io::Result<()> {
    line.push('\n');
    file.write_all(line.as_bytes())?;
    file.flush()
}

/// Checks the header of a cassette and ends its last line. Returns the number of its exchanges, or
/// `None` for an empty file.
fn continue_in(file: &mut File, key_id: &str) -> io::Result<Option<usize>> {
    let mut lines = BufReader::new(&mut *file);
    let mut header = Vec::new();
    // The header is short; another file may be one long line.
    (&mut lines).take(4096).read_until(b'\n', &mut header)?;
    if header.is_empty() {
        return Ok(None);
    }
    let header: Value = serde_json::from_slice(&header).unwrap_or_default();
    if header["cassette"] != VERSION {
        let problem = "the file is not a cassette of this version";
        return Err(io::Error::new(io::ErrorKind::InvalidData, problem));
    }
    if header["key_id"] != key_id {
        let problem = "the cassette was recorded with another key: set `key` to that key";
        return Err(io::Error::new(io::ErrorKind::InvalidData, problem));
    }
    let mut count = 0;
    let mut is_ended = true;
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        count += 1;
        is_ended = line.ends_with(b"\n");
        line.clear();
    }
    file.seek(SeekFrom::End(0))?;
    if !is_ended {
        file.write_all(b"\n")?;
    }
    Ok(Some(count))
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value};

    use super::Cassette;

    fn lines(path: &std::path::Path) -> Vec<Value> {
        let text = std::fs::read_to_string(path).unwrap();
        let lines = text.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap_or_default())
            .collect()
    }

    #[test]
    fn appended_cassette_keeps_lines_and_ends_a_broken_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cassette.jsonl");
        Cassette::open(&path, false, "k")
            .unwrap()
            .append(Map::new());
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.push_str("{\"broken\": ");
        std::fs::write(&path, text).unwrap();

        let cassette = Cassette::open(&path, true, "k").unwrap();
        cassette.append(Map::new());
        assert_eq!(cassette.count(), 3);
        let lines = lines(&path);
        assert_eq!(lines.len(), 4);
        assert_eq!(
            (&lines[1]["id"], &lines[3]["id"]),
            (&"1".into(), &"3".into())
        );
        assert_eq!(lines[2], Value::Null);
    }

    #[test]
    fn cassette_of_another_key_is_refused_and_another_file_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cassette.jsonl");
        Cassette::open(&path, true, "k").unwrap();
        let error = Cassette::open(&path, true, "other").unwrap_err();
        assert!(error.to_string().contains("another key"), "{error}");
        std::fs::write(&path, "text").unwrap();
        assert!(Cassette::open(&path, true, "k").is_err());
        // It is replaced by default.
        Cassette::open(&path, false, "other").unwrap();
        assert_eq!(lines(&path).len(), 1);
    }
}
