//! A plain HTTP client for the tests of the workspace itself.

use std::sync::LazyLock;

use intercom_simulator::{Seed, Workspace};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};
use serde_json::Value;

/// The response.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
    pub(crate) text: String,
}

impl Reply {
    /// The code of the first error.
    pub(crate) fn code(&self) -> &str {
        self.body["errors"][0]["code"].as_str().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

/// Sends a call with token and version, and expects an answer.
pub(crate) async fn call(workspace: &Workspace, method: &str, path: &str, body: Value) -> Reply {
    let response = send(workspace, method, path, body)
        .await
        .expect("an answer");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.expect("a whole answer");
    let body = serde_json::from_str(&text).unwrap_or_default();
    Reply {
        status,
        headers,
        body,
        text,
    }
}

pub(crate) async fn get(workspace: &Workspace, path: &str) -> Reply {
    call(workspace, "GET", path, Value::Null).await
}

/// Expects a success, and returns its body.
pub(crate) async fn ok(workspace: &Workspace, method: &str, path: &str, body: Value) -> Value {
    let reply = call(workspace, method, path, body).await;
    assert!(
        (200..300).contains(&reply.status),
        "{method} {path}: {} {}",
        reply.status,
        reply.text
    );
    reply.body
}

/// Sends a call with token and version.
pub(crate) async fn send(
    workspace: &Workspace,
    method: &str,
    path: &str,
    body: Value,
) -> reqwest::Result<Response> {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let mut request = client()
        .request(method, format!("{}{path}", workspace.base_url()))
        .header("authorization", format!("Bearer {}", workspace.token()))
        .header("intercom-version", intercom_api::API_VERSION);
    if !body.is_null() {
        request = request
            .header("content-type", "application/json")
            .body(body.to_string());
    }
    request.send().await
}

/// A client that follows no redirects, unpacks nothing, and keeps no connection: tests have runtimes
/// of their own, and a connection does not outlive its runtime.
pub(crate) fn client() -> &'static Client {
    static CLIENT: LazyLock<Client> = LazyLock::new(|| {
        let builder = Client::builder()
            .redirect(Policy::none())
            .no_gzip()
            .pool_max_idle_per_host(0);
        builder.build().expect("a client")
    });
    &CLIENT
}

/// A workspace with the example in it.
pub(crate) async fn example() -> Workspace {
    Workspace::builder().start().await.expect("a workspace")
}

/// A workspace with only what is always there.
pub(crate) async fn empty() -> Workspace {
    Workspace::builder()
        .seed(Seed::empty())
        .start()
        .await
        .expect("a workspace")
}
