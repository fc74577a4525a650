//! What the tests of the runtime share: a clock that never waits, clients, and servers written by
//! hand.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use intercom_api::{BoxFuture, Client, ClientBuilder, Clock};
use intercom_tests::Workspace;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::output::{self, TOKEN};

/// A clock that jumps over every wait and remembers it.
#[derive(Clone)]
pub struct JumpingClock {
    began: (Instant, SystemTime),
    waits: Arc<Mutex<Vec<Duration>>>,
}

impl JumpingClock {
    pub fn new() -> Self {
        Self {
            began: (Instant::now(), SystemTime::now()),
            waits: Arc::default(),
        }
    }

    /// The waits so far.
    pub fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap().clone()
    }

    fn jumped(&self) -> Duration {
        self.waits().iter().sum()
    }
}

impl Clock for JumpingClock {
    fn now(&self) -> Instant {
        self.began.0 + self.jumped()
    }

    fn system_time(&self) -> SystemTime {
        self.began.1 + self.jumped()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.waits.lock().unwrap().push(duration);
        Box::pin(std::future::ready(()))
    }
}

pub async fn workspace() -> Workspace {
    Workspace::builder().token(TOKEN).start().await.unwrap()
}

/// A workspace that takes so many calls in each window.
pub async fn limited_workspace(calls: u32, window: Duration) -> Workspace {
    let builder = Workspace::builder().token(TOKEN);
    builder.rate_limit(calls, window).start().await.unwrap()
}

pub fn builder(workspace: &Workspace) -> ClientBuilder {
    builder_at(workspace.base_url())
}

/// A builder for a server written by hand.
pub fn builder_at(url: impl Into<String>) -> ClientBuilder {
    output::print_everything(Client::builder().token(TOKEN).base_url(url))
}

/// A client whose waits take no time.
pub fn client(workspace: &Workspace) -> (Client, JumpingClock) {
    let clock = JumpingClock::new();
    let client = builder(workspace).clock(clock.clone()).build().unwrap();
    (client, clock)
}

/// The id of a contact of the workspace.
pub fn contact_id(workspace: &Workspace) -> String {
    let contacts = workspace.stored("contacts");
    contacts[0]["id"].as_str().unwrap().to_owned()
}

/// A server that hands each connection, with the head of its request, to a function.
pub async fn serve<F>(answer: impl Fn(usize, String, TcpStream) -> F + Send + 'static) -> String
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for number in 0.. {
            let (mut stream, _) = listener.accept().await.unwrap();
            let head = read_head(&mut stream).await.unwrap_or_default();
            tokio::spawn(answer(number, head, stream));
        }
    });
    url
}

/// Reads the head of the next request; `None` when the client has closed the connection.
pub async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    Some(String::from_utf8(head).unwrap())
}

/// Reads the body of a request whose head says how long it is.
pub async fn read_body(stream: &mut TcpStream, head: &str) -> Vec<u8> {
    let head = head.to_ascii_lowercase();
    let length = head.split("content-length: ").nth(1);
    let length = length.and_then(|rest| rest.split("\r\n").next()?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await.unwrap();
    body
}

/// A server that gives each connection these bytes and closes it; with how many there were.
pub async fn serve_bytes(bytes: &'static [u8]) -> (String, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let url = serve(move |_, head, mut stream| {
        seen.fetch_add(1, Ordering::SeqCst);
        async move {
            read_body(&mut stream, &head).await;
            drop(stream.write_all(bytes).await);
            drop(stream.shutdown().await);
        }
    })
    .await;
    (url, count)
}

/// Writes a whole answer; a client that has gone away is part of some tests.
pub async fn write(stream: &mut TcpStream, head: &str, body: &[u8]) {
    let text = format!("HTTP/1.1 {head}\r\nconnection: close\r\n\r\n");
    drop(stream.write_all(text.as_bytes()).await);
    drop(stream.write_all(body).await);
    drop(stream.shutdown().await);
}
