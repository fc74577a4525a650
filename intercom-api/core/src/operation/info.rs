//! The facts of an operation, one constant for each.

use std::fmt;

use http::Method;

/// The facts of one operation of the API.
#[derive(Debug)]
#[non_exhaustive]
pub struct OperationInfo {
    /// The resource it belongs to, as in `client.contacts()`.
    pub resource: &'static str,
    /// Its method on that resource, as in `contacts().get(…)`.
    pub name: &'static str,
    /// The operation id in Intercom's description.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/contacts/{contact_id}`.
    pub path: &'static str,
    /// The media type that is requested.
    pub accept: &'static str,
    /// What a second call of it does.
    pub repeat: Repeat,
}

/// What a second call of an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Repeat {
    /// It leaves the workspace as the first call did.
    Safe,
    /// It repeats the effect.
    Once,
    /// It is refused with 429 until what the first call started has ended.
    OneAtATime,
}

impl OperationInfo {
    /// The facts of an operation, in the order of the fields.
    pub(crate) const fn new(
        resource: &'static str,
        name: &'static str,
        id: &'static str,
        method: Method,
        path: &'static str,
        accept: &'static str,
        repeat: Repeat,
    ) -> Self {
        Self {
            resource,
            name,
            id,
            method,
            path,
            accept,
            repeat,
        }
    }
}

impl fmt::Display for OperationInfo {
    /// Writes `contacts.get`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.resource, self.name)
    }
}
