//! A pace that processes share through Redis.
//!
//! Start at [`RedisPace`]. The decisions are made by scripts in the store, see `store`; this room must
//! not depend on how calls are sent.

mod slot;
mod state;
mod store;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Mutex as Turnstile;

use self::slot::{Pending, Slot};
use self::state::{Mode, State};
use self::store::{Answer, Store};
use crate::error::Error;
use crate::policy::clock::{DAY, pause};
use crate::policy::{BoxFuture, Clock, Observation, Pace, Pacer, Permit};

/// Intercom's limit of an app, in windows of 10 seconds.
const CALLS: u32 = 1_666;

const WINDOW: Duration = Duration::from_secs(10);

/// How many processes share the limit, as long as the store has never told.
const PROCESSES: u32 = 4;

/// Keeps the calls of many processes, on any number of machines, within one limit. They share a Redis
/// store.
///
/// Each process makes its own with the same settings and gives it to
/// [`ClientBuilder::pace`](struct.ClientBuilder.html#method.pace):
///
#[doc = example!()]
/// use std::time::Duration;
/// use intercom_api::{Client, RedisPace};
///
/// # fn main() -> Result<(), intercom_api::Error> {
/// let pace = RedisPace::open("redis://127.0.0.1/")?
///     .name("acme")
///     .per_window(1_666, Duration::from_secs(10))
///     .on_change(|is_degraded| eprintln!("pacing without Redis: {is_degraded}"));
/// let intercom = Client::builder().token("dG9rOjEyMw==").pace(pace).build()?;
/// # Ok(())
/// # }
/// ```
///
/// # Guarantees
///
/// A script in the store admits each call, in one atomic step and by the clock of the store. A call
/// counts from when it is admitted until a whole window after its response, as with [`Pace`]. So
/// wherever Intercom's windows begin, none of them sees more calls than the limit. Calls are spread
/// over the window. A response that names a smaller limit, has no calls left or refuses a call holds
/// for all processes.
///
/// A process that is killed gives its places back after at most two minutes.
///
/// # Without the store
///
/// When the store does not respond within half a second, calls go on: each process keeps to its share
/// of the limit, which is the limit divided by the number of processes. The store counts them; before
/// the first contact, [`processes`](Self::processes) does. Calls that were made before count towards
/// the share. The store is tried again every second, and for one window after its return the share
/// still holds. Each change is reported to [`on_change`](Self::on_change), and logged with the
/// feature `tracing`.
///
/// Clones share everything.
#[derive(Clone)]
pub struct RedisPace {
    shared: Arc<Shared>,
}

struct Shared {
    store: Store,
    settings: Mutex<Settings>,
    state: Mutex<State>,
    /// The calls of this process: counted while the store decides, paced without it.
    local: Pace,
    /// One waiter of a process at a time asks the store; the others queue up, in order.
    turnstile: Turnstile<()>,
}

type OnChange = dyn Fn(bool) + Send + Sync;

#[derive(Clone)]
struct Settings {
    calls: u32,
    window: Duration,
    processes: u32,
    on_change: Option<Arc<OnChange>>,
}

impl RedisPace {
    /// Makes a pace with the store at a URL such as `redis://user:password@host:6379/0`.
    ///
    /// Nothing is sent before the first call. It keeps Intercom's limit of an app, 10,000 calls a
    /// minute in windows of 10 seconds, unless [`per_window`](Self::per_window) sets another.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) when the URL is not valid or needs TLS
    /// (`rediss`), which is not supported.
    pub fn open(url: impl AsRef<str>) -> Result<Self, Error> {
        let store = Store::open(url.as_ref())?;
        let settings = Settings {
            calls: CALLS,
            window: WINDOW,
            processes: PROCESSES,
            on_change: None,
        };
        let local = Pace::per_window(CALLS / PROCESSES, WINDOW).max_in_flight(usize::MAX);
        Ok(Self {
            shared: Arc::new(Shared {
                store,
                settings: Mutex::new(settings),
                state: Mutex::default(),
                local,
                turnstile: Turnstile::new(()),
            }),
        })
    }

    /// Sets the name under which processes share the limit: one for each app of a workspace. Default:
    /// `default`.
    #[must_use]
    pub fn name(self, name: impl AsRef<str>) -> Self {
        self.shared.store.set_name(name.as_ref());
        self
    }

    /// Sets the limit of all processes together: at most `calls` (at least 1) in each `window` (at
    /// most a day).
    #[must_use]
    pub fn per_window(self, calls: u32, window: Duration) -> Self {
        self.set(|settings| {
            settings.calls = calls.max(1);
            settings.window = window.clamp(Duration::from_millis(1), DAY);
        })
    }

    /// Sets how many processes share the limit (at least 1), for a store that is lost before it has
    /// counted them. Default: 4.
    #[must_use]
    pub fn processes(self, processes: u32) -> Self {
        self.set(|settings| settings.processes = processes.max(1))
    }

    /// Calls a function with `true` when the store is lost and the process continues with its share of
    /// the limit, and with `false` when the store is back.
    #[must_use]
    pub fn on_change(self, report: impl Fn(bool) + Send + Sync + 'static) -> Self {
        self.set(|settings| settings.on_change = Some(Arc::new(report)))
    }

    /// Returns whether the store is lost, so that the process keeps to its share of the limit.
    pub fn is_degraded(&self) -> bool {
        self.shared.state().is_lost()
    }

    fn set(self, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = self.shared.settings();
        change(&mut settings);
        self.shared.share(&settings, settings.processes);
        drop(settings);
        self
    }
}

impl Shared {
    fn settings(&self) -> std::sync::MutexGuard<'_, Settings> {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the share of this process.
    fn share(&self, settings: &Settings, processes: u32) {
        let share = settings.calls / processes.max(1);
        self.local.set_limit(share.max(1), settings.window);
    }

    /// Waits for the turn of a call. Returns its place in the store, if it has one, and whether the
    /// share of this process holds.
    async fn turn(self: &Arc<Self>, clock: &Arc<dyn Clock>) -> (Option<Slot>, bool) {
        let mut early = 0;
        loop {
            let settings = self.settings().clone();
            let mode = self.state().mode(clock.now(), settings.window);
            if mode == Mode::Lost {
                return (None, true);
            }
            // Gives the place back if this future is dropped before the response.
            let pending = Pending::new(self);
            match pending.ask(&settings).await {
                Answer::Admitted { processes } => {
                    self.share(&settings, processes);
                    self.found(&settings, clock.now());
                    let slot = pending.into_slot(settings.window);
                    // The mode may have changed with this response.
                    let mode = self.state().mode(clock.now(), settings.window);
                    return (Some(slot), mode != Mode::Stored);
                }
                Answer::Wait(wait) => {
                    pending.forget();
                    self.found(&settings, clock.now());
                    pause(&**clock, wait, &mut early).await;
                }
                Answer::Lost => {
                    drop(pending);
                    self.lost(&settings, clock.now());
                }
            }
        }
    }

    fn found(&self, settings: &Settings, now: Instant) {
        if self.state().found(now) {
            Self::report(settings, false);
        }
    }

    fn lost(&self, settings: &Settings, now: Instant) {
        if self.state().lost(now) {
            Self::report(settings, true);
        }
    }

    fn report(settings: &Settings, is_degraded: bool) {
        #[cfg(feature = "tracing")]
        if is_degraded {
            tracing::warn!("the store of the shared pace is lost; keeping to a share of the limit");
        } else {
            tracing::info!("the store of the shared pace is back");
        }
        if let Some(report) = &settings.on_change {
            report(is_degraded);
        }
    }
}

impl Pacer for RedisPace {
    fn admit<'a>(&'a self, clock: &'a Arc<dyn Clock>) -> BoxFuture<'a, Permit> {
        Box::pin(async move {
            let shared = &self.shared;
            let _turn = shared.turnstile.lock().await;
            let (slot, keeps_share) = shared.turn(clock).await;
            let local = if keeps_share {
                shared.local.admit(clock).await
            } else {
                shared.local.count(clock)
            };
            Permit::new((slot, local))
        })
    }

    fn observe(&self, seen: &Observation, clock: &Arc<dyn Clock>) {
        let shared = &self.shared;
        shared.local.observe(seen, clock);
        let settings = shared.settings().clone();
        let limit = seen.limit.and_then(|limit| u32::try_from(limit).ok());
        let limit = limit.filter(|limit| (1..settings.calls).contains(limit));
        let is_closed = seen.refused || (seen.remaining == Some(0) && seen.limit != Some(0));
        let mut state = shared.state();
        // One process among many need not repeat at every response what all know.
        if state.is_lost() || !(is_closed || state.is_news(limit, clock.now(), settings.window)) {
            return;
        }
        drop(state);
        let closed = is_closed.then(|| seen.resets_in.unwrap_or(Duration::from_secs(1)));
        shared.store.observe(closed, limit, settings.window);
    }
}

impl fmt::Debug for RedisPace {
    /// Shows the limit and the mode, not the URL, which can hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = self.shared.settings();
        f.debug_struct("RedisPace")
            .field("calls", &settings.calls)
            .field("window", &settings.window)
            .field("is_degraded", &self.is_degraded())
            .finish_non_exhaustive()
    }
}
