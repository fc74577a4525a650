//! Decisions without I/O: which token, when to send, when to repeat, the clock they go by, and what
//! text from the server may be printed.

pub(crate) mod auth;
pub(crate) mod clock;
pub(crate) mod pace;
pub(crate) mod random;
pub(crate) mod redact;
pub(crate) mod retry;
mod visible;

pub use self::auth::{TokenError, TokenProvider};
pub use self::clock::{BoxFuture, Clock, SystemClock};
pub use self::pace::{Observation, Pace, Pacer, Permit};
pub use self::retry::Retries;
