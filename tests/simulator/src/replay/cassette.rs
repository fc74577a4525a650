//! The file that a recorder wrote.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// The version of the format that is read.
const VERSION: u64 = 1;

/// A cassette in memory.
#[derive(Debug, Default)]
pub(super) struct Cassette {
    pub(super) recordings: Vec<Recording>,
    /// Lines that could not be read, with their numbers.
    pub(super) problems: Vec<String>,
    /// The stand-ins of hosts that have recordings, besides the API.
    pub(super) hosts: BTreeSet<String>,
}

/// An exchange of the cassette.
#[derive(Debug)]
pub(super) struct Recording {
    /// The number of its line.
    line: usize,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) path_template: Option<String>,
    pub(super) query: BTreeMap<String, Vec<String>>,
    pub(super) range: Option<String>,
    pub(super) request_body: Value,
    /// How the body is stored: `None` for JSON, and for no body.
    pub(super) request_encoding: Option<String>,
    /// The places of stand-ins in the request, with their kinds.
    pub(super) scrubbed: HashMap<String, String>,
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Value,
    pub(super) encoding: Option<String>,
    /// The length of a body that is not stored.
    pub(super) length: usize,
}

impl Cassette {
    /// Reads a cassette. A line that is not an exchange, such as the last one of a killed process, is
    /// skipped and reported.
    pub(super) fn read(path: &Path) -> io::Result<Self> {
        let invalid = |problem: &str| {
            let problem = format!("{}: {problem}", path.display());
            io::Error::new(io::ErrorKind::InvalidData, problem)
        };
        let file = File::open(path).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", path.display()))
        })?;
        let mut cassette = Self::default();
        let mut has_header = false;
        for (index, line) in BufReader::new(file).split(b'\n').enumerate() {
            let line = line?;
            let number = index + 1;
            let value = serde_json::from_slice::<Value>(&line);
            if number == 1 {
                let header = value.unwrap_or_default();
                if header["cassette"].is_null() {
                    break;
                }
                has_header = true;
                if header["cassette"] != VERSION {
                    return Err(invalid("the cassette has another version"));
                }
                continue;
            }
            if line.trim_ascii().is_empty() {
                continue;
            }
            match value
                .ok()
                .and_then(|value| cassette.recording(number, value))
            {
                Some(recording) => cassette.recordings.push(recording),
                None => cassette.problems.push(format!(
                    "line {number} is skipped: it is incomplete or not an exchange"
                )),
            }
        }
        if !has_header {
            return Err(invalid("the first line is not the header of a cassette"));
        }
        Ok(cassette)
    }

    fn recording(&mut self, line: usize, mut value: Value) -> Option<Recording> {
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        let recording = Recording {
            line,
            method: text("method")?,
            path: text("path")?,
            path_template: text("path_template"),
            query: values(value["query"].as_object()?),
            range: value["request_headers"]["range"]
                .as_str()
                .map(str::to_owned),
            request_encoding: text("request_encoding"),
            scrubbed: pairs(&value["scrubbed"]).collect(),
            status: u16::try_from(value["status"].as_u64()?).ok()?,
            headers: pairs(&value["response_headers"]).collect(),
            encoding: text("response_encoding"),
            length: value["response_length"]
                .as_u64()
                .and_then(|length| usize::try_from(length).ok())
                .unwrap_or_default(),
            request_body: value["request_body"].take(),
            body: value["response_body"].take(),
        };
        self.hosts.extend(value["host"].as_str().map(str::to_owned));
        Some(recording)
    }
}

impl Recording {
    /// Returns what was recorded, for people.
    pub(super) fn title(&self) -> String {
        let path = self.path_template.as_ref().unwrap_or(&self.path);
        format!("line {}: {} {path}", self.line, self.method)
    }

    pub(super) fn request_id(&self) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(name, _)| name == "x-request-id")?;
        Some(value)
    }
}

/// The decoded segments of a path.
pub(super) fn segments(path: &str) -> Vec<String> {
    path.split('/')
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
        .collect()
}

fn pairs(object: &Value) -> impl Iterator<Item = (String, String)> + use<'_> {
    let entries = object.as_object().into_iter().flatten();
    entries.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
}

fn values(query: &Map<String, Value>) -> BTreeMap<String, Vec<String>> {
    let entries = query.iter().map(|(name, value)| {
        let values = value
            .as_array()
            .map_or(std::slice::from_ref(value), Vec::as_slice);
        let values = values.iter().filter_map(Value::as_str).map(str::to_owned);
        (name.clone(), values.collect())
    });
    entries.collect()
}
