//! The three calls of Intercom's visitor reference, over the wire as they must be, in each region:
//! the regions' own hosts, TLS included, are stood in for by a server on this machine.

// What cannot be set up here is a test that fails.
#![allow(clippy::unwrap_used)]

use std::net::SocketAddr;

use intercom_api::types::{ConvertVisitor, UpdateVisitor, VisitorIdentity};
use intercom_api::{Client, Region, Timestamp};
use intercom_simulator::{Request, Workspace};
use intercom_test_server::{Tls, accept, listen};
use serde_json::{Value, json};
use tokio::io::copy_bidirectional;
use tokio::net::TcpStream;

const VISITOR_ID: &str = "6762f30c1bb69f9f2193bc5e";
const USER_ID: &str = "3ecf64d0-9ed1-4e9f-88e1-da7d6e6782f3";

/// A client of a region whose host leads to the simulated workspace.
async fn client(region: Region, workspace: &Workspace) -> Client {
    let host = region.api_host().trim_start_matches("https://").to_owned();
    let tls = Tls::self_signed(&host);
    let certificate = reqwest::Certificate::from_der(tls.certificate()).unwrap();
    let (listener, url) = listen().await;
    let address = url.trim_start_matches("http://").parse().unwrap();
    let behind = workspace.base_url().trim_start_matches("http://");
    let behind: SocketAddr = behind.parse().unwrap();
    tokio::spawn(accept(listener, usize::MAX, move |_, stream| {
        let tls = tls.clone();
        async move {
            let mut outside = tls.accept(stream).await.unwrap();
            let mut inside = TcpStream::connect(behind).await.unwrap();
            // Either side may end the connection; what it carried is asserted elsewhere.
            let _ = copy_bidirectional(&mut outside, &mut inside).await;
        }
    }));
    let http = reqwest::Client::builder()
        .resolve(&host, address)
        .tls_certs_only([certificate])
        .build()
        .unwrap();
    Client::builder()
        .token(workspace.token())
        .region(region)
        .http_client(http)
        .build()
        .unwrap()
}

/// Asserts what every call sends, and gives the body.
fn sent(request: &Request, region: Region, token: &str, line: (&str, &str)) -> Value {
    assert_eq!((request.method.as_str(), request.path.as_str()), line);
    let host = region.api_host().trim_start_matches("https://");
    assert_eq!(request.header("host"), Some(host));
    assert_eq!(
        request.header("authorization"),
        Some(format!("Bearer {token}").as_str())
    );
    assert_eq!(
        request.header("intercom-version"),
        Some(intercom_api::API_VERSION)
    );
    assert_eq!(request.header("accept"), Some("application/json"));
    // With the version of the API behind it.
    let agent = concat!("intercom-api/", env!("CARGO_PKG_VERSION"), "+");
    let found = request.header("user-agent");
    assert_eq!(
        found.and_then(|found| found.strip_prefix(agent)),
        Some(intercom_api::API_VERSION)
    );
    if request.body.is_empty() {
        assert_eq!(request.header("content-type"), None);
        return Value::Null;
    }
    assert_eq!(request.header("content-type"), Some("application/json"));
    request.json()
}

async fn reference(region: Region) {
    let workspace = Workspace::builder().start().await.unwrap();
    let intercom = client(region, &workspace).await;
    let visitors = intercom.visitors();
    let last = |line| {
        let request = workspace.last_request().unwrap();
        let body = sent(&request, region, workspace.token(), line);
        (request.query, body)
    };

    let update = UpdateVisitor::new().id(VISITOR_ID).name("Gareth Bale");
    let updated = visitors.update(update).await.unwrap();
    let body = json!({"id": VISITOR_ID, "name": "Gareth Bale"});
    assert_eq!(last(("PUT", "/visitors")), (vec![], body));
    assert_eq!(updated.name.as_deref(), Some("Gareth Bale"));

    let visitor = visitors.get(USER_ID).await.unwrap();
    let query = vec![("user_id".to_owned(), USER_ID.to_owned())];
    assert_eq!(last(("GET", "/visitors")), (query, Value::Null));
    assert_eq!(visitor.id, VISITOR_ID);
    assert_eq!(visitor.user_id.as_deref(), Some(USER_ID));
    assert_eq!(visitor.phone, None);
    assert_eq!(
        visitor.location_data.map(|location| location.city_name),
        Some(None)
    );
    assert!(visitor.created_at > Some(Timestamp::from_seconds(0)));
    assert!(visitor.extra.is_empty(), "{:?}", visitor.extra);

    let from = VisitorIdentity::new().user_id(USER_ID);
    let into = VisitorIdentity::new().email("foo@bar.com");
    let contact = visitors
        .convert(ConvertVisitor::to_user(from).keeping(into))
        .await
        .unwrap();
    let body = json!({
        "visitor": {"user_id": USER_ID},
        "user": {"email": "foo@bar.com"},
        "type": "user",
    });
    assert_eq!(last(("POST", "/visitors/convert")), (vec![], body));
    assert_eq!(contact.email.as_deref(), Some("foo@bar.com"));
    assert_eq!(contact.role.unwrap(), "user");
    assert_eq!(contact.avatar, None);
    let tags = contact.tags.unwrap();
    assert_eq!(
        (tags.data.len(), tags.total_count, tags.has_more),
        (0, Some(0), Some(false))
    );
    assert_eq!(tags.url, Some(format!("/contacts/{}/tags", contact.id)));
    assert!(contact.extra.is_empty(), "{:?}", contact.extra);
}

#[tokio::test]
async fn us() {
    reference(Region::Us).await;
}

#[tokio::test]
async fn europe() {
    reference(Region::Eu).await;
}

#[tokio::test]
async fn australia() {
    reference(Region::Au).await;
}
