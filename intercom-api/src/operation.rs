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
    /// What a second call of it does.
    pub repeat: Repeat,
}

/// What a second call of an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Repeat {
    /// It leaves the workspace as the first call did.
    Safe,
    /// It does the thing once more.
    Once,
    /// It is refused with 429 until what the first call started has ended.
    OneAtATime,
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
