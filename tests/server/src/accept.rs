//! The accept loop, and servers that are a function of a connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::request::{read_body, read_head};

/// Opens a free loopback port, and returns it with its URL.
pub async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

/// Accepts up to `count` connections and hands each, with its number, to `handle`.
///
/// Returns when the last of them has ended. Dropping the future ends all of them.
pub async fn accept<F>(listener: TcpListener, count: usize, handle: impl Fn(usize, TcpStream) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut connections = JoinSet::new();
    for number in 0..count {
        let Ok((stream, _)) = listener.accept().await else {
            break;
        };
        // What is written leaves at once; without it responses are only slower.
        stream.set_nodelay(true).ok();
        connections.spawn(handle(number, stream));
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// Starts a server that hands each connection, with its number and the head of its first request, to
/// `handle`. Returns its URL.
///
/// It runs on the current tokio runtime and ends with it.
pub async fn serve<F>(
    handle: impl Fn(usize, String, TcpStream) -> F + Send + Sync + 'static,
) -> String
where
    F: Future<Output = ()> + Send + 'static,
{
    let (listener, url) = listen().await;
    let handle = Arc::new(handle);
    tokio::spawn(accept(listener, usize::MAX, move |number, mut stream| {
        let handle = Arc::clone(&handle);
        async move {
            let head = read_head(&mut stream).await.unwrap_or_default();
            handle(number, head, stream).await;
        }
    }));
    url
}

/// Starts a server that sends these bytes on each connection and closes it. Returns its URL, and how
/// many connections there were.
pub async fn serve_bytes(bytes: &'static [u8]) -> (String, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let url = serve(move |_, head, mut stream| {
        seen.fetch_add(1, Ordering::SeqCst);
        async move {
            read_body(&mut stream, &head).await;
            // Some tests drop the client.
            drop(stream.write_all(bytes).await);
            drop(stream.shutdown().await);
        }
    })
    .await;
    (url, count)
}

/// Writes a response and ends the connection. `head` is the status line without its version, and
/// further headers.
pub async fn write(stream: &mut TcpStream, head: &str, body: &[u8]) {
    let text = format!("HTTP/1.1 {head}\r\nconnection: close\r\n\r\n");
    // Some tests drop the client.
    drop(stream.write_all(text.as_bytes()).await);
    drop(stream.write_all(body).await);
    drop(stream.shutdown().await);
}
