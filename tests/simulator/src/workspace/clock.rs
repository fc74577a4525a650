//! The time of a workspace, as tests hold it.

use std::sync::Arc;
use std::time::Duration;
#[cfg(feature = "client")]
use std::time::{Instant, SystemTime, UNIX_EPOCH};

#[cfg(feature = "client")]
use intercom_core::BoxFuture;

use crate::server::Shared;

/// The time of a workspace, by which everything in it goes: rate limits and scrolls, `created_at` and
/// `updated_at`, delays of the search, expiry dates, and the header `Date`.
///
/// It runs with the machine's, unless [`Builder::clock_at`](super::Builder::clock_at) or
/// [`stop`](Self::stop) lets it stand still. A test can move it in either case, so that nobody needs
/// to wait for a window to end. The delays of a [`Fault`](crate::Fault) take real time.
///
/// # As the clock of a client
///
/// The client that `Workspace::client` returns waits by this clock, between attempts and for the rate
/// limit. While the clock runs, a wait takes real time, and ends early when a test moves the clock.
/// While the clock stands still, a wait moves it forward and takes no time.
#[derive(Clone)]
pub struct WorkspaceClock(pub(super) Arc<Shared>);

impl WorkspaceClock {
    /// Returns the time of day in Unix seconds.
    pub fn now(&self) -> i64 {
        self.0.lock().store.clock.unix_seconds()
    }

    /// Sets the time of day in Unix seconds. A later time lets the time between pass; an earlier one
    /// turns the clock back, and what expires after a while is not affected.
    pub fn set(&self, unix_seconds: i64) {
        self.0.lock().store.clock.set(unix_seconds);
        self.0.moved.notify_waiters();
    }

    /// Moves the time forward.
    pub fn advance(&self, by: Duration) {
        self.0.lock().store.clock.advance(by);
        self.0.moved.notify_waiters();
    }

    /// Lets the time stand still from now on, so that only tests move it.
    pub fn stop(&self) {
        self.0.lock().store.clock.stop();
        self.0.moved.notify_waiters();
    }

    /// Returns how far tests have moved the time forward. Of a clock that runs, this is how far it is
    /// ahead of the machine's.
    pub fn ahead(&self) -> Duration {
        self.0.lock().store.clock.moved()
    }
}

#[cfg(feature = "client")]
#[cfg_attr(docsrs, doc(cfg(feature = "client")))]
impl intercom_core::Clock for WorkspaceClock {
    fn now(&self) -> Instant {
        let clock = self.0.lock().store.clock;
        let now = self.0.epoch.checked_add(clock.moment().elapsed());
        now.unwrap_or(self.0.epoch)
    }

    fn system_time(&self) -> SystemTime {
        let clock = self.0.lock().store.clock;
        UNIX_EPOCH
            .checked_add(clock.unix_time())
            .unwrap_or(UNIX_EPOCH)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        let until = self.0.lock().store.clock.moment().after(duration);
        Box::pin(async move {
            // Created before the clock is read, so that no movement is missed.
            let moved = std::pin::pin!(self.0.moved.notified());
            let (left, is_running) = {
                let clock = &mut self.0.lock().store.clock;
                let left = until.since(clock.moment());
                if !clock.is_running() {
                    clock.advance(left);
                }
                (left, clock.is_running())
            };
            if is_running {
                let timer = std::pin::pin!(tokio::time::sleep(left));
                futures_util::future::select(timer, moved).await;
            } else {
                self.0.moved.notify_waiters();
                tokio::task::yield_now().await;
            }
        })
    }
}

impl std::fmt::Debug for WorkspaceClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WorkspaceClock")
            .field("now", &self.now())
            .finish()
    }
}
