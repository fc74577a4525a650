//! Typed values written back as JSON, and the fate of each leaf of the response in them.

mod encoded;
mod leaves;

pub use self::encoded::{Encoded, Entry};
pub use self::leaves::is_same_scalar;
pub(crate) use self::leaves::same_in_other_type;
pub use self::leaves::{Fate, Leaves};
