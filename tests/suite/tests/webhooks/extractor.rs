//! The extractor for axum, behind a real server.

use axum::Router;
use axum::routing::post;
use intercom_api::webhooks::{Verifier, Webhook};
use serde_json::json;
use tokio::net::TcpListener;

use crate::support::{SECRET, body, signed};

async fn server(verifier: Verifier) -> String {
    async fn receive(Webhook(notification): Webhook) -> String {
        notification.topic
    }
    let app = Router::new().route("/", post(receive)).with_state(verifier);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}

#[tokio::test]
async fn extractor_responds_to_what_it_refuses() {
    let url = server(Verifier::new(SECRET).limit(3 * 1024 * 1024)).await;
    let client = reqwest::Client::new();
    let good = body("ping", &json!({"type": "ping"}));
    // More than axum reads by default.
    let long = body("ping", &json!({"message": "x".repeat(2_500_000)}));
    let large = body("ping", &json!({"message": "x".repeat(10_000_000)}));
    for (text, headers, status) in [
        (&good, signed(good.as_bytes()), 200),
        (&long, signed(long.as_bytes()), 200),
        (&good, axum::http::HeaderMap::new(), 401),
        (&good, signed(b"other"), 401),
        (&large, signed(large.as_bytes()), 413),
        (&"{".to_owned(), signed(b"{"), 400),
    ] {
        let sent = client.post(&url).headers(headers).body(text.clone());
        match sent.send().await {
            Ok(response) => assert_eq!(response.status().as_u16(), status),
            // The server may close while the client is still sending.
            Err(_) => assert_eq!(status, 413),
        }
    }
}
