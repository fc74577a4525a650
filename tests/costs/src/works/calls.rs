//! A call against the same written by hand, and the memory of many calls. The server is a process of
//! its own, so its work is not counted.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};
use intercom_api::Client;
use tokio::runtime::Runtime;

use super::Work;
use crate::derived::contacts;

const TOKEN: &str = "dG9rOmJlbmNobWFyaw==";

const ID: &str = "6762f30c1bb69f9f2193bc5e";

pub fn works() -> Vec<Work> {
    vec![
        Work::new("call/client", || {
            let (server, url) = Server::start();
            let (client, runtime) = (client(&url), runtime());
            Box::new(move || {
                let _ = &server;
                runtime.block_on(get(&client));
            })
        }),
        Work::new("call/by-hand", || {
            let (server, url) = Server::start();
            let (by_hand, runtime) = (ByHand::new(&url), runtime());
            Box::new(move || {
                let _ = &server;
                runtime.block_on(by_hand.get());
            })
        }),
    ]
}

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap()
}

/// Watches the memory of this process.
pub fn memory(calls: usize) {
    let (_server, url) = Server::start();
    let (client, runtime) = (client(&url), runtime());
    for call in 0..=calls {
        if call % (calls / 10).max(1) == 0 || call == 1_000 {
            println!("{call:>9} calls  {} kB", resident());
        }
        runtime.block_on(get(&client));
    }
}

async fn get(client: &Client) {
    let contact = client.contacts().get(ID).await.unwrap();
    assert!(contact.email.is_some());
}

fn client(url: &str) -> Client {
    Client::builder()
        .token(TOKEN)
        .base_url(url)
        .build()
        .unwrap()
}

/// What a program would write without this crate: the same headers and time limit, and structs with
/// serde's derive.
struct ByHand {
    http: reqwest::Client,
    url: String,
}

impl ByHand {
    fn new(url: &str) -> Self {
        let mut headers = HeaderMap::new();
        let authorization = HeaderValue::try_from(format!("Bearer {TOKEN}")).unwrap();
        headers.insert(AUTHORIZATION, authorization);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, HeaderValue::from_static("by-hand/1.0"));
        headers.insert("intercom-version", HeaderValue::from_static("2.14"));
        Self {
            http: reqwest::Client::builder()
                .default_headers(headers)
                .timeout(Duration::from_secs(30))
                .no_proxy()
                .build()
                .unwrap(),
            url: url.to_owned(),
        }
    }

    async fn get(&self) {
        let url = format!("{}/contacts/{ID}", self.url);
        let response = self.http.get(url).send().await.unwrap();
        let body = response.error_for_status().unwrap().bytes().await.unwrap();
        let contact: contacts::Contact = serde_json::from_slice(&body).unwrap();
        assert!(contact.email.is_some());
    }
}

/// Memory of this process, in kB.
pub fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// This program as a server.
struct Server(Child);

impl Server {
    fn start() -> (Self, String) {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg("serve")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        (Self(child), line.trim().to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Responds to every request with one contact.
pub fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    let body = include_str!("../contact.json").trim();
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\n\
         date: Tue, 14 Nov 2023 22:13:20 GMT\r\nx-request-id: 0005e2p4o4l1vd2mj6k0\r\n\
         x-ratelimit-limit: 1666\r\nx-ratelimit-remaining: 1600\r\n\
         x-ratelimit-reset: 1700000000\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    for stream in listener.incoming() {
        let response = response.clone();
        std::thread::spawn(move || converse(stream.unwrap(), response.as_bytes()));
    }
}

fn converse(mut stream: TcpStream, response: &[u8]) {
    stream.set_nodelay(true).unwrap();
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = stream.read(&mut buffer) {
        request.extend(&buffer[..read]);
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            if stream.write_all(response).is_err() {
                return;
            }
        }
    }
}
