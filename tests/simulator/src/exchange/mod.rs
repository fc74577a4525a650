//! A request, the checked call it becomes, and the response or error that it gets.

mod call;
mod clock;
mod error;
mod request;
mod response;

pub(crate) use self::call::{Call, text};
pub(crate) use self::clock::{Clock, Moment};
pub(crate) use self::error::{ApiError, Outcome};
pub use self::request::{Part, Request};
pub(crate) use self::response::{Body, Response};
