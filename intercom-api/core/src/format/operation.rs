//! What generated code states about each operation: one marker type and one constant per operation,
//! nothing else.

use super::Format;
use crate::operation::OperationInfo;

/// An operation of the API; each has a marker type that implements this.
pub trait Operation: Send + Sync + 'static {
    /// What a successful call returns.
    type Output: Send + 'static;
    /// How the response is decoded.
    type Format: Format<Self::Output>;
    /// The facts of the operation.
    const INFO: &'static OperationInfo;
}
