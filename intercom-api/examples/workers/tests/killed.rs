//! Kills one of several processes that share a queue. No conversation is lost, and the rate limit is
//! kept. The test requires `redis-server`; without it, the test prints a notice and passes.

// In a test, a panic is a report.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use intercom_simulator::{Fault, Seed, Workspace};
use serde_json::{Value, json};

/// A process that ends with the test.
struct Process(Child);

impl Process {
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn redis() -> Option<(Process, String)> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let mut command = Command::new("redis-server");
    command.args(["--port", &port.to_string(), "--bind", "127.0.0.1"]);
    command.args(["--save", "", "--appendonly", "no"]);
    let server = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let server = Process(server.ok()?);
    for _ in 0..200 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Some((server, format!("redis://127.0.0.1:{port}/")));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the Redis server does not listen");
}

fn program(workspace: &Workspace, redis: &str, arguments: &[&str]) -> Process {
    let mut command = Command::new(env!("CARGO_BIN_EXE_intercom-workers"));
    command.args(arguments).env("REDIS_URL", redis);
    command.env("INTERCOM_BASE_URL", workspace.base_url());
    command.env("INTERCOM_ACCESS_TOKEN", workspace.token());
    command
        .env_remove("INTERCOM_API_KEY")
        .env_remove("INTERCOM_REGION");
    Process(command.stdin(Stdio::null()).spawn().unwrap())
}

/// The IDs in the files of a folder.
fn written(folder: &Path) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        // A process that is killed can leave half a line.
        let items = text
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        ids.extend(items.map(|item| item["id"].as_str().unwrap().to_owned()));
    }
    ids
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_worker_loses_nothing_and_the_limit_is_kept() {
    let Some((_server, redis)) = redis() else {
        println!("skipped: `redis-server` is not installed");
        return;
    };
    let first = 1_700_000_000;
    let seed = (0..120).fold(Seed::empty(), |seed, index| {
        let at = first + index * 10;
        let conversation = json!({ "created_at": at, "updated_at": at, "state": "open" });
        seed.and(Seed::value("conversations", conversation))
    });
    let workspace = Workspace::builder().seed(seed).start().await.unwrap();
    // Slow enough for a process to be killed in the middle of a window.
    workspace.inject(Fault::delay(Duration::from_millis(150)).on("POST /conversations/search"));
    let expected: BTreeSet<_> = workspace
        .stored("conversations")
        .iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(expected.len(), 120);
    let range = [first.to_string(), (first + 1_199).to_string()];
    let mut enqueue = program(&workspace, &redis, &["enqueue", &range[0], &range[1], "60"]);
    assert!(enqueue.0.wait().unwrap().success());
    let folder = tempfile::tempdir().unwrap();
    let mut workers: Vec<_> = ["a", "b", "c"]
        .iter()
        .map(|name| {
            let output = folder.path().join(name);
            program(
                &workspace,
                &redis,
                &["work", name, output.to_str().unwrap()],
            )
        })
        .collect();
    let deadline = Instant::now() + Duration::from_secs(60);
    let mut is_killed = false;
    while written(folder.path()) != expected {
        let found = written(folder.path()).len();
        assert!(Instant::now() < deadline, "{found} of 120 conversations");
        if !is_killed && found > 10 {
            workers[0].kill();
            is_killed = true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(is_killed);
    let refused = workspace
        .requests()
        .into_iter()
        .filter(|it| it.status == 429);
    assert_eq!(refused.count(), 0);
}
