//! The settings of a workspace, and how it starts.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot};
use url::Url;

use super::Workspace;
use crate::contract::{Contract, ContractError};
use crate::exchange::{Clock, Request};
use crate::replay::Replay;
use crate::seed::Seed;
use crate::server::{Inner, RateLimit, SecondHost, Shared, listen, serve};
use crate::store::{Calendar, Store};
use crate::webhooks::{Order, Subscription, Webhooks};

/// The settings of a workspace that is about to start; returned by [`Workspace::builder`].
#[derive(Debug)]
#[must_use = "a builder does nothing until `start` is called"]
pub struct Builder {
    token: String,
    address: IpAddr,
    port: u16,
    second_port: u16,
    contract: Result<Contract, ContractError>,
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
    pub(super) replay: Option<std::path::PathBuf>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            token: "dG9rOnNpbXVsYXRlZA==".to_owned(),
            address: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            second_port: 0,
            contract: Ok(Contract::default()),
            seeds: Vec::new(),
            rate_limit: (10_000, Duration::from_secs(60)),
            scroll_expiry: Duration::from_secs(60),
            clock_at: None,
            time_zone: "UTC".to_owned(),
            search_delay: Duration::ZERO,
            keeps_requests: true,
            log: None,
            webhooks: Vec::new(),
            webhook_order: Order::default(),
            replay: None,
        }
    }
}

impl Builder {
    /// Sets the token to accept. Defaults to a fixed one.
    pub fn token(mut self, token: &str) -> Self {
        token.clone_into(&mut self.token);
        self
    }

    /// Sets the address to listen on. Defaults to 127.0.0.1, which only programs on this machine
    /// reach. A container needs 0.0.0.0.
    pub fn address(mut self, address: impl Into<IpAddr>) -> Self {
        self.address = address.into();
        self
    }

    /// Sets the port to listen on. Defaults to a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the port of the [second host](Workspace::second_host), which has recordings of calls.
    /// Defaults to a free one.
    pub fn second_port(mut self, port: u16) -> Self {
        self.second_port = port;
        self
    }

    /// Sets the contract to implement. Defaults to the built-in one of the version that the
    /// crate is made for.
    pub fn contract(mut self, contract: Contract) -> Self {
        self.contract = Ok(contract);
        self
    }

    /// Sets the built-in contract to implement, by its version: one of [`Contract::versions`].
    /// Another version makes [`start`](Self::start) fail.
    pub fn api_version(mut self, version: &str) -> Self {
        self.contract = Contract::built_in(version);
        self
    }

    /// Adds objects to store at first. Defaults to [`Seed::example`].
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seeds.push(seed);
        self
    }

    /// Sets the number of calls in each window. Defaults to 10,000 a minute.
    pub fn rate_limit(mut self, calls: u32, window: Duration) -> Self {
        self.rate_limit = (calls, window);
        self
    }

    /// Sets how long a scroll stays open without a call. Defaults to a minute.
    pub fn scroll_expiry(mut self, expiry: Duration) -> Self {
        self.scroll_expiry = expiry;
        self
    }

    /// Sets the time of day to begin with, in Unix seconds. The clock of the workspace then stands
    /// still until a test moves it; see [`Workspace::clock`].
    pub fn clock_at(mut self, unix_seconds: i64) -> Self {
        self.clock_at = Some(unix_seconds);
        self
    }

    /// Sets the time zone in which the days of searches begin. Defaults to UTC.
    ///
    /// The zone has a name, such as `Europe/Dublin`, which is looked up on this machine, or the form
    /// that POSIX has for `TZ`, such as `EST5EDT,M3.2.0,M11.1.0` or `<+14>-14`.
    pub fn time_zone(mut self, zone: &str) -> Self {
        zone.clone_into(&mut self.time_zone);
        self
    }

    /// Sets how long searches lag behind what is stored, in whole seconds: a new object is not found,
    /// and a changed one is found and sorted by its former `updated_at`. Seeds are found at once.
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
    pub fn webhook(mut self, url: &str, secret: &str) -> Self {
        self.webhooks.push((url.to_owned(), secret.to_owned()));
        self
    }

    /// Holds each webhook back for up to 100 milliseconds, so that they arrive in another order.
    pub fn shuffled_webhooks(mut self) -> Self {
        self.webhook_order.is_shuffled = true;
        self
    }

    /// Sends each webhook twice.
    pub fn duplicated_webhooks(mut self) -> Self {
        self.webhook_order.is_duplicated = true;
        self
    }

    /// Does not keep requests, for a workspace that runs for long.
    pub fn forget_requests(mut self) -> Self {
        self.keeps_requests = false;
        self
    }

    /// Calls a function with each request once its response is known.
    pub fn log(mut self, log: fn(&Request)) -> Self {
        self.log = Some(log);
        self
    }

    /// Starts the workspace on the current tokio runtime.
    ///
    /// # Errors
    /// A setting is not valid, which is an error of the kind
    /// [`InvalidInput`](io::ErrorKind::InvalidInput): a [`SeedError`](crate::SeedError), a
    /// [`ContractError`], or a token, time zone or address of a webhook. No port can be opened.
    pub async fn start(self) -> io::Result<Workspace> {
        let contract = self.contract.map_err(invalid)?;
        if self.token.is_empty() || !self.token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(invalid(
                "the token must have visible ASCII characters only, and at least one",
            ));
        }
        let clock = self.clock_at.map_or_else(Clock::running, Clock::standing);
        let mut store = Store::new(clock, self.scroll_expiry);
        store.add_static_data();
        if self.seeds.is_empty() {
            Seed::example().sow(&mut store).map_err(invalid)?;
        }
        for seed in self.seeds {
            seed.sow(&mut store).map_err(invalid)?;
        }
        store.calendar = Calendar::parse(&self.time_zone).ok_or_else(|| {
            invalid(format!(
                "unknown time zone `{}`; use a name such as `Europe/Dublin`, or the form of POSIX such as \
                 `EST5EDT,M3.2.0,M11.1.0`",
                self.time_zone.escape_debug()
            ))
        })?;
        store.search_delay = i64::try_from(self.search_delay.as_secs()).unwrap_or(i64::MAX);
        let subscriptions = subscriptions(self.webhooks)?;
        let replay = self.replay.as_deref().map(Replay::open).transpose()?;

        let listener = listen((self.address, self.port).into()).await?;
        let second = (self.address, self.second_port).into();
        let second_host = SecondHost::start(second, &self.token).await?;
        let (calls, window) = self.rate_limit;
        let shared = Arc::new(Shared {
            token: self.token,
            base_url: base_url(&listener)?,
            second_port: second_host.port,
            contract,
            keeps_requests: self.keeps_requests,
            log: self.log,
            replay,
            webhooks: Arc::new(Webhooks::new(subscriptions, self.webhook_order)),
            moved: Notify::new(),
            epoch: Instant::now(),
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
            second_url: shared.second_url(),
            shared,
            second_host,
            _stop: stop,
        })
    }
}

/// The URL by which programs on this machine reach a server.
fn base_url(listener: &TcpListener) -> io::Result<String> {
    let address = listener.local_addr()?;
    let here = match address.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
    };
    Ok(format!("http://{}", SocketAddr::new(here, address.port())))
}

fn subscriptions(webhooks: Vec<(String, String)>) -> io::Result<Vec<Subscription>> {
    let subscription = |(url, secret): (String, String)| {
        let url = Url::parse(&url)
            .map_err(|error| invalid(format!("the address of a webhook is not a URL: {error}")))?;
        if url.scheme() != "http" {
            return Err(invalid("webhooks can be sent to http addresses only"));
        }
        Ok(Subscription { url, secret })
    };
    webhooks.into_iter().map(subscription).collect()
}

fn invalid(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, error)
}
