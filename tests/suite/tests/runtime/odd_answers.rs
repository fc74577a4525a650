//! Responses that are odd but within the rules of HTTP.

use std::time::Duration;

use intercom_api::ErrorKind;
use intercom_test_server::{serve, serve_bytes, write};

use crate::support::{JumpingClock, builder_at};

#[tokio::test]
async fn what_is_unusual_is_read() {
    for bytes in [
        // Informational responses before the response.
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 102 x\r\n\r\n\
         HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        // An older version, a body that ends with its connection.
        "HTTP/1.0 200 OK\r\n\r\n{}",
        "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/1.1 200\r\n\r\n{}",
        // Chunks with extensions and trailers.
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;a=b\r\n{\r\n1\r\n}\r\n0\r\nx: y\r\n\r\n",
        // Headers of no media type, of another one, twice, with bytes of no charset.
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nx-request-id: a\r\nx-request-id: b\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nx-odd: \u{e9}\r\ncontent-length: 2\r\n\r\n{}",
        // More than was announced.
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}HTTP/1.1 500 x\r\n\r\n",
    ] {
        let (url, count) = serve_bytes(bytes.as_bytes()).await;
        let client = builder_at(url).build().unwrap();
        let response = client.tags().list().send().await;
        let response = response.unwrap_or_else(|error| panic!("{bytes:?}: {error:?}"));
        assert_eq!(response.attempts(), 1, "{bytes:?}");
        assert_eq!(count.load(std::sync::atomic::Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn text_that_is_broken_in_places_is_read_all_the_same() {
    for (body, name) in [
        (
            &br#"{"data": [{"id": "1", "name": "a\ud83d"}]}"#[..],
            "a\u{fffd}",
        ),
        (
            b"{\"data\": [{\"id\": \"1\", \"name\": \"caf\xe9\"}]}",
            "caf\u{fffd}",
        ),
        (b"\xef\xbb\xbf{\"data\": [{\"name\": \"a\"}]}", "a"),
    ] {
        let mut answer = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
        answer.extend_from_slice(body);
        let (url, _) = serve_bytes(answer.leak()).await;
        let client = builder_at(url).build().unwrap();
        let response = client.tags().list().send().await.unwrap();
        assert_eq!(response.value().data[0].name.as_deref(), Some(name));
        assert_eq!(response.bytes()[..], *body);
        assert!(response.json_value().unwrap()["data"].is_array());
        let page = client.contacts().list().pages().next().await.unwrap();
        assert_eq!(page.unwrap().value().data[0].name.as_deref(), Some(name));
    }
}

#[tokio::test]
async fn response_that_does_not_belong_to_the_call_is_an_error() {
    for (bytes, kind, text) in [
        (
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
            ErrorKind::Api,
            "101 Switching Protocols: an empty body",
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            ErrorKind::Decode,
            "cannot decode the response: expected JSON of `TagList`, found an empty body",
        ),
        (
            "HTTP/1.1 999 x\r\ncontent-length: 0\r\n\r\n",
            ErrorKind::Api,
            "999 <unknown status code>: an empty body",
        ),
        (
            "HTTP/1.1 502 x\r\ncontent-type: text/html\r\n\r\n<html><p>joe@example.com</p></html>",
            ErrorKind::Api,
            "502 Bad Gateway: text/html of 35 bytes",
        ),
    ] {
        let (url, _) = serve_bytes(bytes.as_bytes()).await;
        let client = builder_at(url).clock(JumpingClock::new()).build().unwrap();
        let error = client.tags().list().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error:?}");
        assert_eq!(error.to_string(), format!("tags.list: {text}"));
    }
}

#[tokio::test]
async fn endless_informational_responses_reach_the_time_limit() {
    let url = serve(|_, _, mut stream| async move {
        let mut sent = Ok(());
        while sent.is_ok() {
            tokio::time::sleep(Duration::from_millis(1)).await;
            let early = b"HTTP/1.1 103 Early Hints\r\n\r\n";
            sent = tokio::io::AsyncWriteExt::write_all(&mut stream, early).await;
        }
    })
    .await;
    let builder = builder_at(url).timeout(Duration::from_millis(300));
    let error = builder.build().unwrap().tags().list().await.unwrap_err();
    assert!(error.is_timeout());
}

#[tokio::test]
async fn redirects_are_read_as_urls_are() {
    // The target of the first redirect, and what is then requested; `None` is an error.
    for (location, target) in [
        ("/b?c=d#e", Some("GET /b?c=d HTTP/1.1")),
        ("b", Some("GET /b HTTP/1.1")),
        ("?page=2", Some("GET /tags?page=2 HTTP/1.1")),
        ("./x/../b", Some("GET /b HTTP/1.1")),
        ("../../../b", Some("GET /b HTTP/1.1")),
        ("//files.example/b", None),
        ("///files.example/b", None),
        ("\\\\files.example\\b", None),
        ("http:files.example", Some("GET /files.example HTTP/1.1")),
        ("http://[::1]:1/b", None),
        ("http://127.1:1@files.example/b", None),
        ("ftp://127.0.0.1/b", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("\u{e9}", None),
        ("http://", None),
    ] {
        let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let heads = std::sync::Arc::clone(&seen);
        let url = serve(move |number, head, mut stream| {
            heads.lock().unwrap().push(head);
            async move {
                let redirect = format!("302 x\r\nlocation: {location}\r\ncontent-length: 0");
                match number {
                    0 => write(&mut stream, &redirect, b"").await,
                    _ => write(&mut stream, "200 x\r\ncontent-length: 2", b"{}").await,
                }
            }
        })
        .await;
        let client = builder_at(url).build().unwrap();
        let result = client.tags().list().await;
        let heads = seen.lock().unwrap();
        if let Some(target) = target {
            result.unwrap_or_else(|error| panic!("{location}: {error}"));
            assert_eq!(heads[1].lines().next(), Some(target), "{location}");
        } else {
            let error = result.unwrap_err();
            assert_eq!(
                (error.kind(), heads.len()),
                (ErrorKind::Redirect, 1),
                "{location}"
            );
        }
    }
}
