//! Requests as received over the wire.

use tokio::io::{AsyncRead, AsyncReadExt};

/// A request as received over the wire.
#[derive(Clone, Debug)]
pub struct RecordedRequest {
    /// The request line, such as `GET /me HTTP/1.1`.
    pub line: String,
    /// The headers with lower-case names, sorted.
    pub headers: Vec<(String, String)>,
    /// The body as sent.
    pub body: Vec<u8>,
}

impl RecordedRequest {
    /// Reads the next request of a connection. Returns `None` when the client has closed it.
    ///
    /// The stream is read byte by byte, so that nothing beyond the request is taken from it; give a
    /// buffered one where speed matters.
    pub async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Option<Self> {
        let head = read_head(stream).await?;
        let body = read_body(stream, &head).await;
        let mut lines = head.trim_end().split("\r\n");
        let line = lines.next()?.to_owned();
        let mut headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        headers.sort();
        Some(Self {
            line,
            headers,
            body,
        })
    }

    /// Returns the value of a header; the name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the method.
    pub fn method(&self) -> &str {
        self.line.split(' ').next().unwrap_or_default()
    }

    /// Returns path and query.
    pub fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }
}

/// Reads the head of the next request. Returns `None` when the client has closed the connection.
pub async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    String::from_utf8(head).ok()
}

/// Reads the body of a request whose head declares its length.
///
/// # Panics
/// When the client closes the connection within the body.
pub async fn read_body(stream: &mut (impl AsyncRead + Unpin), head: &str) -> Vec<u8> {
    let head = head.to_ascii_lowercase();
    let length = head.split("\r\ncontent-length: ").nth(1);
    let length = length.and_then(|rest| rest.split("\r\n").next()?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await.unwrap();
    body
}
