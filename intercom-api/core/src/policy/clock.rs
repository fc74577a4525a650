//! Time, as everything that waits sees it. Programs never need this; tests put a clock of their own
//! into a client and then wait for nothing.

use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

/// A boxed future, as the traits of this crate return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Longer waits are a mistake, and would not fit into the arithmetic of times.
pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A source of time that can wait; set by
/// [`ClientBuilder::clock`](struct.ClientBuilder.html#method.clock).
///
/// Retries, the pacer and the polling of jobs wait on it. The time limits of a call that is under
/// way do not: those run on Tokio's timer.
pub trait Clock: Send + Sync + 'static {
    /// Returns a point on a clock that never goes back.
    fn now(&self) -> Instant;

    /// Returns the time of day.
    fn system_time(&self) -> SystemTime;

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}

/// Waits until a clock shows a time, or at least yields to other tasks.
///
/// A clock of the program may return early. The first waits are then repeated, so that a test can
/// move its clock by hand; later, Tokio's timer keeps this from using a whole processor.
pub(crate) async fn pause(clock: &dyn Clock, duration: Duration, early: &mut u32) {
    let until = clock.now().checked_add(duration);
    clock.sleep(duration).await;
    if until.is_none_or(|until| clock.now() >= until) {
        *early = 0;
        return;
    }
    *early = early.saturating_add(1);
    if *early > MOST_EARLY {
        tokio::time::sleep(EARLY_PAUSE).await;
    } else {
        tokio::task::yield_now().await;
    }
}

/// How many times in a row a clock may return early before Tokio's timer is used.
const MOST_EARLY: u32 = 16;

/// How long to wait after a clock has returned early too often.
const EARLY_PAUSE: Duration = Duration::from_millis(5);

/// The clock of the machine, and Tokio's timer.
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
