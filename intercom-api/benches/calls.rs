//! What a call costs: CPU time of `contacts().get()` against the same written by hand, and memory
//! over many calls. The server is a process of its own, so its work is not counted.
//!
//! ```text
//! cargo bench -p intercom-api --bench calls
//! cargo bench -p intercom-api --bench calls -- memory 1000000
//! ```
//!
//! `-- only client 3000` and `-- only by-hand 3000` make this number of calls of one side and
//! nothing else, for a tool that counts instructions: they do not depend on what else the machine
//! does.

// A benchmark that cannot run has no result.
#![allow(clippy::unwrap_used, clippy::panic)]

// Fields of the baseline are there to be decoded, not to be read.
#[allow(dead_code)]
#[path = "decode/derived.rs"]
mod derived;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};
use intercom_api::Client;

const TOKEN: &str = "dG9rOmJlbmNobWFyaw==";

const ID: &str = "6762f30c1bb69f9f2193bc5e";

/// Rounds of each side, in turn; the quietest round counts.
const ROUNDS: usize = 100;

/// Calls in a round: few, so that some rounds are not disturbed by what else the machine does.
const CALLS: usize = 500;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    match words.as_slice() {
        ["serve"] => serve(),
        ["memory", calls, ..] => runtime.block_on(memory(calls.parse().unwrap())),
        ["only", side, calls, ..] => runtime.block_on(only(side, calls.parse().unwrap())),
        _ => runtime.block_on(time()),
    }
}

/// Compares CPU time.
async fn time() {
    let (_server, url) = Server::start();
    let client = client(&url);
    let by_hand = ByHand::new(&url);
    let mut nanoseconds = [u64::MAX; 2];
    for round in 0..=ROUNDS {
        let began = cpu_time();
        for _ in 0..CALLS {
            get(&client).await;
        }
        let between = cpu_time();
        for _ in 0..CALLS {
            by_hand.get().await;
        }
        let spent = [between - began, cpu_time() - between];
        // The first round warms up.
        if round > 0 {
            for (least, spent) in nanoseconds.iter_mut().zip(spent) {
                *least = (*least).min(spent / CALLS as u64);
            }
        }
    }
    let [client, by_hand] = nanoseconds;
    println!("contacts().get()  {client} ns of CPU time a call");
    println!("by hand           {by_hand} ns of CPU time a call");
    let percent = client * 100 / by_hand;
    println!("ratio             {}.{:02}", percent / 100, percent % 100);
}

/// Watches the memory of this process.
async fn memory(calls: usize) {
    let (_server, url) = Server::start();
    let client = client(&url);
    for call in 0..=calls {
        if call % (calls / 10).max(1) == 0 || call == 1_000 {
            println!("{call:>9} calls  {} kB", resident());
        }
        get(&client).await;
    }
}

/// Makes calls of one side.
async fn only(side: &str, calls: usize) {
    let (_server, url) = Server::start();
    match side {
        "client" => {
            let client = client(&url);
            for _ in 0..calls {
                get(&client).await;
            }
        }
        "by-hand" => {
            let by_hand = ByHand::new(&url);
            for _ in 0..calls {
                by_hand.get().await;
            }
        }
        _ => panic!("`client` or `by-hand`"),
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
        let answer = self.http.get(url).send().await.unwrap();
        let body = answer.error_for_status().unwrap().bytes().await.unwrap();
        let contact: derived::Contact = serde_json::from_slice(&body).unwrap();
        assert!(contact.email.is_some());
    }
}

/// CPU time of this thread, in nanoseconds; everything here runs on it.
fn cpu_time() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}

/// Memory of this process, in kB.
fn resident() -> u64 {
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

/// Returns one contact for every request.
fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    let body = include_str!("contact.json").trim();
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\n\
         date: Tue, 14 Nov 2023 22:13:20 GMT\r\nx-request-id: 0005e2p4o4l1vd2mj6k0\r\n\
         x-ratelimit-limit: 1666\r\nx-ratelimit-remaining: 1600\r\n\
         x-ratelimit-reset: 1700000000\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    for stream in listener.incoming() {
        let answer = answer.clone();
        std::thread::spawn(move || converse(stream.unwrap(), answer.as_bytes()));
    }
}

fn converse(mut stream: TcpStream, answer: &[u8]) {
    stream.set_nodelay(true).unwrap();
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = stream.read(&mut buffer) {
        request.extend(&buffer[..read]);
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            if stream.write_all(answer).is_err() {
                return;
            }
        }
    }
}
