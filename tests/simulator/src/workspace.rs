//! The handle of a simulated workspace: how tests start one, look into it and disturb it.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::exchange::{Ahead, Request};
use crate::seed::Seed;
use crate::server::{Fault, Inner, RateLimit, SecondHost, Shared, serve};
use crate::store::{Collection, ExportFiles, Store};

/// A simulated Intercom workspace on a loopback port.
///
/// Keys of a body and names of a query that the contract does not know are no mistake, but named in the
/// answer's header `x-simulated-unknown-keys` and in [`Request::unknown_keys`].
///
/// It runs on the tokio runtime that started it, and stops when dropped. The drop panics if the
/// host of recordings has seen the token; see [`take_leaks`](Self::take_leaks).
pub struct Workspace {
    shared: Arc<Shared>,
    second_host: SecondHost,
    _stop: oneshot::Sender<()>,
}

/// The time of a workspace, which rate limits and scrolls expire by.
///
/// It runs with the machine's, and a test can move it forward: nobody needs to wait for a window to
/// end. The delays of a [`Fault`] take real time.
#[derive(Clone)]
pub struct WorkspaceClock(Arc<Shared>);

impl WorkspaceClock {
    /// Moves the time of the workspace forward.
    pub fn advance(&self, by: Duration) {
        self.0.lock().store.ahead.0 += by;
    }

    /// Returns how far the time of the workspace is ahead of the machine's.
    pub fn ahead(&self) -> Duration {
        self.0.lock().store.ahead.0
    }
}

impl std::fmt::Debug for WorkspaceClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WorkspaceClock")
            .field("ahead", &self.ahead())
            .finish()
    }
}

/// Settings of a workspace that is about to start.
#[derive(Debug)]
pub struct Builder {
    token: String,
    port: u16,
    seeds: Vec<Seed>,
    rate_limit: (u32, Duration),
    scroll_expiry: Duration,
    keeps_requests: bool,
    log: Option<fn(&Request)>,
}

impl Workspace {
    /// A workspace with the seed [`Seed::example`], a free port and Intercom's limits.
    pub fn builder() -> Builder {
        Builder {
            token: "dG9rOnNpbXVsYXRlZA==".to_owned(),
            port: 0,
            seeds: Vec::new(),
            rate_limit: (10_000, Duration::from_secs(60)),
            scroll_expiry: Duration::from_secs(60),
            keeps_requests: true,
            log: None,
        }
    }

    /// Where the workspace is reached, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// The token it accepts.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// The second host, where recordings are and redirects can lead.
    pub fn second_host(&self) -> &str {
        &self.second_host.url
    }

    /// Every request so far, in the order they were answered.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.lock().requests.clone()
    }

    /// The last request so far.
    pub fn last_request(&self) -> Option<Request> {
        self.shared.lock().requests.last().cloned()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.shared.lock().requests.clear();
    }

    /// What is stored in a collection, such as `contacts`, as the API would answer it.
    ///
    /// The names are those of [`Seed::collections`]; an unknown one has nothing.
    pub fn stored(&self, collection: &str) -> Vec<Value> {
        let Some(collection) = Collection::named(collection) else {
            return Vec::new();
        };
        let inner = self.shared.lock();
        let rows = inner.store.table(collection).rows();
        rows.map(|row| inner.store.show(collection, row)).collect()
    }

    /// How many objects a collection holds.
    pub fn count(&self, collection: &str) -> usize {
        let inner = self.shared.lock();
        Collection::named(collection).map_or(0, |collection| inner.store.table(collection).len())
    }

    /// Lets something go wrong from now on.
    pub fn inject(&self, fault: Fault) {
        self.shared.lock().faults.push(fault);
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        self.shared.lock().faults.clear();
    }

    /// Sets another rate limit, counted from now on.
    pub fn set_rate_limit(&self, calls: u32, window: Duration) {
        let mut inner = self.shared.lock();
        inner.limit = RateLimit::new(calls, window, inner.store.ahead);
    }

    /// Sets what all exports hold from now on.
    pub fn set_exports(&self, files: ExportFiles) {
        self.shared.lock().store.exports = Some(files);
    }

    /// Returns the time of the workspace, to be moved forward.
    pub fn clock(&self) -> WorkspaceClock {
        WorkspaceClock(self.shared.clone())
    }

    /// The paths on which the second host saw the token, which are forgotten then.
    pub fn take_leaks(&self) -> Vec<String> {
        std::mem::take(
            &mut *self
                .second_host
                .leaks
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }
}

impl Builder {
    /// The token to accept, instead of one of its own.
    #[must_use]
    pub fn token(mut self, token: &str) -> Self {
        token.clone_into(&mut self.token);
        self
    }

    /// The port to listen on, instead of any that is free.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// What to store at first, instead of [`Seed::example`]; several seeds add up.
    #[must_use]
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seeds.push(seed);
        self
    }

    /// So many calls in each window, instead of 10,000 a minute.
    #[must_use]
    pub fn rate_limit(mut self, calls: u32, window: Duration) -> Self {
        self.rate_limit = (calls, window);
        self
    }

    /// How long a scroll stays open without a call, instead of a minute.
    #[must_use]
    pub fn scroll_expiry(mut self, expiry: Duration) -> Self {
        self.scroll_expiry = expiry;
        self
    }

    /// Keeps no requests: for a workspace that runs for long.
    #[must_use]
    pub fn forget_requests(mut self) -> Self {
        self.keeps_requests = false;
        self
    }

    /// Called with each request once its answer is known.
    #[must_use]
    pub fn log(mut self, log: fn(&Request)) -> Self {
        self.log = Some(log);
        self
    }

    /// Starts the workspace on the current tokio runtime.
    ///
    /// # Errors
    /// When no port can be opened.
    pub async fn start(self) -> io::Result<Workspace> {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await?;
        let second_host = SecondHost::start(&self.token).await?;
        let mut store = Store::new(self.scroll_expiry);
        store.add_static_data();
        if self.seeds.is_empty() {
            Seed::example().sow(&mut store);
        }
        for seed in self.seeds {
            seed.sow(&mut store);
        }
        let (calls, window) = self.rate_limit;
        let shared = Arc::new(Shared {
            token: self.token,
            base_url: format!("http://{}", listener.local_addr()?),
            second_url: second_host.url.clone(),
            keeps_requests: self.keeps_requests,
            log: self.log,
            inner: Mutex::new(Inner {
                store,
                requests: Vec::new(),
                faults: Vec::new(),
                limit: RateLimit::new(calls, window, Ahead::default()),
                count: 0,
            }),
        });
        let (stop, stopped) = oneshot::channel();
        serve(listener, shared.clone(), stopped);
        Ok(Workspace {
            shared,
            second_host,
            _stop: stop,
        })
    }
}

impl std::fmt::Debug for Workspace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workspace")
            .field("base_url", &self.shared.base_url)
            .finish_non_exhaustive()
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let leaks = self.take_leaks();
        assert!(
            leaks.is_empty() || std::thread::panicking(),
            "the token was sent to another host than the workspace: {leaks:?}"
        );
    }
}
