//! Bodies that are not JSON, read as the JSON that their schema describes.
//!
//! Strict where a client could be tricked: a part has the headers that it needs, each once.

use bytes::Bytes;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::contract::{DeclaredBody, Document, Operation};
use crate::exchange::{ApiError, Part, Request};

/// Reads the body of a request whose operation takes something else than JSON.
pub(super) fn read(
    operation: &Operation,
    declared: &DeclaredBody,
    request: &mut Request,
) -> Result<Value, ApiError> {
    let given = request
        .header("content-type")
        .unwrap_or_default()
        .to_owned();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence != declared.media_type {
        let message = format!("The body must be sent as {}", declared.media_type);
        return Err(ApiError::new(415, "media_type_not_supported", message));
    }
    let mut fields = Fields {
        document: &operation.document,
        schema: operation.body.as_ref().unwrap_or(&Value::Null),
        values: Map::new(),
    };
    match essence {
        "multipart/form-data" => {
            request.parts = parts(&given, &request.body)?;
            for part in &request.parts {
                fields.add_part(part)?;
            }
        }
        "application/x-www-form-urlencoded" => {
            for pair in text(&request.body)?
                .split('&')
                .filter(|pair| !pair.is_empty())
            {
                fields.add_pair(pair, &declared.encoding)?;
            }
        }
        _ if essence.starts_with("text/") => return Ok(text(&request.body)?.into()),
        _ => return Ok(String::from_utf8_lossy(&request.body).into()),
    }
    Ok(Value::Object(fields.values))
}

fn broken(message: &str) -> ApiError {
    ApiError::new(400, "client_error", message)
}

fn text(bytes: &[u8]) -> Result<&str, ApiError> {
    std::str::from_utf8(bytes).map_err(|_| broken("The body is not UTF-8"))
}

/// The fields of a form.
struct Fields<'a> {
    document: &'a Document,
    schema: &'a Value,
    values: Map<String, Value>,
}

impl Fields<'_> {
    fn add_part(&mut self, part: &Part) -> Result<(), ApiError> {
        let content = String::from_utf8_lossy(&part.content).into_owned();
        let value = match part.media_type.as_deref() {
            Some("application/json") if part.file_name.is_none() => {
                serde_json::from_str(&content).map_err(|_| broken("A part is not valid JSON"))?
            }
            _ if part.file_name.is_some() => Value::String(content),
            _ => self.scalar(&part.name, content),
        };
        self.add(&part.name, value)
    }

    fn add_pair(&mut self, pair: &str, encoding: &Value) -> Result<(), ApiError> {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, raw) = (decoded(name), value.replace('+', "%20"));
        if let Some((object, rest)) = name.split_once('[')
            && encoding[object]["style"] == "deepObject"
        {
            let key = rest.strip_suffix(']').unwrap_or(rest);
            let inner = self.property(object)["properties"][key].clone();
            let value = typed(self.document.resolve(&inner), decoded(&raw));
            let place = self
                .values
                .entry(object)
                .or_insert_with(|| Map::new().into());
            place[key] = value;
            return Ok(());
        }
        if encoding[&name]["explode"] == false {
            for element in raw.split(',') {
                let value = self.scalar(&name, decoded(element));
                self.add(&name, value)?;
            }
            return Ok(());
        }
        let value = decoded(&raw);
        let value = match serde_json::from_str(&value) {
            Ok(object @ Value::Object(_)) => object,
            _ => self.scalar(&name, value),
        };
        self.add(&name, value)
    }

    fn add(&mut self, name: &str, value: Value) -> Result<(), ApiError> {
        let is_list = self.property(name)["type"] == "array";
        match self.values.get_mut(name) {
            Some(Value::Array(values)) if is_list => values.push(value),
            Some(_) => return Err(broken("A field that is not a list is given twice")),
            None => {
                let value = if is_list { vec![value].into() } else { value };
                self.values.insert(name.to_owned(), value);
            }
        }
        Ok(())
    }

    /// The schema of a property.
    fn property(&self, name: &str) -> &Value {
        let properties = self.document.properties(self.schema);
        let found = properties.into_iter().find(|(known, _)| *known == name);
        found.map_or(&Value::Null, |(_, schema)| self.document.resolve(schema))
    }

    /// A text as a value of its property, or of an element of it.
    fn scalar(&self, name: &str, text: String) -> Value {
        let schema = self.property(name);
        match schema["type"].as_str() {
            Some("array") => typed(self.document.resolve(&schema["items"]), text),
            _ => typed(schema, text),
        }
    }
}

fn typed(schema: &Value, text: String) -> Value {
    let other = match schema["type"].as_str() {
        Some("integer") => text.parse::<i64>().ok().map(Value::from),
        Some("number") => text.parse::<f64>().ok().map(Value::from),
        Some("boolean") => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    };
    other.unwrap_or(Value::String(text))
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The parts of a body, with every delimiter in its place.
fn parts(content_type: &str, body: &Bytes) -> Result<Vec<Part>, ApiError> {
    let boundary = content_type.split(';').find_map(|parameter| {
        let value = parameter.trim().strip_prefix("boundary=")?;
        Some(value.trim_matches('"').to_owned())
    });
    let boundary = boundary.filter(|boundary| (1..=70).contains(&boundary.len()));
    let boundary = boundary.ok_or_else(|| broken("The form has no valid boundary"))?;
    let delimiter = format!("\r\n--{boundary}");
    let misplaced = || broken("A delimiter of the form is misplaced");
    let mut at = match body.strip_prefix(&delimiter.as_bytes()[2..]) {
        Some(rest) => body.len() - rest.len(),
        None => return Err(misplaced()),
    };
    let mut parts = Vec::new();
    loop {
        let rest = body.slice(at..);
        if &rest[..] == b"--\r\n" {
            return Ok(parts);
        }
        let start = rest.strip_prefix(b"\r\n").ok_or_else(misplaced)?;
        let start = rest.len() - start.len();
        let end = find(&rest[start..], delimiter.as_bytes()).ok_or_else(misplaced)? + start;
        parts.push(part(&rest.slice(start..end))?);
        at += end + delimiter.len();
    }
}

fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len())
        .position(|window| window == needle)
}

fn part(bytes: &Bytes) -> Result<Part, ApiError> {
    let end = find(bytes, b"\r\n\r\n").ok_or_else(|| broken("A part has no end of its headers"))?;
    let head = text(&bytes[..end])?;
    let mut part = Part {
        name: String::new(),
        file_name: None,
        media_type: None,
        content: bytes.slice(end + 4..),
    };
    for (index, line) in head.split("\r\n").enumerate() {
        let (header, value) = line.split_once(": ").unwrap_or((line, ""));
        match (index, header.to_lowercase().as_str()) {
            (0, "content-disposition") => {
                let rest = value.strip_prefix("form-data; name=\"");
                let (name, rest) = rest
                    .and_then(|rest| rest.split_once('"'))
                    .ok_or_else(|| broken("A part has no name"))?;
                name.clone_into(&mut part.name);
                if !rest.is_empty() {
                    let file = rest.strip_prefix("; filename=\"");
                    let file = file.and_then(|file| file.strip_suffix('"'));
                    let file = file.filter(|file| !file.contains('"'));
                    let file = file.ok_or_else(|| broken("A file has no valid name"))?;
                    part.file_name = Some(file.to_owned());
                }
            }
            (1, "content-type") => part.media_type = Some(value.to_owned()),
            _ => return Err(broken("A part has a header that it should not have")),
        }
    }
    Ok(part)
}
