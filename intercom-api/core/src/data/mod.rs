//! The values of the API: records whose decoding loses nothing, and the types of their fields.

pub(crate) mod anomalies;
pub(crate) mod argument;
pub(crate) mod attributes;
mod change;
pub(crate) mod extra;
pub mod field;
pub mod id;
mod inline;
mod item;
mod kind;
pub(crate) mod mend;
pub(crate) mod nullable;
pub(crate) mod one_or_many;
pub mod open_enum;
pub mod record;
pub mod scalar;
pub(crate) mod time_text;
pub(crate) mod timestamp;
pub mod union;
pub mod view;

pub use self::anomalies::{Anomalies, Anomaly};
pub use self::argument::IntoArgument;
pub use self::attributes::Attributes;
pub use self::change::{Always, Change};
pub use self::extra::Extra;
pub use self::id::Id;
pub use self::item::{Wrapped, read_item};
pub use self::kind::Kind;
pub use self::nullable::Nullable;
pub use self::one_or_many::OneOrMany;
pub use self::open_enum::UnknownValue;
pub use self::timestamp::{OutOfRange, Timestamp};
