//! The facts of an operation and of one call, which errors, responses and policies refer to.

mod context;
mod info;

pub use self::context::Context;
pub use self::info::{OperationInfo, Repeat};
