//! Sends requests: the settings of a client, the request while it is built, and its way over the
//! network.

mod connect;
mod custom;
pub(crate) mod form;
pub(crate) mod headers;
pub(crate) mod hooks;
pub(crate) mod http_client;
pub(crate) mod request;
mod send;
pub(crate) mod settings;
#[cfg(feature = "rustls-no-provider")]
mod tls;
mod trace;

pub use self::custom::{ServiceTransport, Transport};
pub use self::hooks::{AttemptRequest, HookError, ResponseInfo};
#[cfg(feature = "record")]
pub(crate) use self::http_client::usual_http_client;
pub use self::request::Request;
pub(crate) use self::send::{open, send};
pub use self::settings::Settings;
