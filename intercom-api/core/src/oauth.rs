//! `OAuth`: how an app that others install gets its access tokens.
//!
//! People are sent to [`authorize_url`]; Intercom sends them back with a `code`, which
//! [`exchange_with`] turns into a token. Tokens do not expire, so there is nothing to refresh.

use http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use crate::client::{ApiPackage, ClientOptions};
use crate::error::Error;
#[cfg(feature = "blocking")]
use crate::operation::Context;
use crate::operation::{OperationInfo, Repeat};
use crate::transport::{Request, send};
use crate::url::Region;

/// The call that exchanges a code.
static EXCHANGE: OperationInfo = OperationInfo {
    resource: "oauth",
    name: "exchange",
    id: "",
    method: Method::POST,
    path: "/auth/eagle/token",
    accept: "application/json",
    repeat: Repeat::Once,
};

/// Returns the URL to which people who install the app are sent.
///
/// `state` is a random string. Intercom returns it with the code; refuse a code with another state.
/// `redirect_uri` must be one of those in the Developer Hub, and defaults to the first of them.
///
#[doc = example!()]
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

/// What is known of the call that exchanges a code.
#[cfg(feature = "blocking")]
pub(crate) fn context() -> Context {
    Context {
        operation: Some(&EXCHANGE),
        repeat: EXCHANGE.repeat,
        deletes: false,
        attempts: 0,
        is_unclear: false,
    }
}

/// Exchanges a code for an access token.
///
/// # Errors
///
/// What every call can fail with, and what building a client can.
pub async fn exchange_with(
    options: ClientOptions,
    package: &ApiPackage,
    client_id: &str,
    client_secret: &SecretString,
    code: &str,
) -> Result<SecretString, Error> {
    let client = options.build_without_token(package)?;
    let mut request = Request::of_operation(client.settings(), &EXCHANGE);
    let body = json!({
        "client_id": client_id,
        "client_secret": client_secret.expose_secret(),
        "code": code,
    });
    request.set_json(serde_json::to_vec(&body), "oauth");
    request.hide(client_secret.clone());
    request.hide(SecretString::from(code));
    request.return_secret();
    let response = send(request).await?;
    let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
    let token = ["token", "access_token"].map(|key| body[key].as_str());
    let mut told = token.into_iter().flatten();
    match told.find(|token| !token.is_empty()) {
        Some(token) => Ok(SecretString::from(token)),
        None => Err(Error::decode(&response, "expected JSON with a token")),
    }
}
