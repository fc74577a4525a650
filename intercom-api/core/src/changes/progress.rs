//! What each object means to the cursor: decisions without I/O.

/// Where a run begins and ends. All times are Unix seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Everything up to this second was received before the run.
    pub(super) complete_to: Option<i64>,
    /// The present when the run began.
    pub(super) began: i64,
    /// Nothing older is still missing from a search.
    pub(super) settled: i64,
    /// Where a window ends: this second is not part of it.
    pub(super) until: Option<i64>,
    /// Whether the server stated its time, so that `settled` holds for its clock.
    pub(super) is_server_time: bool,
}

/// How many objects in a row that changed after the run began end it, at least.
const MIN_TAIL: u32 = 10;

/// How far a run has come.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    bounds: Bounds,
    is_sorted: bool,
    /// Everything up to this second has been received.
    complete_to: Option<i64>,
    /// The settled time that was seen last.
    last: Option<i64>,
    /// The latest of them.
    latest: Option<i64>,
    /// Since when, by the clock of the run, objects are seen that changed after it began.
    passed: Option<i64>,
    /// How many of them were seen in a row that changed after that, too.
    tail: u32,
    page_size: u32,
}

/// What is to be done with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Give,
    Skip,
    /// The run has caught up with the present: it ends here.
    End,
}

impl Progress {
    /// A run whose objects come in the order of their changes.
    pub(super) fn sorted(bounds: Bounds, page_size: u32) -> Self {
        Self {
            bounds,
            is_sorted: true,
            complete_to: bounds.complete_to,
            last: None,
            latest: None,
            passed: None,
            tail: 0,
            page_size,
        }
    }

    /// A run whose objects come in any order, so that the cursor moves at its end only.
    pub(super) fn unsorted(bounds: Bounds) -> Self {
        Self {
            is_sorted: false,
            ..Self::sorted(bounds, 0)
        }
    }

    /// Everything up to this second has been received.
    pub(super) fn complete_to(&self) -> Option<i64> {
        self.complete_to
    }

    /// Looks at a page before its objects are taken: where they do not come in the order of their
    /// changes, the cursor waits for the end of the run.
    pub(super) fn begin_page(&mut self, times: impl Iterator<Item = Option<i64>>) {
        let settled = self.bounds.settled;
        let times: Vec<i64> = times.flatten().filter(|time| *time <= settled).collect();
        let first = times.first().copied();
        if !times.is_sorted()
            || self
                .last
                .is_some_and(|last| first.is_some_and(|at| at < last))
        {
            self.give_up_order();
        }
    }

    /// Decides about the next object, by the time of its last change.
    pub(super) fn take(&mut self, time: Option<i64>, now: impl Fn() -> i64) -> Verdict {
        let Some(time) = time else {
            return Verdict::Give;
        };
        if time > self.bounds.began && self.is_sorted && self.bounds.until.is_none() {
            let passed = *self.passed.get_or_insert_with(now);
            self.tail = if time > passed { self.tail + 1 } else { 0 };
            if self.tail > self.page_size.max(MIN_TAIL) {
                return Verdict::End;
            }
        } else {
            self.tail = 0;
        }
        if time <= self.bounds.settled {
            self.latest = self.latest.max(Some(time));
        }
        if self.is_sorted && time <= self.bounds.settled {
            if self.last.is_some_and(|last| time < last) {
                self.give_up_order();
            } else {
                self.last = Some(time);
                // Others with the same time may follow.
                self.move_to(time.saturating_sub(1));
            }
        }
        let is_known = self.bounds.complete_to.is_some_and(|to| time <= to);
        let is_beyond = self.bounds.until.is_some_and(|until| time >= until);
        if is_known || is_beyond {
            Verdict::Skip
        } else {
            Verdict::Give
        }
    }

    /// Moves the cursor once the list has come to its end.
    pub(super) fn finish(&mut self) {
        let settled = self.bounds.settled;
        let end = if self.bounds.is_server_time {
            Some(settled)
        } else {
            // By a clock that may be ahead of the server's, nothing is complete but what was seen.
            self.latest
        };
        if let Some(end) = end {
            self.move_to(end);
        }
    }

    fn move_to(&mut self, second: i64) {
        let until = self.bounds.until.unwrap_or(i64::MAX);
        let second = second.min(until.saturating_sub(1));
        if self.complete_to.is_none_or(|to| to < second) {
            self.complete_to = Some(second);
        }
    }

    /// The server does not sort: the cursor goes back to where it was.
    fn give_up_order(&mut self) {
        self.is_sorted = false;
        self.complete_to = self.bounds.complete_to;
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, Progress, Verdict};

    const BOUNDS: Bounds = Bounds {
        complete_to: Some(10),
        began: 100,
        settled: 90,
        until: None,
        is_server_time: true,
    };

    fn take(progress: &mut Progress, time: i64) -> Verdict {
        progress.take(Some(time), || 105)
    }

    #[test]
    fn cursor_stays_before_the_second_of_the_last_object() {
        let mut progress = Progress::sorted(BOUNDS, 2);
        assert_eq!(take(&mut progress, 10), Verdict::Skip);
        assert_eq!(progress.complete_to(), Some(10));
        for (time, complete) in [(20, 19), (20, 19), (21, 20), (90, 89), (91, 89), (100, 89)] {
            assert_eq!(take(&mut progress, time), Verdict::Give);
            assert_eq!(progress.complete_to(), Some(complete), "{time}");
        }
        progress.finish();
        assert_eq!(progress.complete_to(), Some(90));
    }

    #[test]
    fn object_without_a_time_is_given() {
        let mut progress = Progress::sorted(BOUNDS, 2);
        assert_eq!(progress.take(None, || 105), Verdict::Give);
        assert_eq!(progress.complete_to(), Some(10));
    }

    #[test]
    fn unsorted_page_holds_the_cursor_back_until_the_end() {
        let mut progress = Progress::sorted(BOUNDS, 2);
        progress.begin_page([Some(30), Some(20)].into_iter());
        take(&mut progress, 30);
        take(&mut progress, 20);
        assert_eq!(progress.complete_to(), Some(10));
        progress.finish();
        assert_eq!(progress.complete_to(), Some(90));
    }

    #[test]
    fn object_out_of_order_takes_the_cursor_back() {
        let mut progress = Progress::sorted(BOUNDS, 1);
        take(&mut progress, 30);
        assert_eq!(progress.complete_to(), Some(29));
        assert_eq!(take(&mut progress, 20), Verdict::Give);
        assert_eq!(progress.complete_to(), Some(10));
    }

    #[test]
    fn run_ends_when_it_meets_only_what_changed_meanwhile() {
        let mut progress = Progress::sorted(BOUNDS, 1);
        assert_eq!(take(&mut progress, 104), Verdict::Give);
        for _ in 0..10 {
            assert_eq!(take(&mut progress, 106), Verdict::Give);
        }
        assert_eq!(take(&mut progress, 50), Verdict::Give);
        for _ in 0..10 {
            assert_eq!(take(&mut progress, 106), Verdict::Give);
        }
        assert_eq!(take(&mut progress, 106), Verdict::End);
    }

    #[test]
    fn without_the_time_of_the_server_only_what_was_seen_is_complete() {
        let bounds = Bounds {
            is_server_time: false,
            ..BOUNDS
        };
        let mut progress = Progress::sorted(bounds, 1);
        progress.finish();
        assert_eq!(progress.complete_to(), Some(10));
        take(&mut progress, 30);
        progress.finish();
        assert_eq!(progress.complete_to(), Some(30));
    }

    #[test]
    fn window_ends_before_its_end() {
        let bounds = Bounds {
            until: Some(50),
            ..BOUNDS
        };
        let mut progress = Progress::sorted(bounds, 1);
        assert_eq!(take(&mut progress, 49), Verdict::Give);
        assert_eq!(take(&mut progress, 50), Verdict::Skip);
        progress.finish();
        assert_eq!(progress.complete_to(), Some(49));
    }

    #[test]
    fn scroll_moves_the_cursor_at_its_end_only() {
        let mut progress = Progress::unsorted(BOUNDS);
        assert_eq!(take(&mut progress, 9), Verdict::Skip);
        assert_eq!(take(&mut progress, 70), Verdict::Give);
        assert_eq!(progress.complete_to(), Some(10));
        progress.finish();
        assert_eq!(progress.complete_to(), Some(90));
    }
}
