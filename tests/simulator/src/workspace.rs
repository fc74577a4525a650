//! The handle of a simulated workspace: how tests start one, look into it and disturb it.

mod clock;

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use url::Url;

pub use self::clock::WorkspaceClock;
use crate::exchange::{Clock, Request};
use crate::seed::Seed;
use crate::server::{Fault, Inner, RateLimit, SecondHost, Shared, serve};
use crate::store::{Collection, Store};
use crate::webhooks::{Delivery, Order, Subscription, Webhooks};

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
    webhooks: JoinHandle<()>,
    _stop: oneshot::Sender<()>,
}

/// Settings of a workspace that is about to start.
#[derive(Debug)]
pub struct Builder {
    token: String,
    port: u16,
    seeds: Vec<Seed>,
    rate_limit: (u32, Duration),
    scroll_expiry: Duration,
    clock_at: Option<i64>,
    keeps_requests: bool,
    log: Option<fn(&Request)>,
    webhooks: Vec<(String, String)>,
    webhook_order: Order,
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
            clock_at: None,
            keeps_requests: true,
            log: None,
            webhooks: Vec::new(),
            webhook_order: Order::default(),
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
        inner.limit = RateLimit::new(calls, window, inner.store.clock);
    }

    /// Returns the time of the workspace, to be moved forward.
    pub fn clock(&self) -> WorkspaceClock {
        WorkspaceClock(self.shared.clone())
    }

    /// Sends a webhook of any topic, besides those that calls cause.
    pub fn send_webhook(&self, topic: &str, item: &Value) {
        let now = self.clock().now();
        self.shared.webhooks.notify(topic, item, now);
    }

    /// Returns every attempt to deliver a webhook so far, in order.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.shared.webhooks.deliveries()
    }

    /// Returns how many webhooks are being sent, or wait for their first attempt or for another.
    pub fn pending_webhooks(&self) -> usize {
        self.shared.webhooks.pending()
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

    /// The time of day to begin with, in Unix seconds. The clock of the workspace then stands still
    /// until a test moves it; see [`Workspace::clock`].
    #[must_use]
    pub fn clock_at(mut self, unix_seconds: i64) -> Self {
        self.clock_at = Some(unix_seconds);
        self
    }

    /// Notifies an http address of changes, with signatures by this client secret.
    ///
    /// The rules of delivery are those of the platform: a receiver has 5 seconds; after another
    /// status than 2xx, or none, there is one more attempt after a minute of the workspace's time.
    /// 410 ends the subscription. 429 delays the next attempt by a minute, and by twice as long
    /// each time, up to two hours.
    #[must_use]
    pub fn webhook(mut self, url: &str, secret: &str) -> Self {
        self.webhooks.push((url.to_owned(), secret.to_owned()));
        self
    }

    /// Holds each webhook back for up to 100 milliseconds, so that they arrive in another order.
    #[must_use]
    pub fn shuffled_webhooks(mut self) -> Self {
        self.webhook_order.is_shuffled = true;
        self
    }

    /// Sends each webhook twice.
    #[must_use]
    pub fn duplicated_webhooks(mut self) -> Self {
        self.webhook_order.is_duplicated = true;
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
        let clock = self.clock_at.map_or_else(Clock::running, Clock::standing);
        let mut store = Store::new(clock, self.scroll_expiry);
        store.add_static_data();
        if self.seeds.is_empty() {
            Seed::example().sow(&mut store);
        }
        for seed in self.seeds {
            seed.sow(&mut store);
        }
        let subscriptions = self.webhooks.into_iter().map(|(url, secret)| {
            let url = Url::parse(&url).map_err(io::Error::other)?;
            if url.scheme() != "http" {
                let problem = "webhooks can be sent to http addresses only";
                return Err(io::Error::other(problem));
            }
            Ok(Subscription { url, secret })
        });
        let subscriptions = subscriptions.collect::<io::Result<_>>()?;
        let (calls, window) = self.rate_limit;
        let shared = Arc::new(Shared {
            token: self.token,
            base_url: format!("http://{}", listener.local_addr()?),
            second_url: second_host.url.clone(),
            keeps_requests: self.keeps_requests,
            log: self.log,
            webhooks: Arc::new(Webhooks::new(subscriptions, self.webhook_order)),
            inner: Mutex::new(Inner {
                store,
                requests: Vec::new(),
                faults: Vec::new(),
                limit: RateLimit::new(calls, window, clock),
                count: 0,
            }),
        });
        let (stop, stopped) = oneshot::channel();
        serve(listener, shared.clone(), stopped);
        let weak = Arc::downgrade(&shared);
        let clock = move || Some(weak.upgrade()?.lock().store.clock.moment());
        let webhooks = shared.webhooks.clone().run(clock);
        Ok(Workspace {
            webhooks: tokio::spawn(webhooks),
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
        self.webhooks.abort();
        let leaks = self.take_leaks();
        assert!(
            leaks.is_empty() || std::thread::panicking(),
            "the token was sent to another host than the workspace: {leaks:?}"
        );
    }
}
