//! A call that is ready to be sent, and the future of its response.

mod background;
mod curl;
#[cfg(feature = "upload")]
mod curl_form;
mod future;
mod options;
mod raw;
mod response;

pub(crate) use self::background::Background;
pub use self::curl::to_curl;
pub use self::future::{ResponseFuture, ValueFuture};
pub use self::raw::RawCall;
pub use self::response::Response;
