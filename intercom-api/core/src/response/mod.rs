//! What the server sent: the response before it is decoded, its content coding, the limits of its
//! body, the rate limit, and redirects.

pub(crate) mod body;
pub(crate) mod coding;
#[cfg(feature = "gzip")]
mod gzip;
pub(crate) mod incoming;
#[cfg(not(feature = "gzip"))]
mod no_gzip;
pub(crate) mod rate_limit;
mod raw;
pub(crate) mod redirect;
mod reported;
mod success;
pub(crate) mod transport_error;

#[cfg(feature = "record")]
pub(crate) use self::incoming::Chunks;
pub use self::incoming::TransportBody;
pub use self::rate_limit::RateLimit;
pub use self::raw::RawResponse;
pub(crate) use self::reported::Reported;
pub use self::success::Success;
pub use self::transport_error::TransportError;
