//! `OAuth`: access tokens for apps that other workspaces install.
//!
//! Send people to [`authorize_url`]. Intercom redirects them back with a `code`, which [`exchange`]
//! exchanges for a token. Tokens do not expire, and there are no refresh tokens.

use intercom_core::codegen;
use intercom_core::{Error, Region};
use secrecy::SecretString;

use crate::client::{ClientBuilder, PACKAGE};

#[doc(inline)]
pub use intercom_core::codegen::authorize_url;

/// Exchanges a code for an access token. A code is valid for about 5 minutes and once.
///
/// # Errors
///
/// [`Error::is_unauthorized`] or [`Error::is_validation`] when Intercom refuses code, id or secret,
/// and the errors of every call.
pub async fn exchange(
    region: Region,
    client_id: &str,
    client_secret: &SecretString,
    code: &str,
) -> Result<SecretString, Error> {
    exchange_with(
        ClientBuilder::default().region(region),
        client_id,
        client_secret,
        code,
    )
    .await
}

/// [`exchange`] in a program without an async runtime.
///
/// # Errors
///
/// As [`exchange`]; [`ErrorKind::Request`](crate::ErrorKind::Request) within an async runtime.
#[cfg(feature = "blocking")]
pub fn exchange_blocking(
    region: Region,
    client_id: &str,
    client_secret: &SecretString,
    code: &str,
) -> Result<SecretString, Error> {
    exchange_with_blocking(
        ClientBuilder::default().region(region),
        client_id,
        client_secret,
        code,
    )
}

/// [`exchange_with`] in a program without an async runtime.
///
/// # Errors
///
/// As [`exchange_with`]; [`ErrorKind::Request`](crate::ErrorKind::Request) within an async runtime.
#[cfg(feature = "blocking")]
pub fn exchange_with_blocking(
    builder: ClientBuilder,
    client_id: &str,
    client_secret: &SecretString,
    code: &str,
) -> Result<SecretString, Error> {
    codegen::exchange_blocking(
        builder.into_options(),
        &PACKAGE,
        client_id,
        client_secret,
        code,
    )
}

/// [`exchange`] with settings of its own: base URL, HTTP client, time limits. The builder's token
/// is not used.
///
/// # Errors
///
/// As [`exchange`], and the errors of [`ClientBuilder::build`].
pub async fn exchange_with(
    builder: ClientBuilder,
    client_id: &str,
    client_secret: &SecretString,
    code: &str,
) -> Result<SecretString, Error> {
    let options = builder.into_options();
    codegen::exchange_with(options, &PACKAGE, client_id, client_secret, code).await
}
