//! A server that writes the frames of HTTP/2 one by one, so that it can break off anywhere.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::accept::{accept, listen};

/// The frame type of data.
pub const DATA: u8 = 0;
/// The frame type of headers.
pub const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
/// The frame type of settings.
pub const SETTINGS: u8 = 4;
/// The frame type of pings.
pub const PING: u8 = 6;
const GO_AWAY: u8 = 7;
/// The frame type of further headers.
pub const CONTINUATION: u8 = 9;

/// The flag of the last frame of a stream.
pub const END_STREAM: u8 = 1;
const ACK: u8 = 1;
/// The flag of the last frame of headers.
pub const END_HEADERS: u8 = 4;

/// The error code of an orderly end.
pub const NO_ERROR: u32 = 0;
/// The error code of a server that failed.
pub const INTERNAL_ERROR: u32 = 2;
/// The error code of a stream that was not processed.
pub const REFUSED_STREAM: u32 = 7;
/// The error code of a stream that is no longer needed.
pub const CANCEL: u32 = 8;

/// Encodes the head of a response: status 200, or 206 for a part, by its index in the HPACK table, and
/// other headers as literals.
fn head(is_part: bool, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut head = vec![if is_part { 0x8a } else { 0x88 }];
    for (name, value) in headers {
        head.push(0);
        for text in [name, value] {
            head.push(u8::try_from(text.len()).unwrap());
            head.extend(text.as_bytes());
        }
    }
    head
}

/// A complete request.
#[derive(Clone, Debug)]
pub struct Request {
    /// The stream it was received on.
    pub stream: u32,
    /// The body as sent.
    pub body: Vec<u8>,
}

/// The server's end of a connection.
#[derive(Debug)]
pub struct Connection<S = TcpStream> {
    stream: S,
    /// Requests that have begun.
    begun: HashMap<u32, Vec<u8>>,
    /// Streams that the client has reset.
    pub given_up: Vec<u32>,
}

impl<S: AsyncReadExt + AsyncWriteExt + Unpin> Connection<S> {
    /// Begins a connection on which `most` requests may be under way. Returns `None` when the client
    /// closes it before that.
    pub async fn begin(mut stream: S, most: u32) -> Option<Self> {
        let mut preface = [0; 24];
        stream.read_exact(&mut preface).await.ok()?;
        let mut connection = Self {
            stream,
            begun: HashMap::new(),
            given_up: Vec::new(),
        };
        let setting = [&[0, 3][..], &most.to_be_bytes()].concat();
        connection.write(SETTINGS, 0, 0, &setting).await;
        Some(connection)
    }

    /// Writes a frame. Returns whether the connection is still open.
    pub async fn write(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) -> bool {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        let mut frame = length[1..].to_vec();
        frame.extend([kind, flags]);
        frame.extend(stream.to_be_bytes());
        frame.extend(payload);
        self.stream.write_all(&frame).await.is_ok()
    }

    /// Writes the head of a response with status 200, or 206 for a part.
    pub async fn head(&mut self, stream: u32, is_part: bool, headers: &[(&str, &str)]) {
        let head = head(is_part, headers);
        self.write(HEADERS, END_HEADERS, stream, &head).await;
    }

    /// Writes a response with status 200.
    pub async fn answer(&mut self, stream: u32, body: &[u8]) {
        self.head(stream, false, &[]).await;
        self.write(DATA, END_STREAM, stream, body).await;
    }

    /// Resets a stream.
    pub async fn reset(&mut self, stream: u32, code: u32) {
        self.write(RST_STREAM, 0, stream, &code.to_be_bytes()).await;
    }

    /// Announces that no stream after `last` was or will be processed.
    pub async fn go_away(&mut self, last: u32, code: u32) {
        let payload = [last.to_be_bytes(), code.to_be_bytes()].concat();
        self.write(GO_AWAY, 0, 0, &payload).await;
    }

    /// Returns the next complete request, or `None` when the client has closed the connection.
    pub async fn request(&mut self) -> Option<Request> {
        loop {
            let mut head = [0; 9];
            self.stream.read_exact(&mut head).await.ok()?;
            let [a, b, c, kind, flags, stream @ ..] = head;
            let length = u32::from_be_bytes([0, a, b, c]);
            let stream = u32::from_be_bytes(stream);
            let mut payload = vec![0; usize::try_from(length).unwrap()];
            self.stream.read_exact(&mut payload).await.ok()?;
            match kind {
                SETTINGS if flags & ACK == 0 => drop(self.write(SETTINGS, ACK, 0, &[]).await),
                PING if flags & ACK == 0 => drop(self.write(PING, ACK, 0, &payload).await),
                RST_STREAM => self.given_up.push(stream),
                HEADERS => drop(self.begun.insert(stream, Vec::new())),
                DATA => self.begun.get_mut(&stream).unwrap().extend(payload),
                _ => {}
            }
            if matches!(kind, HEADERS | DATA) && flags & END_STREAM != 0 {
                let body = self.begun.remove(&stream).unwrap();
                return Some(Request { stream, body });
            }
        }
    }
}

/// Starts a server that hands each connection, with its number, to `handle`; `most` requests may be
/// under way on a connection. Returns its URL.
pub async fn serve<F>(
    most: u32,
    handle: impl Fn(usize, Connection) -> F + Send + Sync + 'static,
) -> String
where
    F: Future<Output = ()> + Send + 'static,
{
    let (listener, url) = listen().await;
    let handle = Arc::new(handle);
    tokio::spawn(accept(listener, usize::MAX, move |number, stream| {
        let handle = Arc::clone(&handle);
        async move {
            if let Some(connection) = Connection::begin(stream, most).await {
                handle(number, connection).await;
            }
        }
    }));
    url
}
