//! Time, as everything that waits sees it. Programs never need this; tests put a clock of their own
//! into a client and then wait for nothing.

use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

/// A boxed future, as the traits of this crate answer it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Longer waits are a mistake, and would not fit into the arithmetic of times.
pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Tells the time and waits; set by [`ClientBuilder::clock`](struct.ClientBuilder.html#method.clock).
///
/// Retries, the pacer and the polling of jobs wait on it. The time limits of a call that is under
/// way do not: those run on Tokio's timer.
pub trait Clock: Send + Sync + 'static {
    /// A point on a clock that never goes back.
    fn now(&self) -> Instant;

    /// The time of day.
    fn system_time(&self) -> SystemTime;

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}

/// The machine's clock, and Tokio's timer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
