//! A recorded exchange: one line of a case file.

use intercom_simulator::contract::operation_at;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::dispatch::{Row, route, rows};

/// A recorded request with its response.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// What the file calls it.
    pub(crate) id: String,
    method: String,
    path_template: String,
    operation_id: Option<String>,
    path: String,
    query: Map<String, Value>,
    /// Null when none was recorded.
    pub(crate) request_body: Value,
    /// 0 when no response was recorded.
    pub(crate) status: u16,
    /// A text that is not JSON is kept unchanged; null when there was no body.
    pub(crate) response_body: Value,
}

/// A recorded request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordedCall<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a Map<String, Value>,
    pub(crate) body: &'a Value,
}

impl Case {
    /// Reads a line.
    ///
    /// # Errors
    ///
    /// What is wrong with it, without its values.
    pub(crate) fn parse(line: &[u8]) -> Result<Self, String> {
        let line: Value = serde_json::from_slice(line)
            .map_err(|error| format!("no JSON, at column {}", error.column()))?;
        let Value::Object(mut line) = line else {
            return Err("no JSON object".to_owned());
        };
        let id = match line.remove("id") {
            Some(Value::String(id)) => id,
            Some(Value::Number(id)) => id.to_string(),
            None | Some(Value::Null) => String::new(),
            Some(_) => return Err("`id` is not a string".to_owned()),
        };
        let method = text(&mut line, "method")?.ok_or("`method` is missing")?;
        let path_template = text(&mut line, "path_template")?;
        let path = text(&mut line, "path")?.or_else(|| path_template.clone());
        let (path, mut query) = split(&path.ok_or("`path` is missing")?);
        match line.remove("query") {
            Some(Value::Object(more)) => query.extend(more),
            None | Some(Value::Null) => {}
            Some(_) => return Err("`query` is not an object".to_owned()),
        }
        let status = line.get("status").and_then(Value::as_u64);
        Ok(Self {
            id,
            path_template: path_template.unwrap_or_default(),
            operation_id: text(&mut line, "operation_id")?,
            path,
            query,
            request_body: line.remove("request_body").unwrap_or_default(),
            response_body: line.remove("response_body").unwrap_or_default(),
            status: status
                .and_then(|status| u16::try_from(status).ok())
                .filter(|status| *status == 0 || (200..=999).contains(status))
                .ok_or("`status` is not an HTTP status")?,
            method,
        })
    }

    /// What was called, for people: `GET /contacts/{id}`.
    pub(crate) fn title(&self) -> String {
        let path = match self.path_template.as_str() {
            "" => &self.path,
            template => template,
        };
        format!("{} {path}", self.method.to_uppercase())
    }

    /// The operation that was called: by method and path template, by the path itself, or by id.
    ///
    /// The template comes first because ids differ between descriptions, and two of them are
    /// known to be swapped.
    pub(crate) fn row(&self) -> Option<&'static Row> {
        let of_route = |wanted: String| {
            let mut known = rows().iter();
            known.find(|row| route(row.info.method.as_str(), row.info.path) == wanted)
        };
        let of_id = |id: &str| {
            rows()
                .iter()
                .find(|row| row.info.id.eq_ignore_ascii_case(id))
        };
        if !self.path_template.is_empty() {
            let found = of_route(route(&self.method, &self.path_template));
            if found.is_some() {
                return found;
            }
        }
        match operation_at(&self.method.to_uppercase(), &self.path) {
            Some(operation) => of_route(operation.route.clone()),
            None => of_id(self.operation_id.as_deref()?),
        }
    }

    /// The values of the path where the operation has placeholders.
    pub(crate) fn path_values(&self, row: &Row) -> Result<Vec<String>, String> {
        let template: Vec<&str> = row.info.path.trim_matches('/').split('/').collect();
        let path = segments(&self.path);
        let fits = |(part, segment): (&&str, &String)| part.starts_with('{') || part == segment;
        if template.len() != path.len() || !template.iter().zip(&path).all(fits) {
            return Err(format!("`path` does not fit {}", row.info.path));
        }
        let values = template
            .iter()
            .zip(path)
            .filter(|(part, _)| part.starts_with('{'));
        Ok(values.map(|(_, segment)| segment).collect())
    }

    pub(crate) fn query(&self) -> &Map<String, Value> {
        &self.query
    }

    /// The request to compare with.
    pub(crate) fn recorded(&self) -> RecordedCall<'_> {
        RecordedCall {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            body: &self.request_body,
        }
    }
}

/// The decoded segments of a path.
pub(crate) fn segments(path: &str) -> Vec<String> {
    let segments = path.trim_matches('/').split('/');
    segments
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
        .collect()
}

fn text(line: &mut Map<String, Value>, key: &str) -> Result<Option<String>, String> {
    match line.remove(key) {
        Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
        None | Some(Value::Null | Value::String(_)) => Ok(None),
        Some(_) => Err(format!("`{key}` is not a string")),
    }
}

/// The path of a URL or a path, and the query behind it. A name that occurs more than once has a
/// list of values.
fn split(url: &str) -> (String, Map<String, Value>) {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |start| &rest[start..]),
        None => url,
    };
    let (path, text) = path.split_once('?').unwrap_or((path, ""));
    let mut query = Map::new();
    for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
        let value = Value::from(value);
        match query.get_mut(&*name) {
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
            None => _ = query.insert(name.into_owned(), value),
        }
    }
    (path.to_owned(), query)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Case;

    fn case(changes: &Value) -> Result<Case, String> {
        let mut line = json!({
            "id": "1", "method": "GET", "path_template": "/contacts/{id}", "operation_id": null,
            "path": "/contacts/5", "query": {}, "request_body": null, "status": 200,
            "response_body": {},
        });
        for (key, value) in changes.as_object().unwrap() {
            line[key] = value.clone();
        }
        Case::parse(line.to_string().as_bytes())
    }

    fn operation(changes: &Value) -> Option<String> {
        Some(case(changes).unwrap().row()?.info.to_string())
    }

    #[test]
    fn an_operation_is_found_by_template_path_or_id() {
        assert_eq!(operation(&json!({})).as_deref(), Some("contacts.get"));
        for changes in [
            json!({"path_template": "/contacts/{contact_id}", "operation_id": "nonsense"}),
            json!({"path_template": null}),
            json!({"path_template": "", "path": "https://api.intercom.io/contacts/5?a=b"}),
            json!({"path_template": null, "path": "/x", "operation_id": "showcontact"}),
        ] {
            assert_eq!(
                operation(&changes).as_deref(),
                Some("contacts.get"),
                "{changes}"
            );
        }
        assert_eq!(
            operation(&json!({"path_template": "/nothing", "path": "/nothing"})),
            None
        );
        let swapped = json!({
            "method": "DELETE", "operation_id": "deleteCustomObjectInstancesById",
            "path_template": "/custom_object_instances/{id}", "path": "/custom_object_instances/Order",
        });
        let found = operation(&swapped);
        assert_eq!(
            found.as_deref(),
            Some("custom_object_instances.delete_by_external_id")
        );
    }

    #[test]
    fn values_of_the_path_are_decoded() {
        let case = case(&json!({"path": "/contacts/123%20or%20%22last%22"})).unwrap();
        let row = case.row().unwrap();
        assert_eq!(case.path_values(row).unwrap(), ["123 or \"last\""]);
    }

    #[test]
    fn query_may_be_part_of_the_path() {
        let case = case(&json!({"path": "/contacts/5?a=1&a=2&b=x", "query": {"c": 3}})).unwrap();
        assert_eq!(
            Value::from(case.query().clone()),
            json!({"a": ["1", "2"], "b": "x", "c": 3})
        );
    }

    #[test]
    fn invalid_case_is_reported() {
        for (changes, problem) in [
            (json!({"status": 99}), "`status` is not an HTTP status"),
            (json!({"status": "200"}), "`status` is not an HTTP status"),
            (json!({"method": null}), "`method` is missing"),
            (json!({"query": [1]}), "`query` is not an object"),
            (json!({"path": 5}), "`path` is not a string"),
        ] {
            assert_eq!(case(&changes).unwrap_err(), problem);
        }
        assert_eq!(
            Case::parse(b"{\"id\": ").unwrap_err(),
            "no JSON, at column 7"
        );
        assert_eq!(Case::parse(b"[]").unwrap_err(), "no JSON object");
    }
}
