//! Sends one notification over plain HTTP.

use std::fmt::Write as _;
use std::io;
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::Url;

/// How long a receiver may take to respond.
const TIMEOUT: Duration = Duration::from_secs(5);

/// How much of a response is read to find its status.
const LONGEST_HEAD: usize = 64;

/// Sends a body, and returns the status of the response; `None` without one.
pub(super) async fn post(url: &Url, secret: &str, body: &str) -> Option<u16> {
    let sent = tokio::time::timeout(TIMEOUT, exchange(url, secret, body)).await;
    sent.ok()?.ok()
}

async fn exchange(url: &Url, secret: &str, body: &str) -> io::Result<u16> {
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or(80);
    let mut stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let head = format!(
        "POST {target} HTTP/1.1\r\nhost: {host}:{port}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nx-hub-signature: {}\r\nuser-agent: intercom-webhooks/simulated\r\n\
         connection: close\r\n\r\n",
        body.len(),
        signature(secret, body)
    );
    stream.write_all(head.as_bytes()).await?;
    // A receiver may respond and close before it has read the body.
    let written = stream.write_all(body.as_bytes()).await;
    let mut start = Vec::new();
    while start.len() < LONGEST_HEAD && !start.contains(&b'\r') {
        if stream.read_buf(&mut start).await? == 0 {
            break;
        }
    }
    let status = std::str::from_utf8(&start)
        .ok()
        .and_then(|start| start.get(9..12)?.parse().ok());
    match (status, written) {
        (Some(status), _) => Ok(status),
        (None, Err(error)) => Err(error),
        (None, Ok(())) => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// The signature in `X-Hub-Signature`.
fn signature(secret: &str, body: &str) -> String {
    let mut digits = String::from("sha1=");
    if let Ok(mac) = Hmac::<Sha1>::new_from_slice(secret.as_bytes()) {
        for byte in mac.chain_update(body).finalize().into_bytes() {
            // Writing to a `String` cannot fail.
            _ = write!(digits, "{byte:02x}");
        }
    }
    digits
}
