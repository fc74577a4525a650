//! The same types with serde's derive: the same fields, no leniency, and unknown keys are dropped.

pub mod articles;
pub mod contacts;
pub mod conversations;
pub mod replies;
