//! Messenger identity: proves to the Messenger which user is logged in.
//!
//! Start with [`Identity`], whose [`jwt`](Identity::jwt) is the `intercom_user_jwt` of the
//! Messenger's settings. The secret is the Messenger API secret of the workspace; web, iOS and
//! Android each have their own. Sign on the server: anyone with the secret can act as any user.
//!
//! ```
//! use std::time::Duration;
//!
//! use intercom_api::SecretString;
//! use intercom_api::messenger::Identity;
//!
//! # fn main() -> Result<(), intercom_api::messenger::IdentityError> {
//! let secret = SecretString::from("k7s9mQ2vX4bN8pR1tY6wZ3cF5gH0jL");
//! let jwt = Identity::new(&secret, "9001")
//!     .email("ada@example.com")
//!     .attribute("plan", "pro")
//!     .expires_in(Duration::from_secs(60 * 60))
//!     .jwt()?;
//! assert_eq!(jwt.split('.').count(), 3);
//! # Ok(())
//! # }
//! ```
//!
//! This module must not depend on the client: it sends nothing.

mod error;
mod identity;
mod sign;
#[cfg(test)]
mod tests;

pub use self::error::IdentityError;
pub use self::identity::{Identity, email_hash};
