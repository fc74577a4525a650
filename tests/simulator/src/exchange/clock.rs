//! The time of a workspace: it runs with the machine's or stands still, and a test can move it.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The time of a workspace.
///
/// It has two readings. The steady one only ever moves forward: rate limits, scrolls and delays go
/// by it. The time of day is the steady one plus a distance, which a test can set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    /// Since when the steady reading runs with the machine's; `None` while it stands still.
    running_since: Option<Instant>,
    /// What the steady reading has beside that.
    moved: Duration,
    /// The time of day when the steady reading was zero, in nanoseconds of Unix time.
    began: i128,
}

/// A point in the steady time of a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(Duration);

impl Clock {
    /// Returns a clock that runs with the machine's.
    pub(crate) fn running() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        Self {
            running_since: Some(Instant::now()),
            moved: Duration::ZERO,
            began: nanoseconds(now.unwrap_or_default()),
        }
    }

    /// Returns a clock that stands still at a time in Unix seconds.
    pub(crate) fn standing(unix_seconds: i64) -> Self {
        Self {
            running_since: None,
            moved: Duration::ZERO,
            began: i128::from(unix_seconds) * SECOND,
        }
    }

    /// Returns the present of the workspace.
    pub(crate) fn moment(self) -> Moment {
        let machine = self.running_since.map(|since| since.elapsed());
        Moment(self.moved.saturating_add(machine.unwrap_or_default()))
    }

    /// Returns the present of the workspace in Unix seconds.
    pub(crate) fn unix_seconds(self) -> i64 {
        let now = self.began + nanoseconds(self.moment().0);
        i64::try_from(now.div_euclid(SECOND)).unwrap_or(i64::MAX)
    }

    /// Returns the present of the workspace since the beginning of Unix time; zero before that.
    #[cfg(feature = "client")]
    pub(crate) fn unix_time(self) -> Duration {
        let now = self.began + nanoseconds(self.moment().0);
        Duration::from_nanos(u64::try_from(now.max(0)).unwrap_or(u64::MAX))
    }

    /// Whether the time runs with the machine's.
    #[cfg(feature = "client")]
    pub(crate) fn is_running(self) -> bool {
        self.running_since.is_some()
    }

    /// Moves the time forward.
    pub(crate) fn advance(&mut self, by: Duration) {
        self.moved = self.moved.saturating_add(by);
    }

    /// Sets the time of day. A later one lets the time between pass; an earlier one turns the
    /// clock back, and the steady reading stays.
    pub(crate) fn set(&mut self, unix_seconds: i64) {
        let missing = i128::from(unix_seconds) * SECOND - self.began - nanoseconds(self.moment().0);
        match u64::try_from(missing) {
            Ok(forward) => self.advance(Duration::from_nanos(forward)),
            Err(_) => self.began += missing,
        }
    }

    /// Lets the time stand still from now on.
    pub(crate) fn stop(&mut self) {
        self.moved = self.moment().0;
        self.running_since = None;
    }

    /// Returns how far a test has moved the time forward.
    pub(crate) fn moved(self) -> Duration {
        self.moved
    }
}

const SECOND: i128 = 1_000_000_000;

fn nanoseconds(duration: Duration) -> i128 {
    i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX)
}

impl Moment {
    /// Returns the moment so much later.
    pub(crate) fn after(self, by: Duration) -> Self {
        Self(self.0.saturating_add(by))
    }

    /// Returns how long the workspace has existed.
    #[cfg(feature = "client")]
    pub(crate) fn elapsed(self) -> Duration {
        self.0
    }

    /// Returns how long ago `earlier` was.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}
