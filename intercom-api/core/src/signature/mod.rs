//! Signatures of what Intercom sends: webhooks, Canvas Kit requests and Fin events.
//!
//! Start with [`Scheme`], which names the header and the hash; [`Scheme::verify`] checks a request
//! against [`Secrets`], and [`BodyCheck`] also limits the size of the body. This module must not depend on what the signed body contains.
//!
//! Hashes and comparisons come from the crates `hmac`, `sha1`, `sha2` and `subtle`. A comparison
//! takes the same time wherever two signatures differ, and however many secrets there are before
//! the one that matches.

mod body_check;
mod hex;
mod scheme;
mod secrets;
#[cfg(test)]
mod tests;

pub use self::body_check::BodyCheck;
pub use self::scheme::{Scheme, SignatureError};
pub use self::secrets::Secrets;
