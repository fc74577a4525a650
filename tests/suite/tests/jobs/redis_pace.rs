//! One rate limit for many processes, over a real Redis server. Without one, these tests only say so.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use intercom_api::{Client, Clock, Pacer, RedisPace, Retries, SystemClock};
use intercom_simulator::{Seed, Workspace};
use proptest::prelude::*;

use crate::support::{builder, workspace};

/// A Redis server of its own, which ends with the test.
struct Redis {
    server: Child,
    port: u16,
}

impl Redis {
    /// Starts a server on a free port; `None` where none is installed.
    fn start() -> Option<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let redis = Self::start_on(port);
        if redis.is_none() {
            println!("skipped: `redis-server` is not installed");
        }
        redis
    }

    fn start_on(port: u16) -> Option<Self> {
        let mut command = Command::new("redis-server");
        command.args(["--port", &port.to_string(), "--bind", "127.0.0.1"]);
        command.args(["--save", "", "--appendonly", "no"]);
        let server = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let redis = Self {
            server: server.ok()?,
            port,
        };
        for _ in 0..200 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(redis);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the Redis server does not listen");
    }

    fn pace(&self, calls: u32, window: Duration) -> RedisPace {
        let url = format!("redis://127.0.0.1:{}/", self.port);
        RedisPace::open(url)
            .unwrap()
            .name("test")
            .per_window(calls, window)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// A client that repeats nothing, as each process has one.
fn client(workspace: &Workspace, pace: RedisPace) -> Client {
    builder(workspace)
        .retries(Retries::none())
        .pace(pace)
        .build()
        .unwrap()
}

const WINDOW: Duration = Duration::from_millis(500);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_keep_one_limit_together() {
    let Some(redis) = Redis::start() else { return };
    let workspace = workspace(Seed::empty()).await;
    workspace.set_rate_limit(40, WINDOW);
    let began = Instant::now();
    let runs = (0..3).map(|_| {
        let client = client(&workspace, redis.pace(40, WINDOW));
        tokio::spawn(async move {
            let calls = (0..50).map(|_| client.admins().list());
            client.run_all(calls, 20).finish().await
        })
    });
    for run in runs.collect::<Vec<_>>() {
        let progress = run.await.unwrap();
        assert_eq!((progress.succeeded, progress.failed), (50, 0));
    }
    // 150 calls of 40 in a window.
    assert!(began.elapsed() >= WINDOW * 3, "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_go_on_within_a_share_while_the_store_is_lost() {
    let Some(redis) = Redis::start() else { return };
    let workspace = workspace(Seed::empty()).await;
    let changes = Arc::new(Mutex::new(Vec::new()));
    let seen = changes.clone();
    let pace = redis.pace(40, WINDOW);
    let pace = pace.on_change(move |is_degraded| seen.lock().unwrap().push(is_degraded));
    let other = redis.pace(40, WINDOW);
    let client = client(&workspace, pace.clone());
    // The store learns of two processes.
    let other_client = builder(&workspace).pace(other).build().unwrap();
    other_client.admins().list().await.unwrap();
    client.admins().list().await.unwrap();
    assert!(!pace.is_degraded());
    let port = redis.port;
    drop(redis);
    let began = Instant::now();
    let calls = (0..60).map(|_| client.admins().list());
    let progress = client.run_all(calls, 30).finish().await;
    assert_eq!(progress.succeeded, 60);
    // 60 calls of 20 in a window.
    assert!(began.elapsed() >= WINDOW * 2, "{:?}", began.elapsed());
    assert!(pace.is_degraded());
    assert_eq!(*changes.lock().unwrap(), [true]);
    let Some(_redis) = Redis::start_on(port) else {
        return;
    };
    let deadline = Instant::now() + Duration::from_secs(20);
    while pace.is_degraded() {
        assert!(Instant::now() < deadline, "the store is not found again");
        tokio::time::sleep(Duration::from_millis(200)).await;
        client.admins().list().await.unwrap();
    }
    assert_eq!(*changes.lock().unwrap(), [true, false]);
}

#[tokio::test]
async fn store_that_was_never_there_leaves_a_share() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("redis://{}/", listener.local_addr().unwrap());
    drop(listener);
    let pace = RedisPace::open(url)
        .unwrap()
        .per_window(40, WINDOW)
        .processes(4);
    let workspace = workspace(Seed::empty()).await;
    let client = client(&workspace, pace.clone());
    let began = Instant::now();
    let calls = (0..31).map(|_| client.admins().list());
    assert_eq!(client.run_all(calls, 30).finish().await.succeeded, 31);
    // 31 calls of 10 in a window.
    assert!(began.elapsed() >= WINDOW * 2, "{:?}", began.elapsed());
    assert!(pace.is_degraded());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusal_holds_back_all_processes() {
    let Some(redis) = Redis::start() else { return };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let (one, other) = (redis.pace(40, WINDOW), redis.pace(40, WINDOW));
    drop(one.admit(&clock).await);
    // A refused call closes the window for all processes.
    let workspace = workspace(Seed::empty()).await;
    workspace.inject(
        intercom_simulator::Fault::status(429)
            .header("retry-after", "1")
            .times(1),
    );
    assert!(client(&workspace, one).admins().list().await.is_err());
    tokio::time::sleep(Duration::from_millis(100)).await;
    let began = Instant::now();
    drop(other.admit(&clock).await);
    assert!(
        began.elapsed() >= Duration::from_millis(500),
        "{:?}",
        began.elapsed()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waiters_that_leave_take_no_turn() {
    let Some(redis) = Redis::start() else { return };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let pace = redis.pace(5, Duration::from_secs(60));
    let _held = pace.admit(&clock).await;
    for _ in 0..20 {
        let waiter = pace.admit(&clock);
        // Too short for a turn, sometimes long enough for the store.
        drop(tokio::time::timeout(Duration::from_micros(300), waiter).await);
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    let left = tokio::time::timeout(Duration::from_secs(30), pace.admit(&clock));
    assert!(left.await.is_ok());
}

#[test]
fn invalid_url_is_an_error_without_the_url() {
    for url in [
        "redis://user:s3cret-password@host:port",
        "http://s3cret",
        "",
    ] {
        let error = RedisPace::open(url).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(!text.contains("s3cret"), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// Wherever a window begins, it sees no more calls than the limit, however long calls take and
    /// however many processes there are.
    #[test]
    fn no_window_sees_more_than_the_limit(
        calls in 3_usize..12,
        processes in 1_usize..4,
        durations in prop::collection::vec(0_u64..60, 40),
    ) {
        let Some(redis) = Redis::start() else { return Ok(()) };
        let window = Duration::from_millis(150);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let sent = Arc::new(Mutex::new(Vec::new()));
        let next = Arc::new(AtomicUsize::new(0));
        runtime.block_on(async {
            let durations = Arc::new(durations);
            let paces: Vec<_> = (0..processes)
                .map(|_| redis.pace(u32::try_from(calls).unwrap(), window))
                .collect();
            let workers = (0..processes * 4).map(|worker| {
                let (sent, next, durations) = (sent.clone(), next.clone(), durations.clone());
                let pace = paces[worker % processes].clone();
                tokio::spawn(async move {
                    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
                    loop {
                        let index = next.fetch_add(1, Ordering::SeqCst);
                        let Some(duration) = durations.get(index) else { return };
                        let _permit = pace.admit(&clock).await;
                        tokio::time::sleep(Duration::from_millis(*duration)).await;
                        // A server sees a call at some time between its start and its response.
                        sent.lock().unwrap().push(Instant::now());
                    }
                })
            });
            for worker in workers.collect::<Vec<_>>() {
                worker.await.unwrap();
            }
        });
        let mut sent = sent.lock().unwrap().clone();
        sent.sort();
        prop_assert_eq!(sent.len(), 40);
        for seen in sent.windows(calls + 1) {
            let span = seen[calls] - seen[0];
            prop_assert!(span + Duration::from_millis(3) >= window, "{span:?}");
        }
    }
}
