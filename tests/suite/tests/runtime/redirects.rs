//! Redirects: their targets, and what is sent there.

use std::time::Duration;

use intercom_api::types::CreateContact;
use intercom_api::{ErrorKind, Retries};
use intercom_simulator::{Fault, Workspace};
use intercom_test_server::{serve, write};

use crate::support::{builder_at, client, workspace};

/// A server that echoes the head of each request as a JSON text.
async fn echo() -> String {
    serve(|_, head, mut stream| async move {
        let body = serde_json::to_vec(&head.to_ascii_lowercase()).unwrap();
        let head = format!("200 x\r\ncontent-length: {}", body.len());
        write(&mut stream, &head, &body).await;
    })
    .await
}

async fn head_seen_after(workspace: &Workspace, status: u16, location: &str) -> String {
    workspace.inject(Fault::redirect(status, location).on("GET /tags").times(1));
    let (client, _) = client(workspace);
    let call = client.request(http::Method::GET, "/tags");
    let call = call.with_header("x-secret", "s3cret").send_as::<String>();
    call.await.unwrap().into_value()
}

#[tokio::test]
async fn another_host_sees_neither_token_nor_own_headers() {
    let workspace = workspace().await;
    let url = echo().await;
    for status in [301, 302, 303, 307, 308] {
        let head = head_seen_after(&workspace, status, &format!("{url}/elsewhere?a=b")).await;
        assert!(head.starts_with("get /elsewhere?a=b http/1.1"), "{head}");
        for absent in [
            "authorization",
            "s3cret",
            "intercom-version",
            &workspace.token().to_ascii_lowercase(),
        ] {
            assert!(!head.contains(absent), "{head}");
        }
    }
}

#[tokio::test]
async fn the_own_host_gets_the_same_request() {
    let workspace = workspace().await;
    for location in ["/admins", &format!("{}/admins", workspace.base_url())] {
        workspace.inject(Fault::redirect(302, location).on("GET /tags").times(1));
        let (client, _) = client(&workspace);
        let call = client
            .request(http::Method::GET, "/tags")
            .with_header("x-mine", "1");
        call.send().await.unwrap();
        let request = workspace.last_request().unwrap();
        assert_eq!(request.path, "/admins");
        assert_eq!(request.header("x-mine"), Some("1"));
        assert_eq!(
            request.header("intercom-version"),
            Some(intercom_api::API_VERSION)
        );
        let bearer = format!("Bearer {}", workspace.token());
        assert_eq!(request.header("authorization"), Some(bearer.as_str()));
    }
    // A call that writes keeps method and body where the status promises it.
    workspace.inject(
        Fault::redirect(307, "/contacts")
            .on("POST /contacts")
            .times(1),
    );
    let (client, _) = client(&workspace);
    let contact = CreateContact::new().email("moved@example.com");
    client.contacts().create(contact).await.unwrap();
    assert_eq!(
        workspace.last_request().unwrap().json()["email"],
        "moved@example.com"
    );
}

#[tokio::test]
async fn refused_redirect_names_its_target() {
    let workspace = workspace().await;
    let url = echo().await;
    let (client, _) = client(&workspace);
    for (status, location, told) in [
        (302, url.as_str(), url.as_str()),
        (307, url.as_str(), url.as_str()),
        (
            302,
            "http://files.example/a?signature=s1gned",
            "http://files.example",
        ),
    ] {
        let fault = Fault::redirect(status, location)
            .on("POST /contacts")
            .times(1);
        workspace.inject(fault);
        let contact = CreateContact::new().email("joe@example.com");
        let error = client.contacts().create(contact).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert_eq!(
            error.to_string().split(" (request").next().unwrap(),
            format!("contacts.create: {status} redirect to {told}, which is not followed")
        );
        assert!(!error.is_retryable());
    }
    workspace.inject(Fault::redirect(302, "http://files.example/a").on("GET /tags"));
    let error = client.tags().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
}

#[tokio::test]
async fn five_redirects_are_followed_a_sixth_is_not() {
    let hops = |most: usize| async move {
        let url = serve(move |number, _, mut stream| async move {
            if number < most {
                write(
                    &mut stream,
                    "302 x\r\nlocation: /tags?signature=s3cret\r\ncontent-length: 0",
                    b"",
                )
                .await;
            } else {
                write(&mut stream, "200 x\r\ncontent-length: 2", b"{}").await;
            }
        })
        .await;
        let client = builder_at(url).build().unwrap();
        client.tags().list().await
    };
    assert!(hops(5).await.is_ok());
    let error = hops(6).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    let text = error.to_string();
    let told = "too many redirects; the last one led to http://127.0.0.1:";
    assert!(text.contains(told), "{text}");
}

#[tokio::test]
async fn all_redirects_of_an_attempt_share_its_time() {
    let url = serve(|number, _, mut stream| async move {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let redirect = "302 x\r\nlocation: /tags\r\ncontent-length: 0";
        match number {
            0..4 => write(&mut stream, redirect, b"").await,
            _ => write(&mut stream, "200 x\r\ncontent-length: 2", b"{}").await,
        }
    })
    .await;
    let limit = Duration::from_millis(700);
    let client = builder_at(url).retries(Retries::none()).build().unwrap();
    let error = client.tags().list().with_attempt_timeout(limit).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let text = error.to_string();
    assert_eq!(text, "tags.list: no complete response within 700ms");
}
