//! The identity of one user, before it is signed.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, SystemTime};

use secrecy::SecretString;
use serde_json::Value;

use super::{IdentityError, sign};
use intercom_core::{IntoArgument, Timestamp};

/// Claims that only this module sets.
const RESERVED: [&str; 2] = ["user_id", "exp"];

/// The identity of a user, to be signed for the Messenger.
///
/// Mistakes such as an empty user id are errors of [`jwt`](Self::jwt), so that the setters can be
/// chained. `Debug` shows the names of what is set, and neither the secret nor a value.
#[derive(Clone)]
#[must_use = "an identity does nothing until it is signed"]
pub struct Identity {
    secret: SecretString,
    user_id: String,
    /// Sorted by name, so that the same identity always gives the same token.
    claims: BTreeMap<String, Value>,
    expiry: Option<Expiry>,
    has_reserved_attribute: bool,
}

/// When a token expires.
#[derive(Clone, Copy)]
enum Expiry {
    /// So long after it was signed.
    In(Duration),
    At(Timestamp),
}

impl Identity {
    /// Creates the identity of a user, to be signed with the Messenger API secret.
    ///
    /// `user_id` is the id in your own system, which Intercom stores as `user_id` or `external_id`.
    /// The types of the two arguments differ, so that they cannot be swapped:
    ///
    /// ```compile_fail,E0277
    /// use intercom_api::messenger::Identity;
    ///
    /// let identity = Identity::new("9001", "k7s9mQ2vX4bN8pR1tY6wZ3cF5gH0jL");
    /// ```
    pub fn new(secret: impl Borrow<SecretString>, user_id: impl Into<String>) -> Self {
        Self {
            secret: secret.borrow().clone(),
            user_id: user_id.into(),
            claims: BTreeMap::new(),
            expiry: None,
            has_reserved_attribute: false,
        }
    }

    /// Sets the email address.
    pub fn email(self, email: impl Into<String>) -> Self {
        self.claim("email", email.into())
    }

    /// Sets the name.
    pub fn name(self, name: impl Into<String>) -> Self {
        self.claim("name", name.into())
    }

    /// Sets when the user signed up.
    pub fn created_at(self, time: impl Into<Timestamp>) -> Self {
        self.claim("created_at", time.into().seconds())
    }

    /// Sets an attribute of the user, such as a custom attribute of the workspace.
    ///
    /// Attributes in a signed token cannot be changed by the user. `user_id` and `exp` are refused.
    pub fn attribute(mut self, name: impl Into<String>, value: impl IntoArgument<Value>) -> Self {
        let name = name.into();
        if RESERVED.contains(&name.as_str()) {
            self.has_reserved_attribute = true;
            return self;
        }
        self.claims.insert(name, value.into_argument());
        self
    }

    /// Sets how long the token is valid after it is signed. Shorter is safer: a token that leaks
    /// stays usable until then.
    ///
    /// Without an expiry the token stays valid until the secret is replaced. Part of a second is
    /// dropped.
    pub fn expires_in(mut self, duration: Duration) -> Self {
        self.expiry = Some(Expiry::In(duration));
        self
    }

    /// Sets when the token expires, in place of [`expires_in`](Self::expires_in).
    pub fn expires_at(mut self, time: impl Into<Timestamp>) -> Self {
        self.expiry = Some(Expiry::At(time.into()));
        self
    }

    /// Sets what a setter sets if there is a value: `.maybe(name, Identity::name)`.
    pub fn maybe<T>(self, value: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => set(self, value),
            None => self,
        }
    }

    /// Signs the identity as a JWT with HS256: the `intercom_user_jwt` of the Messenger's settings.
    ///
    /// # Errors
    ///
    /// An [`IdentityError`]: an empty secret, user id or email address, an expiry that is not in the
    /// future, or an attribute with a reserved name.
    pub fn jwt(&self) -> Result<String, IdentityError> {
        self.jwt_at(SystemTime::now().into())
    }

    pub(super) fn jwt_at(&self, now: Timestamp) -> Result<String, IdentityError> {
        let user_id = self.checked_user_id()?;
        if self.has_reserved_attribute {
            return Err(IdentityError::ReservedAttribute);
        }
        if self.claims.get("email").is_some_and(is_blank) {
            return Err(IdentityError::EmptyEmail);
        }
        let mut claims: BTreeMap<&str, &Value> = BTreeMap::new();
        for (name, value) in &self.claims {
            claims.insert(name, value);
        }
        let user_id = Value::from(user_id);
        claims.insert("user_id", &user_id);
        let expiry = self.expiry.map(|expiry| expiry.check(now)).transpose()?;
        let expiry = expiry.map(|time| Value::from(time.seconds()));
        if let Some(expiry) = &expiry {
            claims.insert("exp", expiry);
        }
        // The keys are strings and the values JSON already, which can always be written.
        let claims = serde_json::to_vec(&claims).unwrap_or_default();
        sign::jwt(&self.secret, &claims)
    }

    /// Signs the user id alone: the `user_hash` of the Messenger's settings.
    ///
    /// Intercom has deprecated it in favor of [`jwt`](Self::jwt): it does not expire, and does not
    /// protect attributes. Only the user id is signed.
    ///
    /// ```
    /// use intercom_api::SecretString;
    /// use intercom_api::messenger::Identity;
    ///
    /// # fn main() -> Result<(), intercom_api::messenger::IdentityError> {
    /// let secret = SecretString::from("k7s9mQ2vX4bN8pR1tY6wZ3cF5gH0jL");
    /// let user_hash = Identity::new(&secret, "9001").user_hash()?;
    /// assert_eq!(user_hash.len(), 64);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// An [`IdentityError`] when the secret or the user id is empty.
    pub fn user_hash(&self) -> Result<String, IdentityError> {
        sign::hex(&self.secret, self.checked_user_id()?)
    }

    fn checked_user_id(&self) -> Result<&str, IdentityError> {
        match self.user_id.trim() {
            "" => Err(IdentityError::EmptyUserId),
            _ => Ok(&self.user_id),
        }
    }

    fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.claims.insert(name.to_owned(), value.into());
        self
    }
}

/// Signs an email address: the `user_hash` of a page that sends the Messenger an email address and
/// no user id. See [`Identity::user_hash`].
///
/// # Errors
///
/// An [`IdentityError`] when the secret or the address is empty.
pub fn email_hash(secret: impl Borrow<SecretString>, email: &str) -> Result<String, IdentityError> {
    if email.trim().is_empty() {
        return Err(IdentityError::EmptyEmail);
    }
    sign::hex(secret.borrow(), email)
}

impl Expiry {
    /// Returns the time, which must be after `now`.
    fn check(self, now: Timestamp) -> Result<Timestamp, IdentityError> {
        let time = match self {
            Self::At(time) => time,
            Self::In(duration) => {
                let seconds = i64::try_from(duration.as_secs()).ok();
                let time = seconds.and_then(|seconds| now.seconds().checked_add(seconds));
                Timestamp::from_seconds(time.ok_or(IdentityError::ExpiryOutOfRange)?)
            }
        };
        // RFC 7519 numbers have no limit, but many readers use doubles or their clock's own range.
        if SystemTime::try_from(time).is_err() || time.seconds() > MAX_EXPIRY {
            return Err(IdentityError::ExpiryOutOfRange);
        }
        if time <= now {
            return Err(IdentityError::Expired);
        }
        Ok(time)
    }
}

/// The end of the year 9999.
const MAX_EXPIRY: i64 = 253_402_300_799;

fn is_blank(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty())
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("secret", &format_args!("<redacted>"))
            .field("claims", &self.claims.keys().collect::<Vec<_>>())
            .field("expires", &self.expiry.is_some())
            .finish_non_exhaustive()
    }
}
