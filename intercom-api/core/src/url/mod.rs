//! The target of a request: region, base URL, path and query, with their encoding.

pub(crate) mod base_url;
mod encode;
mod page_size;
pub(crate) mod path;
pub(crate) mod query;
mod region;

pub(crate) use self::page_size::check_page_size;
pub use self::query::{ListStyle, ObjectStyle, QueryValue};
pub use self::region::{ParseRegionError, Region};
