//! The time of a workspace, as tests hold it.

use std::sync::Arc;
use std::time::Duration;

use crate::server::Shared;

/// The time of a workspace, by which everything in it goes: rate limits and scrolls, `created_at` and
/// `updated_at`, delays of the search, expiry dates, and the header `Date`.
///
/// It runs with the machine's, unless [`Builder::clock_at`](super::Builder::clock_at) or
/// [`stop`](Self::stop) lets it stand still. A test can move it in either case, so that nobody needs
/// to wait for a window to end. The delays of a [`Fault`](crate::Fault) take real time.
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
    }

    /// Moves the time forward.
    pub fn advance(&self, by: Duration) {
        self.0.lock().store.clock.advance(by);
    }

    /// Lets the time stand still from now on, so that only tests move it.
    pub fn stop(&self) {
        self.0.lock().store.clock.stop();
    }

    /// Returns how far tests have moved the time forward. Of a clock that runs, this is how far it is
    /// ahead of the machine's.
    pub fn ahead(&self) -> Duration {
        self.0.lock().store.clock.moved()
    }
}

impl std::fmt::Debug for WorkspaceClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WorkspaceClock")
            .field("now", &self.now())
            .finish()
    }
}
