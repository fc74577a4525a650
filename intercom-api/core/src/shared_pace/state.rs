//! Whether the store decides, and what is known of it. No clock and no network.

use std::time::{Duration, Instant};

/// How long a lost store is left alone.
const PROBE: Duration = Duration::from_secs(1);

/// Who decides about a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// The store.
    Stored,
    /// The store, and the share: the store has just returned, and calls of the time without it are
    /// not counted there.
    Returned,
    /// The share.
    Lost,
    /// The store is tried again.
    Probing,
}

#[derive(Debug, Default)]
pub(super) struct State {
    /// When the store was last tried in vain.
    lost_at: Option<Instant>,
    returned_at: Option<Instant>,
    /// The smaller limit that was last reported, and when.
    reported: Option<(u32, Instant)>,
}

impl State {
    pub(super) fn is_lost(&self) -> bool {
        self.lost_at.is_some()
    }

    pub(super) fn mode(&self, now: Instant, window: Duration) -> Mode {
        let since = |then: Instant| now.saturating_duration_since(then);
        match (self.lost_at, self.returned_at) {
            (Some(lost), _) if since(lost) < PROBE => Mode::Lost,
            (Some(_), _) => Mode::Probing,
            (None, Some(returned)) if since(returned) < window => Mode::Returned,
            (None, _) => Mode::Stored,
        }
    }

    /// The store did not respond. Returns whether that is new.
    pub(super) fn lost(&mut self, now: Instant) -> bool {
        self.lost_at.replace(now).is_none()
    }

    /// The store has responded. Returns whether it is back.
    pub(super) fn found(&mut self, now: Instant) -> bool {
        let is_back = self.lost_at.take().is_some();
        if is_back {
            self.returned_at = Some(now);
        }
        is_back
    }

    /// Returns whether a smaller limit should be reported to the store.
    pub(super) fn is_news(&mut self, limit: Option<u32>, now: Instant, window: Duration) -> bool {
        let Some(limit) = limit else { return false };
        let is_known = self.reported.is_some_and(|(known, at)| {
            known == limit && now.saturating_duration_since(at) < window / 2
        });
        if !is_known {
            self.reported = Some((limit, now));
        }
        !is_known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Duration = Duration::from_secs(10);

    #[test]
    fn store_is_probed_every_second_and_share_holds_for_a_window_after_its_return() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut state = State::default();
        assert_eq!(state.mode(at(0), WINDOW), Mode::Stored);
        assert!(!state.found(at(0)));
        assert!(state.lost(at(1)));
        assert_eq!(state.mode(at(1), WINDOW), Mode::Lost);
        assert_eq!(state.mode(at(2), WINDOW), Mode::Probing);
        assert!(!state.lost(at(2)));
        assert_eq!(state.mode(at(2), WINDOW), Mode::Lost);
        assert!(state.found(at(3)));
        assert_eq!(state.mode(at(12), WINDOW), Mode::Returned);
        assert_eq!(state.mode(at(13), WINDOW), Mode::Stored);
    }

    #[test]
    fn smaller_limit_is_reported_twice_a_window() {
        let start = Instant::now();
        let mut state = State::default();
        assert!(!state.is_news(None, start, WINDOW));
        assert!(state.is_news(Some(5), start, WINDOW));
        assert!(!state.is_news(Some(5), start + WINDOW / 4, WINDOW));
        assert!(state.is_news(Some(4), start + WINDOW / 4, WINDOW));
        assert!(state.is_news(Some(4), start + WINDOW, WINDOW));
    }
}
