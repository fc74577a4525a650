//! The time of a workspace: that of the machine, and what a test has added to it.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How far the time of a workspace is ahead of the machine's.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ahead(pub(crate) Duration);

/// A point in the time of a workspace.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    machine: Instant,
    ahead: Duration,
}

impl Ahead {
    /// Returns the present of the workspace.
    pub(crate) fn moment(self) -> Moment {
        Moment {
            machine: Instant::now(),
            ahead: self.0,
        }
    }

    /// Returns the present of the workspace in Unix seconds.
    pub(crate) fn unix_seconds(self) -> i64 {
        let since = (SystemTime::now() + self.0)
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }
}

impl Moment {
    /// Returns how long ago `earlier` was.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        self.machine.saturating_duration_since(earlier.machine)
            + self.ahead.saturating_sub(earlier.ahead)
    }
}
