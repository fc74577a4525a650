//! A server that writes the frames of HTTP/2 by hand, so that it can break off wherever it likes.

use std::collections::HashMap;
use std::future::Future;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Kinds of frames.
pub const DATA: u8 = 0;
pub const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
pub const SETTINGS: u8 = 4;
pub const PING: u8 = 6;
const GO_AWAY: u8 = 7;
pub const CONTINUATION: u8 = 9;

/// Flags of frames.
pub const END_STREAM: u8 = 1;
const ACK: u8 = 1;
pub const END_HEADERS: u8 = 4;

/// Codes of errors.
pub const NO_ERROR: u32 = 0;
pub const INTERNAL_ERROR: u32 = 2;
pub const REFUSED_STREAM: u32 = 7;
pub const CANCEL: u32 = 8;

/// The head of an answer with status 200 or, of a part, 206: as the table of HPACK has them, and other
/// headers with name and value in full.
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

/// A whole request.
pub struct Request {
    pub stream: u32,
    pub body: Vec<u8>,
}

/// The server's end of a connection.
pub struct Connection<S = TcpStream> {
    stream: S,
    /// Requests that have begun.
    begun: HashMap<u32, Vec<u8>>,
    /// Streams that the client gave up.
    pub given_up: Vec<u32>,
}

impl<S: AsyncReadExt + AsyncWriteExt + Unpin> Connection<S> {
    /// Begins a connection, on which so many requests may be under way.
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

    /// Writes a frame; whether there is still somebody to read it.
    pub async fn write(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) -> bool {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        let mut frame = length[1..].to_vec();
        frame.extend([kind, flags]);
        frame.extend(stream.to_be_bytes());
        frame.extend(payload);
        self.stream.write_all(&frame).await.is_ok()
    }

    pub async fn head(&mut self, stream: u32, is_part: bool, headers: &[(&str, &str)]) {
        let head = head(is_part, headers);
        self.write(HEADERS, END_HEADERS, stream, &head).await;
    }

    /// Answers 200 with a body.
    pub async fn answer(&mut self, stream: u32, body: &[u8]) {
        self.head(stream, false, &[]).await;
        self.write(DATA, END_STREAM, stream, body).await;
    }

    pub async fn reset(&mut self, stream: u32, code: u32) {
        self.write(RST_STREAM, 0, stream, &code.to_be_bytes()).await;
    }

    /// Says that no stream after `last` was or will be handled.
    pub async fn go_away(&mut self, last: u32, code: u32) {
        let payload = [last.to_be_bytes(), code.to_be_bytes()].concat();
        self.write(GO_AWAY, 0, 0, &payload).await;
    }

    /// The next request that has come to its end; `None` when the client has closed the connection.
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

/// A server that hands each connection to a function, with its number.
pub async fn serve<F>(
    most: u32,
    run: impl Fn(usize, Connection) -> F + Send + Sync + 'static,
) -> String
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for number in 0.. {
            let (stream, _) = listener.accept().await.unwrap();
            if let Some(connection) = Connection::begin(stream, most).await {
                tokio::spawn(run(number, connection));
            }
        }
    });
    url
}
