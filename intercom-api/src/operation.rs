//! What the generated code states about each operation: one marker type and one constant per
//! operation, nothing else.

use std::fmt;

use http::Method;

use crate::format::Format;

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
    /// The media type asked for.
    pub accept: &'static str,
    /// Whether it may be repeated: a second call leaves the workspace as the first one did.
    pub safe: bool,
}

impl fmt::Display for OperationInfo {
    /// Writes `contacts.get`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.resource, self.name)
    }
}

/// An operation of the API; each has a marker type that implements this.
pub trait Operation: Send + Sync + 'static {
    /// What a successful call answers.
    type Output: Send + 'static;
    /// How that answer is read.
    type Format: Format<Self::Output>;
    /// The facts of the operation.
    const INFO: &'static OperationInfo;
}
