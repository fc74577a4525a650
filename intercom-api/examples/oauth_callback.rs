//! Installs an app: sends people to Intercom, and takes them back with axum.
//!
//! ```text
//! cargo run -p intercom-api --example oauth_callback
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::{get, post};
use axum::{Json, Router};
use intercom_api::{Client, ClientBuilder, Region, SecretString, oauth};
use serde_json::json;

/// What the app has from Intercom's Developer Hub.
#[derive(Clone)]
struct App {
    client_id: String,
    client_secret: SecretString,
    region: Region,
    /// Settings of the exchange; `Client::builder().region(region)` with an account.
    exchange: fn(&str) -> ClientBuilder,
    url: String,
    /// The states of installations under way. Keep them in the person's session.
    states: Arc<Mutex<BTreeSet<String>>>,
}

impl App {
    fn states(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sends people to Intercom.
async fn install(State(app): State<App>) -> Redirect {
    let state = random_state();
    let url = oauth::authorize_url(app.region, &app.client_id, &state, None);
    app.states().insert(state);
    Redirect::to(&url)
}

/// Takes people back, with a code that is valid for 5 minutes.
async fn callback(
    State(app): State<App>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<&'static str, StatusCode> {
    let (Some(state), Some(code)) = (query.get("state"), query.get("code")) else {
        return Err(StatusCode::BAD_REQUEST);
    };
    if !app.states().remove(state) {
        return Err(StatusCode::FORBIDDEN);
    }
    let settings = (app.exchange)(&app.url);
    let token = oauth::exchange_with(settings, &app.client_id, &app.client_secret, code).await;
    // Store the token, encrypted: it does not expire.
    let token = token.map_err(|_| StatusCode::BAD_GATEWAY)?;
    let client = Client::builder().region(app.region).token(token).build();
    client.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok("installed")
}

fn routes(app: App) -> Router {
    Router::new()
        .route("/install", get(install))
        .route("/callback", get(callback))
        .with_state(app)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run().await
}

/// Serves the app on this machine, and installs it as a browser would.
pub(crate) async fn run() -> Result<(), Box<dyn Error>> {
    // In place of Intercom: exchanges the code for a token.
    let token = post(|| async { Json(json!({ "token": "dG9rOnNlY3JldA==" })) });
    let intercom = serve(Router::new().route("/auth/eagle/token", token)).await?;
    let app = App {
        client_id: "client-id".to_owned(),
        client_secret: "client-secret".into(),
        region: Region::Eu,
        exchange: |url| Client::builder().base_url(url),
        url: intercom,
        states: Arc::default(),
    };
    let here = serve(routes(app)).await?;

    let browser = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let answer = browser.get(format!("{here}/install")).send().await?;
    let location = answer.headers()["location"].to_str()?.to_owned();
    println!("Intercom asks for permission at {location}");
    let state = reqwest::Url::parse(&location)?;
    let state = state.query_pairs().find(|(name, _)| name == "state");
    let (_, state) = state.ok_or("the address has no state")?;

    let mut back = reqwest::Url::parse(&format!("{here}/callback"))?;
    back.query_pairs_mut()
        .append_pair("state", &state)
        .append_pair("code", "a-code");
    let answer = browser.get(back.clone()).send().await?.text().await?;
    assert_eq!(answer, "installed");
    // A state is good for one installation.
    assert_eq!(browser.get(back).send().await?.status(), 403);
    Ok(())
}

/// Serves routes on this machine, and returns their address.
async fn serve(routes: Router) -> std::io::Result<String> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(format!("http://{address}"))
}

/// A value that nobody can guess. A program takes it from its random number generator.
fn random_state() -> String {
    use std::hash::{BuildHasher, RandomState};

    format!("{:016x}", RandomState::new().hash_one("state"))
}
