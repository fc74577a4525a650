//! Curl commands of unusual calls, run by a shell.

use http::Method;
use intercom_api::Client;
use intercom_test_server::{read_body, serve, write};

use crate::output::TOKEN;
use crate::support::builder_at;

/// A server that returns the head and body of each request, and a client of it.
async fn echo() -> Client {
    let url = serve(|_, head, mut stream| async move {
        let body = read_body(&mut stream, &head).await;
        let mut told = head.clone().into_bytes();
        told.extend(body);
        let length = told.len();
        let is_head = head.starts_with("HEAD ");
        let body = if is_head { &[][..] } else { &told };
        let head = format!("200 x\r\ncontent-length: {length}");
        write(&mut stream, &head, body).await;
    })
    .await;
    builder_at(url).build().unwrap()
}

/// Returns what a command prints; `None` where there is no curl.
async fn run(command: &str) -> Option<Vec<u8>> {
    let output = tokio::process::Command::new("sh")
        .args([
            "-c",
            &format!("{command} --silent --show-error --max-time 10"),
        ])
        .env("INTERCOM_ACCESS_TOKEN", TOKEN)
        .output()
        .await
        .ok()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if errors.contains("not found") {
        return None;
    }
    assert!(output.status.success(), "{errors}");
    Some(output.stdout)
}

#[tokio::test]
async fn every_method_body_and_header_arrives() {
    let client = echo().await;
    let bodies: [&[u8]; 7] = [
        b"it's \"$HOME\" `x` \\ !\n\t%",
        "\u{e9}\u{1f600} \u{202e}".as_bytes(),
        b"\xff\xfe\x01'\\x",
        b"\x000\x008'\n%d\\0\r\n",
        b"@/etc/passwd",
        b"--next",
        b"",
    ];
    for body in bodies {
        let call = client
            .request(Method::PUT, "/a%20b(c)'d")
            .query("q'[0]{1}", "a&b=c d")
            .with_header("x-empty", "")
            .with_header("x-quoted", "it's \"$HOME\"")
            .body(body.to_vec(), "text/plain");
        let command = call.to_curl().unwrap();
        assert!(!command.contains(TOKEN));
        let Some(told) = run(&command).await else {
            return;
        };
        assert!(told.ends_with(body), "{command}");
        let head = String::from_utf8_lossy(&told[..told.len() - body.len()]).into_owned();
        let line = "PUT /a%20b(c)'d?q%27%5B0%5D%7B1%7D=a%26b%3Dc%20d HTTP/1.1\r\n";
        assert!(head.starts_with(line), "{head}");
        let head = head.to_ascii_lowercase();
        let bearer = format!("authorization: bearer {TOKEN}\r\n");
        for header in [bearer.as_str(), "x-quoted: it's \"$home\"\r\n", "x-empty:"] {
            assert!(head.contains(header), "{header} in {head}");
        }
    }
}

#[tokio::test]
async fn a_head_call_does_not_wait_for_a_body() {
    let client = echo().await;
    let call = client.request(Method::HEAD, "/me");
    if let Some(told) = run(&call.to_curl().unwrap()).await {
        assert!(told.starts_with(b"HTTP/1.1 200"));
    }
    assert_eq!(call.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn method_of_any_token_arrives_and_runs_nothing() {
    let client = echo().await;
    for method in [
        "A|exit", "A&exit", "A`exit`", "A'B", "-X", "A$HOME", "*", "#A!",
    ] {
        let call = client.request(Method::from_bytes(method.as_bytes()).unwrap(), "/me");
        let Some(told) = run(&call.to_curl().unwrap()).await else {
            return;
        };
        let line = format!("{method} /me HTTP/1.1\r\n");
        assert!(told.starts_with(line.as_bytes()), "{method}");
    }
}
