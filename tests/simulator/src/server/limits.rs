//! The rate limit of a workspace: a number of calls in each window of time.

use std::time::Duration;

use crate::exchange::{Clock, Moment};

/// Counts calls in windows.
#[derive(Debug)]
pub(crate) struct RateLimit {
    most: u32,
    window: Duration,
    began: Moment,
    used: u32,
}

/// The state of the limit for a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// When the window ends, in Unix seconds.
    pub(crate) reset: i64,
    pub(crate) exceeded: bool,
}

impl RateLimit {
    pub(crate) fn new(most: u32, window: Duration, clock: Clock) -> Self {
        Self {
            most,
            window,
            began: clock.moment(),
            used: 0,
        }
    }

    /// Counts a call.
    pub(crate) fn count(&mut self, clock: Clock) -> Allowance {
        let now = clock.moment();
        if now.since(self.began) >= self.window {
            self.began = now;
            self.used = 0;
        }
        let exceeded = self.used >= self.most;
        self.used = self.used.saturating_add(1);
        let left = self.window.saturating_sub(now.since(self.began));
        Allowance {
            limit: self.most,
            remaining: self.most.saturating_sub(self.used),
            reset: clock.unix_seconds()
                + i64::from(u32::try_from(left.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX)),
            exceeded,
        }
    }
}
