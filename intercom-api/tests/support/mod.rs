//! A server of few lines: it takes connections one after the other, records each request as it came
//! over the wire, and answers with the bytes it was given.

// Not every test needs everything here.
#![allow(dead_code, unreachable_pub)]

use std::error::Error;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// `GET /me HTTP/1.1`.
    pub line: String,
    /// The headers with lower-case names, sorted.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Recorded {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Path and query.
    pub fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap()
    }
}

/// What the server does with a connection after it has read the request.
pub struct Answer {
    bytes: Vec<u8>,
    /// Keeps the connection open, silent, until the client closes it.
    hold: bool,
}

impl Answer {
    /// A whole answer.
    pub fn new(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Self {
        Self::declaring(body.as_ref().len(), status, headers, body)
    }

    /// A whole JSON answer.
    pub fn json(status: u16, body: &str) -> Self {
        Self::new(
            status,
            "content-type: application/json; charset=utf-8\r\n",
            body,
        )
    }

    /// An answer whose body ends before the length it declares.
    pub fn cut(status: u16, body: &str) -> Self {
        Self::declaring(body.len() + 100, status, "", body)
    }

    /// The connection is closed without an answer.
    pub fn none() -> Self {
        Self {
            bytes: Vec::new(),
            hold: false,
        }
    }

    /// What was to be sent is sent, then nothing more.
    pub fn then_silence(mut self) -> Self {
        self.hold = true;
        self
    }

    fn declaring(length: usize, status: u16, headers: &str, body: impl AsRef<[u8]>) -> Self {
        let mut bytes = format!(
            "HTTP/1.1 {status} Text\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n"
        )
        .into_bytes();
        bytes.extend(body.as_ref());
        Self { bytes, hold: false }
    }
}

pub struct Server {
    address: String,
    requests: Arc<Mutex<Vec<Recorded>>>,
}

impl Server {
    /// Starts a server that gives these answers, one to each connection.
    pub fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let answers: Vec<Answer> = answers.into_iter().collect();
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let request = read_request(&mut stream);
                seen.lock().unwrap().push(request);
                // A client that has gone away is part of some tests.
                drop(stream.write_all(&answer.bytes));
                if answer.hold {
                    drop(stream.read(&mut [0]));
                }
            }
        });
        Self { address, requests }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Recorded> {
        self.requests.lock().unwrap().clone()
    }

    /// The only request so far.
    pub fn request(&self) -> Recorded {
        let requests = self.requests();
        assert_eq!(requests.len(), 1);
        requests[0].clone()
    }
}

/// A URL that nobody listens on.
pub fn refusing_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// An error with its sources, in every form that could be printed.
pub fn everything_printed(error: &(dyn Error + 'static)) -> String {
    std::iter::successors(Some(error), |&error| error.source())
        .flat_map(|error| [format!("{error}\n"), format!("{error:?}\n{error:#?}\n")])
        .collect()
}

fn read_request(stream: &mut TcpStream) -> Recorded {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let head_end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        let read = stream.read(&mut buffer).unwrap();
        assert!(read > 0, "the client closed the connection within the head");
        bytes.extend(&buffer[..read]);
    };
    let mut body = bytes.split_off(head_end);
    let head = String::from_utf8(bytes).unwrap();
    let mut lines = head.trim_end().split("\r\n").map(str::to_owned);
    let line = lines.next().unwrap();
    let mut headers: Vec<(String, String)> = lines
        .map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_ascii_lowercase(), value.to_owned())
        })
        .collect();
    headers.sort();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
    while body.len() < length {
        let read = stream.read(&mut buffer).unwrap();
        assert!(read > 0, "the client closed the connection within the body");
        body.extend(&buffer[..read]);
    }
    Recorded {
        line,
        headers,
        body,
    }
}
