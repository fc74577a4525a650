//! What is known of one call, whatever becomes of it.

use super::{OperationInfo, Repeat};

/// The call that a response or an error belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// `None` for a raw call.
    pub operation: Option<&'static OperationInfo>,
    /// What a second call does.
    pub repeat: Repeat,
    /// Whether it deletes: the method is `DELETE`.
    pub deletes: bool,
    /// How often it was sent.
    pub attempts: u32,
    /// Whether an earlier attempt may have been processed, although no success was received.
    pub is_unclear: bool,
}
