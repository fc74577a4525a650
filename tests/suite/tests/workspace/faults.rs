//! Faults on demand.

use std::io::Read;
use std::time::{Duration, Instant};

use intercom_simulator::{Cut, Fault, Workspace};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{call, example, get, send};

#[tokio::test]
async fn faults_affect_matching_requests_a_number_of_times() {
    let workspace = example().await;
    workspace.inject(
        Fault::status(503)
            .on("GET /contacts/{contact_id}")
            .skip(1)
            .times(2),
    );
    let id = workspace.stored("contacts")[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let path = format!("/contacts/{id}");
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(get(&workspace, &path).await.status);
        assert_eq!(get(&workspace, "/contacts").await.status, 200);
    }
    assert_eq!(statuses, [200, 503, 503, 200]);
    workspace.inject(Fault::status(500).on(&format!("* {path}")));
    assert_eq!(
        call(&workspace, "PUT", &path, json!({ "name": "x" }))
            .await
            .status,
        500
    );
    assert_ne!(workspace.stored("contacts")[0]["name"], "x");
    workspace.clear_faults();
    assert_eq!(get(&workspace, &path).await.status, 200);
}

#[tokio::test]
async fn errors_come_in_intercoms_shape_as_html_or_with_nothing() {
    let workspace = example().await;
    for (status, code) in [
        (500, "server_error"),
        (502, "server_error"),
        (503, "service_unavailable"),
        (504, "server_error"),
    ] {
        workspace.inject(Fault::status(status).header("retry-after", "2").times(1));
        let reply = get(&workspace, "/me").await;
        assert_eq!((reply.status, reply.code()), (status, code));
        assert_eq!(reply.header("retry-after"), "2");
        assert_eq!(reply.body["request_id"], reply.header("x-request-id"));
    }
    workspace.inject(Fault::html(504).times(1));
    let reply = get(&workspace, "/me").await;
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (504, "text/html")
    );
    assert!(reply.text.starts_with("<html>"));
    workspace.inject(Fault::empty_body(502).times(1));
    let reply = get(&workspace, "/me").await;
    assert_eq!((reply.status, reply.text.as_str()), (502, ""));
    workspace.inject(Fault::json(400, json!({ "status": 400, "error": "bad" })).times(1));
    assert_eq!(get(&workspace, "/me").await.body["error"], "bad");
}

#[tokio::test]
async fn responses_can_be_delayed() {
    let workspace = example().await;
    workspace.inject(Fault::delay(Duration::from_millis(120)).times(1));
    let began = Instant::now();
    assert_eq!(get(&workspace, "/me").await.status, 200);
    assert!(began.elapsed() >= Duration::from_millis(120));
}

#[tokio::test]
async fn bodies_can_be_broken_or_compressed() {
    let workspace = example().await;
    workspace.inject(Fault::invalid_json().times(1));
    let reply = get(&workspace, "/me").await;
    assert_eq!(reply.status, 200);
    assert!(reply.text.starts_with('{') && reply.body.is_null());
    workspace.inject(Fault::gzip().times(1));
    let response = send(&workspace, "GET", "/me", Value::Null)
        .await
        .expect("an answer");
    assert_eq!(response.headers()["content-encoding"], "gzip");
    let bytes = response.bytes().await.expect("a body");
    let mut text = String::new();
    flate2::read::GzDecoder::new(&bytes[..])
        .read_to_string(&mut text)
        .expect("gzip");
    assert_eq!(
        serde_json::from_str::<Value>(&text).expect("JSON")["type"],
        "admin"
    );
}

#[tokio::test]
async fn responses_can_redirect_to_another_host() {
    let workspace = example().await;
    let elsewhere = format!("{}/elsewhere", workspace.second_host());
    workspace.inject(Fault::redirect(307, &elsewhere));
    let reply = get(&workspace, "/me").await;
    assert_eq!(
        (reply.status, reply.header("location")),
        (307, elsewhere.as_str())
    );
}

#[tokio::test]
async fn fields_can_be_null_of_another_type_new_or_missing() {
    let workspace = example().await;
    workspace.inject(Fault::set_field("data.*.email", Value::Null));
    workspace.inject(Fault::set_field("data.0.role", json!("robot")));
    workspace.inject(Fault::set_field("pages.per_page", json!("10")));
    workspace.inject(Fault::set_field("brand_new", json!({ "a": [1] })));
    workspace.inject(Fault::drop_field("total_count"));
    workspace.inject(Fault::drop_field("data.1.id"));
    let body = get(&workspace, "/contacts").await.body;
    assert!(
        body["data"]
            .as_array()
            .expect("a list")
            .iter()
            .all(|contact| contact["email"].is_null())
    );
    assert_eq!(body["data"][0]["role"], "robot");
    assert_eq!(body["pages"]["per_page"], "10");
    assert_eq!(body["brand_new"], json!({ "a": [1] }));
    assert!(body.get("total_count").is_none());
    assert!(body["data"][1].get("id").is_none());
}

/// Sends a request by hand, and returns every byte until the connection ends.
async fn raw(workspace: &Workspace, path: &str) -> String {
    let address = workspace.base_url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n\r\n",
        workspace.token()
    );
    stream
        .write_all(request.as_bytes())
        .await
        .expect("a request");
    let mut bytes = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut bytes)).await;
    assert!(ended.is_ok(), "the connection is still open");
    String::from_utf8(bytes).expect("text")
}

#[tokio::test]
async fn connections_are_cut_before_the_response() {
    let workspace = example().await;
    workspace.inject(Fault::cut(Cut::BeforeAnswer).times(2));
    assert_eq!(raw(&workspace, "/me").await, "");
    assert!(send(&workspace, "GET", "/me", Value::Null).await.is_err());
    assert_eq!(get(&workspace, "/me").await.status, 200);
}

#[tokio::test]
async fn connections_are_cut_before_and_in_the_body() {
    let workspace = example().await;
    let whole = get(&workspace, "/me").await.text.len();
    for (cut, expected) in [(Cut::BeforeBody, 0), (Cut::InBody, whole / 2)] {
        workspace.inject(Fault::cut(cut).times(2));
        let answer = raw(&workspace, "/me").await;
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        assert!(head.contains(&format!("content-length: {whole}")), "{head}");
        assert_eq!(body.len(), expected);
        let response = send(&workspace, "GET", "/me", Value::Null)
            .await
            .expect("a head");
        assert!(response.text().await.is_err());
    }
}

#[tokio::test]
async fn connections_end_unannounced_after_the_body() {
    let workspace = example().await;
    workspace.inject(Fault::cut(Cut::AfterBody).times(1));
    let answer = raw(&workspace, "/me").await;
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    assert!(!head.contains("connection: close"));
    assert_eq!(
        serde_json::from_str::<Value>(body).expect("JSON")["type"],
        "admin"
    );
}

#[tokio::test]
async fn call_whose_response_is_cut_has_happened() {
    let workspace = example().await;
    let before = workspace.count("tags");
    workspace.inject(Fault::cut(Cut::BeforeAnswer).times(1));
    assert!(
        send(&workspace, "POST", "/tags", json!({ "name": "Lost" }))
            .await
            .is_err()
    );
    assert_eq!(workspace.count("tags"), before + 1);
}
