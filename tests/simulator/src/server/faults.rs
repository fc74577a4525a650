//! Faults on demand: which failure, for which requests, and how often.

use std::time::Duration;

use serde_json::{Value, json};

use crate::contract::nameless;
use crate::exchange::{ApiError, Body, Call, Request, Response};

/// A failure in the response to a request.
///
/// Without [`on`](Self::on) it applies to every request, without [`times`](Self::times) forever.
#[derive(Clone, Debug)]
pub struct Fault {
    pub(crate) effect: Effect,
    headers: Vec<(String, String)>,
    /// Method and path (template or as sent); `*` is any method.
    on: Option<(String, String)>,
    skip: usize,
    times: Option<usize>,
}

/// Where a connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Nothing of the response is sent.
    BeforeAnswer,
    /// Status and headers are sent.
    BeforeBody,
    /// Status, headers and half of the body are sent.
    InBody,
    /// The whole response is sent, but the connection is closed without notice.
    AfterBody,
}

/// What a fault does.
#[derive(Clone, Debug)]
pub(crate) enum Effect {
    /// Returns this response and does not carry the request out.
    Instead(Response),
    /// Returns an error in Intercom's shape instead.
    Error(u16),
    Delay(Duration),
    Cut(Cut),
    Gzip,
    InvalidJson,
    SetField(String, Value),
    DropField(String),
    EmptyPage,
    RepeatedCursor,
}

impl Fault {
    fn new(effect: Effect) -> Self {
        Self {
            effect,
            headers: Vec::new(),
            on: None,
            skip: 0,
            times: None,
        }
    }

    /// An error with this status in Intercom's shape; the request is not carried out.
    pub fn status(status: u16) -> Self {
        Self::new(Effect::Error(status))
    }

    /// An HTML page as gateways send it; the request is not carried out.
    pub fn html(status: u16) -> Self {
        let page = format!(
            "<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
        );
        Self::new(Effect::Instead(
            Response::bytes("text/html", page).with_status(status),
        ))
    }

    /// A status with an empty body; the request is not carried out.
    pub fn empty_body(status: u16) -> Self {
        Self::new(Effect::Instead(Response::empty(status)))
    }

    /// Any JSON with any status; the request is not carried out.
    pub fn json(status: u16, body: Value) -> Self {
        Self::new(Effect::Instead(Response::json(body).with_status(status)))
    }

    /// A redirect to another URL; the request is not carried out.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::new(Effect::Instead(
            Response::redirect(location).with_status(status),
        ))
    }

    /// Carries the request out, and delays its response by this time.
    pub fn delay(delay: Duration) -> Self {
        Self::new(Effect::Delay(delay))
    }

    /// The request is carried out, and the connection cut while answering.
    pub fn cut(cut: Cut) -> Self {
        Self::new(Effect::Cut(cut))
    }

    /// The body is compressed, whatever the request accepts.
    pub fn gzip() -> Self {
        Self::new(Effect::Gzip)
    }

    /// Drops the second half of the body, so that it is not JSON.
    pub fn invalid_json() -> Self {
        Self::new(Effect::InvalidJson)
    }

    /// Sets a field of the response: to null, another type, or a new enum value. The field may be
    /// new.
    ///
    /// `path` is dotted; a number selects an element of a list, `*` all of them.
    pub fn set_field(path: &str, value: Value) -> Self {
        Self::new(Effect::SetField(path.to_owned(), value))
    }

    /// Drops a field of the response; `path` as in [`Fault::set_field`].
    pub fn drop_field(path: &str) -> Self {
        Self::new(Effect::DropField(path.to_owned()))
    }

    /// A page comes without objects, though others follow.
    pub fn empty_page() -> Self {
        Self::new(Effect::EmptyPage)
    }

    /// Names the requested page as the next page.
    pub fn repeated_cursor() -> Self {
        Self::new(Effect::RepeatedCursor)
    }

    /// Adds a header to the response.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Only for requests such as `GET /contacts/{contact_id}`, `GET /contacts/1` or `* /contacts`.
    #[must_use]
    pub fn on(mut self, request: &str) -> Self {
        let (method, path) = request.split_once(' ').unwrap_or(("*", request));
        self.on = Some((method.to_owned(), path.to_owned()));
        self
    }

    /// Lets the first `count` matching requests pass.
    #[must_use]
    pub fn skip(mut self, count: usize) -> Self {
        self.skip = count;
        self
    }

    /// Ends after `count` requests.
    #[must_use]
    pub fn times(mut self, count: usize) -> Self {
        self.times = Some(count);
        self
    }

    fn matches(&self, request: &Request, template: Option<&str>) -> bool {
        self.on.as_ref().is_none_or(|(method, path)| {
            let is_template = template.is_some_and(|template| nameless(template) == nameless(path));
            (method == "*" || *method == request.method)
                && (path == "*" || *path == request.path || is_template)
        })
    }

    /// Returns the response that replaces carrying the request out, if this fault has one.
    pub(crate) fn instead(&self, request_id: &str) -> Option<Response> {
        let response = match &self.effect {
            Effect::Instead(response) => response.clone(),
            Effect::Error(status) => ApiError::of_status(*status).into_response(request_id),
            _ => return None,
        };
        Some(response)
    }

    /// Applies the fault to a response.
    pub(crate) fn distort(&self, response: &mut Response, call: Option<&Call>) {
        response.headers.extend(self.headers.iter().cloned());
        let Body::Json(body) = &mut response.body else {
            return;
        };
        match &self.effect {
            Effect::SetField(path, value) => {
                at_path(body, path, &|holder, key| set(holder, key, Some(value)));
            }
            Effect::DropField(path) => at_path(body, path, &|holder, key| set(holder, key, None)),
            Effect::EmptyPage => empty_lists(body),
            Effect::RepeatedCursor => repeat_cursor(body, call),
            Effect::InvalidJson => {
                let mut text = body.to_string().into_bytes();
                text.truncate(text.len() / 2);
                response.body = Body::Bytes("application/json; charset=utf-8".into(), text);
            }
            _ => {}
        }
    }
}

/// Takes the faults that befall a request, and counts them.
pub(crate) fn take(
    faults: &mut Vec<Fault>,
    request: &Request,
    template: Option<&str>,
) -> Vec<Fault> {
    let mut taken = Vec::new();
    for fault in faults
        .iter_mut()
        .filter(|fault| fault.matches(request, template))
    {
        if fault.skip > 0 {
            fault.skip -= 1;
            continue;
        }
        fault.times = fault.times.map(|times| times.saturating_sub(1));
        taken.push(fault.clone());
    }
    faults.retain(|fault| fault.times != Some(0));
    taken
}

/// Calls `change` with every holder of the last key of a path.
fn at_path(value: &mut Value, path: &str, change: &dyn Fn(&mut Value, &str)) {
    let Some((key, rest)) = path.split_once('.') else {
        return change(value, path);
    };
    match (value, key.parse::<usize>()) {
        (Value::Array(elements), _) if key == "*" => {
            for element in elements {
                at_path(element, rest, change);
            }
        }
        (Value::Array(elements), Ok(index)) => {
            if let Some(element) = elements.get_mut(index) {
                at_path(element, rest, change);
            }
        }
        (Value::Object(object), _) => {
            if let Some(value) = object.get_mut(key) {
                at_path(value, rest, change);
            }
        }
        _ => {}
    }
}

fn set(holder: &mut Value, key: &str, value: Option<&Value>) {
    match (holder, value, key.parse::<usize>()) {
        (Value::Object(object), Some(value), _) => {
            object.insert(key.to_owned(), value.clone());
        }
        (Value::Object(object), None, _) => {
            object.remove(key);
        }
        (Value::Array(elements), Some(value), Ok(index)) if index < elements.len() => {
            elements[index] = value.clone();
        }
        (Value::Array(elements), None, Ok(index)) if index < elements.len() => {
            elements.remove(index);
        }
        _ => {}
    }
}

fn empty_lists(body: &mut Value) {
    for list in body
        .as_object_mut()
        .into_iter()
        .flat_map(serde_json::Map::values_mut)
    {
        if list.is_array() {
            *list = json!([]);
        }
    }
}

fn repeat_cursor(body: &mut Value, call: Option<&Call>) {
    let Some(call) = call else { return };
    let cursor = call.body["pagination"]["starting_after"]
        .as_str()
        .or_else(|| call.query("starting_after"));
    let next = &mut body["pages"]["next"];
    match (cursor, call.query("page")) {
        (Some(cursor), _) => *next = json!({ "starting_after": cursor, "per_page": 10 }),
        (None, page) if next.is_string() => {
            let page = page.unwrap_or("1");
            *next = format!("{}{}?page={page}", call.base_url, call.operation().path).into();
        }
        _ => {}
    }
}
