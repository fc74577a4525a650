//! The contract that the workspace implements: operations, schemas, and values made from them.
//!
//! Everything comes from the OpenAPI description in `generated/`, so that a corrected description
//! needs no change here. Start at [`operations`]. This room must not depend on what a workspace
//! stores.

mod description;
mod operation;
mod sample;
mod schema;
mod validation;

pub(crate) use self::description::{Description, Document, Found, array, description, object};
pub use self::description::{document, nameless, operation_at, operations};
pub(crate) use self::operation::DeclaredBody;
pub use self::operation::{DeclaredResponse, Operation, Parameter};
pub use self::sample::sample;
pub(crate) use self::sample::{MOMENT, complete, sample_of};
pub(crate) use self::schema::{body_validator, validator};
