//! The contract that the workspace implements: operations, schemas, and values made from them.
//!
//! Everything comes from an OpenAPI description: that in `generated/`, or another that a test brings
//! along. Start at [`operations`] and [`Contract`]. This room must not depend on what a workspace
//! stores.

mod check;
mod completion;
mod description;
mod document;
mod operation;
mod sample;
mod validation;
mod versions;

pub(crate) use self::check::{Mistake, MistakeKind, mistakes};
pub(crate) use self::completion::complete_response;
pub(crate) use self::description::{Description, Found, description};
pub use self::description::{document, nameless, operation_at, operations};
pub(crate) use self::document::{Document, array, object};
pub(crate) use self::operation::DeclaredBody;
pub use self::operation::{DeclaredResponse, Operation, Parameter};
pub use self::sample::sample;
pub(crate) use self::sample::{MOMENT, complete, sample_of};
pub use self::versions::{Contract, ContractError};
