//! `OAuth`: how an app that others install gets its access tokens.
//!
//! Send people to [`authorize_url`]; Intercom sends them back with a `code`, which [`exchange`]
//! turns into a token. Tokens do not expire, and there is nothing to refresh them with.

use http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use crate::builder::ClientBuilder;
use crate::error::Error;
use crate::operation::{OperationInfo, Repeat};
use crate::region::Region;
use crate::request::Request;
use crate::send::send;

/// The call behind [`exchange`].
static EXCHANGE: OperationInfo = OperationInfo {
    resource: "oauth",
    name: "exchange",
    id: "",
    method: Method::POST,
    path: "/auth/eagle/token",
    accept: "application/json",
    repeat: Repeat::Once,
};

/// Where to send people who install the app.
///
/// `state` is a text that nobody can guess: it comes back with the code, and a code that comes with
/// another one is to be refused. `redirect_uri` must be one of those that the Developer Hub
/// knows; without it the first of them is taken.
///
/// ```
/// use intercom_api::{Region, oauth};
///
/// let url = oauth::authorize_url(Region::Eu, "id", "q8zT…", Some("https://app.example/back"));
/// assert!(url.starts_with("https://app.eu.intercom.com/oauth?client_id=id&state="));
/// ```
pub fn authorize_url(
    region: Region,
    client_id: &str,
    state: &str,
    redirect_uri: Option<&str>,
) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("client_id", client_id);
    query.append_pair("state", state);
    if let Some(redirect_uri) = redirect_uri {
        query.append_pair("redirect_uri", redirect_uri);
    }
    format!("https://{}/oauth?{}", region.app_host(), query.finish())
}

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
    let context = crate::error::Context {
        operation: Some(&EXCHANGE),
        repeat: EXCHANGE.repeat,
        attempts: 0,
    };
    let exchange = exchange_with(builder, client_id, client_secret, code);
    crate::blocking::block_on(context, exchange)?
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
    let client = builder.build_without_token()?;
    let mut request = Request::of_operation(&client, &EXCHANGE);
    let body = json!({
        "client_id": client_id,
        "client_secret": client_secret.expose_secret(),
        "code": code,
    });
    request.set_json(serde_json::to_vec(&body), "oauth");
    request.hide(client_secret.clone());
    request.hide(SecretString::from(code));
    let response = send(request).await?;
    let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
    let token = ["token", "access_token"].map(|key| body[key].as_str());
    let mut told = token.into_iter().flatten();
    match told.find(|token| !token.is_empty()) {
        Some(token) => Ok(SecretString::from(token)),
        None => Err(Error::decode(&response, "expected JSON with a token")),
    }
}
