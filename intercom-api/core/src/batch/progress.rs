//! How far many calls are.

use std::fmt;
use std::time::{Duration, Instant};

/// How far the calls of a [`RunAll`](crate::RunAll) are; at its end, the summary.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RunProgress {
    /// Total number of calls, if the source has a known length.
    pub total: Option<usize>,
    /// Calls that were started.
    pub started: usize,
    /// Calls that returned a value.
    pub succeeded: usize,
    /// Calls that returned an error.
    pub failed: usize,
    /// Whether errors ended it before all calls were started.
    pub is_stopped: bool,
    /// Time since it was made, when a call last finished.
    pub elapsed: Duration,
    began: Instant,
}

impl RunProgress {
    pub(super) fn new(total: Option<usize>, began: Instant) -> Self {
        Self {
            total,
            started: 0,
            succeeded: 0,
            failed: 0,
            is_stopped: false,
            elapsed: Duration::ZERO,
            began,
        }
    }

    pub(super) fn measure(&mut self, now: Instant) {
        self.elapsed = now.saturating_duration_since(self.began);
    }

    /// Returns how many calls have finished.
    pub fn finished(&self) -> usize {
        self.succeeded + self.failed
    }

    /// Returns how many calls are under way.
    pub fn in_flight(&self) -> usize {
        self.started - self.finished()
    }

    /// Returns how many calls finish per second.
    pub fn rate(&self) -> f64 {
        let seconds = self.elapsed.as_secs_f64();
        if seconds == 0.0 {
            return 0.0;
        }
        let finished = u32::try_from(self.finished()).unwrap_or(u32::MAX);
        f64::from(finished) / seconds
    }
}

impl fmt::Display for RunProgress {
    /// Writes a line such as `120 of 500 calls, 3 failed, 24.0 per second`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.finished())?;
        if let Some(total) = self.total {
            write!(f, " of {total}")?;
        }
        let rate = self.rate();
        write!(f, " calls, {} failed, {rate:.1} per second", self.failed)?;
        if self.is_stopped {
            f.write_str(", stopped")?;
        }
        Ok(())
    }
}
