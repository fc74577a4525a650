//! `OAuth`: how an app that others install gets its access tokens.
//!
//! Send people to [`authorize_url`]; Intercom sends them back with a `code`, which [`exchange`]
//! turns into a token. Tokens do not expire, and there is nothing to refresh them with.

use intercom_core::codegen;
use intercom_core::{Error, Region};
use secrecy::SecretString;

use crate::client::{ClientBuilder, PACKAGE};

#[doc(inline)]
pub use intercom_core::codegen::authorize_url;

/// Exchanges a code, which is good for about 5 minutes and once, for an access token.
///
/// # Errors
///
/// [`Error::is_unauthorized`] or [`Error::is_validation`] when Intercom refuses code, id or
/// secret; what every call can fail with.
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
/// As [`exchange`], and what [`ClientBuilder::build`] answers.
pub async fn exchange_with(
    builder: ClientBuilder,
    client_id: &str,
    client_secret: &SecretString,
    code: &str,
) -> Result<SecretString, Error> {
    let options = builder.into_options();
    codegen::exchange_with(options, &PACKAGE, client_id, client_secret, code).await
}
