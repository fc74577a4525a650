//! The handle of a simulated workspace: how tests start one, inspect it and inject faults.

mod clock;
mod replay;

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
use crate::store::{Calendar, Collection, Edits, ExportFiles, Store};
use crate::webhooks::{Delivery, Order, Subscription, Webhooks};

/// A simulated Intercom workspace on a loopback port.
///
/// Keys of a body and names of a query that the contract does not have are not mistakes, but are
/// listed in the response header `x-simulated-unknown-keys` and in [`Request::unknown_keys`].
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
    time_zone: String,
    search_delay: Duration,
    keeps_requests: bool,
    log: Option<fn(&Request)>,
    webhooks: Vec<(String, String)>,
    webhook_order: Order,
    replay: Option<std::path::PathBuf>,
}

impl Workspace {
    /// Starts building a workspace, by default with the seed [`Seed::example`], a free port and
    /// Intercom's limits.
    pub fn builder() -> Builder {
        Builder {
            token: "dG9rOnNpbXVsYXRlZA==".to_owned(),
            port: 0,
            seeds: Vec::new(),
            rate_limit: (10_000, Duration::from_secs(60)),
            scroll_expiry: Duration::from_secs(60),
            clock_at: None,
            time_zone: "UTC0".to_owned(),
            search_delay: Duration::ZERO,
            keeps_requests: true,
            log: None,
            webhooks: Vec::new(),
            webhook_order: Order::default(),
            replay: None,
        }
    }

    /// Returns the URL of the workspace, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// Returns the token that it accepts.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// Returns the URL of the second host, which has recordings and can be the target of redirects.
    pub fn second_host(&self) -> &str {
        &self.second_host.url
    }

    /// Returns every request so far, in the order of their responses.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.lock().requests.clone()
    }

    /// Returns the last request so far.
    pub fn last_request(&self) -> Option<Request> {
        self.shared.lock().requests.last().cloned()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.shared.lock().requests.clear();
    }

    /// Returns the objects of a collection, such as `contacts`, as the API returns them.
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

    /// Returns the number of objects in a collection.
    pub fn count(&self, collection: &str) -> usize {
        let inner = self.shared.lock();
        Collection::named(collection).map_or(0, |collection| inner.store.table(collection).len())
    }

    /// Changes what is stored, without a request.
    pub fn edit<T>(&self, edit: impl FnOnce(&mut Edits<'_>) -> T) -> T {
        edit(&mut Edits(&mut self.shared.lock().store))
    }

    /// Changes what is stored while a program works: `edit` is called before each request is carried
    /// out. It replaces the one before.
    pub fn meanwhile(&self, edit: impl FnMut(&Request, &mut Edits<'_>) + Send + 'static) {
        self.shared.lock().meanwhile = Some(Box::new(edit));
    }

    /// Injects a fault from now on.
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

    /// Sets what all exports hold from now on.
    pub fn set_exports(&self, files: ExportFiles) {
        self.shared.lock().store.exports = Some(files);
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

    /// Returns the paths at which the second host received the token, and forgets them.
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
    /// Sets the token to accept. Defaults to a fixed one.
    #[must_use]
    pub fn token(mut self, token: &str) -> Self {
        token.clone_into(&mut self.token);
        self
    }

    /// Sets the port to listen on. Defaults to a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Adds objects to store at first. Defaults to [`Seed::example`].
    #[must_use]
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seeds.push(seed);
        self
    }

    /// Sets the number of calls in each window. Defaults to 10,000 a minute.
    #[must_use]
    pub fn rate_limit(mut self, calls: u32, window: Duration) -> Self {
        self.rate_limit = (calls, window);
        self
    }

    /// Sets how long a scroll stays open without a call. Defaults to a minute.
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

    /// The time zone in which the days of searches begin, as POSIX writes it in `TZ`:
    /// `EST5EDT,M3.2.0,M11.1.0` or `<+14>-14`. UTC by default.
    #[must_use]
    pub fn time_zone(mut self, zone: &str) -> Self {
        zone.clone_into(&mut self.time_zone);
        self
    }

    /// How long searches lag behind what is stored, in whole seconds: a new object is not found, and a
    /// changed one is found and sorted by its former `updated_at`. Seeds are found at once.
    #[must_use]
    pub fn search_delay(mut self, delay: Duration) -> Self {
        self.search_delay = delay;
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

    /// Does not keep requests, for a workspace that runs for long.
    #[must_use]
    pub fn forget_requests(mut self) -> Self {
        self.keeps_requests = false;
        self
    }

    /// Calls a function with each request once its response is known.
    #[must_use]
    pub fn log(mut self, log: fn(&Request)) -> Self {
        self.log = Some(log);
        self
    }

    /// Starts the workspace on the current tokio runtime.
    ///
    /// # Errors
    /// No port can be opened, or the time zone is not valid.
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
        store.calendar = Calendar::parse(&self.time_zone)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "invalid time zone"))?;
        store.search_delay = i64::try_from(self.search_delay.as_secs()).unwrap_or(i64::MAX);
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
        let replay = self.replay.as_deref().map(crate::replay::Replay::open);
        let shared = Arc::new(Shared {
            replay: replay.transpose()?,
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
                meanwhile: None,
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
