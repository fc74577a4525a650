//! A recorded response as it is sent.

use std::collections::BTreeSet;
use std::io::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use super::binding::Bindings;
use super::cassette::Recording;
use crate::exchange::{Body, Response};

/// Where URLs of the API lead on a cassette.
const HOME: &str = "https://api.intercom.io";

/// The most bytes that are sent in place of a body that is not stored.
const MOST_ZEROS: usize = 64 * 1024 * 1024;

/// Puts what the replay has in place of what the cassette has.
struct Restore<'a> {
    bindings: &'a Bindings,
    hosts: &'a BTreeSet<String>,
    base_url: &'a str,
}

impl Recording {
    /// Returns the response. Stand-ins become the values that the program sent for them, and URLs of the
    /// API and of recorded hosts lead to the replay.
    pub(super) fn response(
        &self,
        bindings: &Bindings,
        hosts: &BTreeSet<String>,
        base_url: &str,
    ) -> Response {
        let restore = Restore {
            bindings,
            hosts,
            base_url,
        };
        let text = self.body.as_str().unwrap_or_default();
        let body = match self.encoding.as_deref() {
            None if self.body.is_null() => Body::Empty,
            // In this form, faults can change it.
            None => Body::Json(restore.value(&self.body)),
            Some("gzip-text") => Body::Raw(gzip(text.as_bytes())),
            Some("base64") => Body::Raw(STANDARD.decode(text).unwrap_or_default()),
            Some("omitted") => Body::Raw(vec![0; self.length.min(MOST_ZEROS)]),
            Some(_) => Body::Raw(text.as_bytes().to_vec()),
        };
        let is_json = matches!(body, Body::Json(_));
        let is_sent = |name: &str| name != "x-request-id" && !(is_json && name == "content-type");
        let headers = self.headers.iter().filter(|(name, _)| is_sent(name));
        let headers = headers.map(|(name, value)| match name.as_str() {
            "location" => (name.clone(), restore.string(value)),
            _ => (name.clone(), value.clone()),
        });
        Response {
            status: self.status,
            headers: headers.collect(),
            body,
        }
    }
}

impl Restore<'_> {
    fn value(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.string(text)),
            Value::Array(values) => values.iter().map(|value| self.value(value)).collect(),
            Value::Object(object) => {
                let entries = object.iter();
                let entries = entries.map(|(key, value)| (key.clone(), self.value(value)));
                Value::Object(entries.collect())
            }
            other => other.clone(),
        }
    }

    fn string(&self, text: &str) -> String {
        if let Some(value) = self.bindings.value(text) {
            return value.to_owned();
        }
        if let Some(rest) = text.strip_prefix(HOME)
            && (rest.is_empty() || rest.starts_with('/'))
        {
            return format!("{}{rest}", self.base_url);
        }
        let host = text.split_once("://").map(|(_, rest)| rest);
        let host = host.and_then(|rest| rest.split_once('/'));
        match host {
            Some((host, path)) if self.hosts.contains(host) => {
                format!("{}/{path}", self.base_url)
            }
            _ => text.to_owned(),
        }
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    // Writing to memory cannot fail.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    match encoder.write_all(bytes) {
        Ok(()) => encoder.finish().unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}
