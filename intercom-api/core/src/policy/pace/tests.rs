use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::{Observation, Pace, Pacer, State, Turn};
use crate::policy::clock::{BoxFuture, Clock, DAY};

const WINDOW: Duration = Duration::from_secs(10);

/// Uses the state of a pace as if each call returned at once.
fn with_state<T>(pace: &Pace, run: impl FnOnce(&mut State, Instant) -> T) -> T {
    run(&mut pace.lock(), Instant::now())
}

#[test]
fn a_tenth_at_once_then_evenly() {
    with_state(&Pace::per_window(100, WINDOW), |state, now| {
        for _ in 0..=10 {
            assert_eq!(state.turn(now), Turn::Now);
            state.end(now);
        }
        let tenth_of_a_second = Duration::from_millis(100);
        assert_eq!(state.turn(now), Turn::In(tenth_of_a_second));
        assert_eq!(state.turn(now + tenth_of_a_second), Turn::Now);
        assert_eq!(
            state.turn(now + tenth_of_a_second),
            Turn::In(tenth_of_a_second)
        );
    });
}

#[test]
fn no_window_sees_more_than_the_limit() {
    with_state(&Pace::per_window(50, WINDOW), |state, start| {
        let mut sent = Vec::new();
        let mut now = start;
        for call in 0_u64..500 {
            loop {
                match state.turn(now) {
                    Turn::Now => break,
                    Turn::In(wait) => now += wait,
                    Turn::AfterAnother(_) => panic!("nothing is under way"),
                }
            }
            sent.push(now);
            now += Duration::from_millis(call % 7);
            state.end(now);
            if call % 100 == 99 {
                now += WINDOW * 2;
            }
        }
        for window in sent.windows(51) {
            assert!(window[50] - window[0] >= WINDOW);
        }
    });
}

#[test]
fn calls_in_flight_count_until_a_window_after_their_end() {
    with_state(
        &Pace::per_window(2, WINDOW).max_in_flight(2),
        |state, now| {
            assert_eq!(state.turn(now), Turn::Now);
            assert_eq!(state.turn(now + WINDOW), Turn::Now);
            assert_eq!(state.turn(now + WINDOW * 9), Turn::AfterAnother(None));
            state.end(now + WINDOW * 10);
            assert_eq!(state.turn(now + WINDOW * 10), Turn::In(WINDOW));
            assert_eq!(state.turn(now + WINDOW * 11), Turn::Now);
        },
    );
}

#[test]
fn responses_close_the_gate_and_lower_the_limit() {
    with_state(&Pace::per_window(1_000, WINDOW), |state, now| {
        let mut seen = Observation {
            limit: Some(3),
            remaining: Some(1),
            resets_in: Some(Duration::from_secs(4)),
            refused: false,
        };
        state.observe(&seen, now);
        assert_eq!((state.limit(now).0, state.turn(now)), (3, Turn::Now));
        seen.remaining = Some(0);
        state.observe(&seen, now);
        assert_eq!(state.turn(now), Turn::In(Duration::from_secs(4)));
        let refused = Observation {
            refused: true,
            ..Observation::default()
        };
        // An earlier opening does not take back a later one.
        state.observe(&refused, now);
        assert_eq!(state.turn(now), Turn::In(Duration::from_secs(4)));
        assert_eq!(state.turn(now + Duration::from_secs(4)), Turn::Now);
    });
}

#[test]
fn no_number_delays_calls_forever() {
    for wait in [Duration::from_secs(1_000_000_000), Duration::MAX] {
        with_state(&Pace::per_window(2, Duration::MAX), |state, now| {
            let refused = Observation {
                resets_in: Some(wait),
                refused: true,
                ..Observation::default()
            };
            state.observe(&refused, now);
            let minute = Duration::from_secs(60);
            assert_eq!(state.turn(now), Turn::In(minute));
            assert_eq!(state.turn(now + minute), Turn::Now);
            state.end(now + minute);
            // The window is a day long at most.
            assert!(matches!(state.turn(now + minute), Turn::In(_)));
            assert_eq!(state.turn(now + DAY * 2), Turn::Now);
        });
    }
}

#[test]
fn smaller_limit_lowers_the_pace_for_one_window() {
    with_state(&Pace::per_window(1_000, WINDOW), |state, now| {
        let named = |limit| Observation {
            limit: Some(limit),
            remaining: Some(1),
            ..Observation::default()
        };
        state.observe(&named(2), now);
        // A larger one does not lift it early, nor does it stay longer for that.
        state.observe(&named(500), now + WINDOW / 2);
        assert_eq!(state.limit(now + WINDOW / 2), (2, Some(WINDOW / 2)));
        assert_eq!(state.limit(now + WINDOW), (1_000, None));
        // As long as responses name it, it counts.
        for windows in 1..5 {
            let now = now + WINDOW * windows;
            state.observe(&named(2), now);
            assert_eq!(state.limit(now + WINDOW * 9 / 10).0, 2);
        }
        // All waiting calls can be sent at the configured pace again.
        let later = now + WINDOW * 6;
        for _ in 0..=100 {
            assert_eq!(state.turn(later), Turn::Now);
            state.end(later);
        }
    });
}

#[test]
fn limit_of_zero_is_ignored() {
    with_state(&Pace::per_window(100, WINDOW), |state, now| {
        for remaining in [None, Some(0), Some(7)] {
            let seen = Observation {
                limit: Some(0),
                remaining,
                resets_in: Some(Duration::from_secs(60)),
                refused: false,
            };
            state.observe(&seen, now);
            assert_eq!(
                (state.limit(now), state.turn(now)),
                ((100, None), Turn::Now)
            );
        }
    });
}

#[test]
fn waiter_for_a_call_in_flight_continues_when_the_limit_rises() {
    with_state(&Pace::per_window(100, WINDOW), |state, now| {
        assert_eq!(state.turn(now), Turn::Now);
        let seen = Observation {
            limit: Some(1),
            remaining: Some(1),
            ..Observation::default()
        };
        state.observe(&seen, now);
        assert_eq!(state.turn(now), Turn::AfterAnother(Some(WINDOW)));
        assert_eq!(state.turn(now + WINDOW), Turn::Now);
    });
}

/// A clock that stands still and whose waits end at once.
struct StoppedClock(Instant);

impl Clock for StoppedClock {
    fn now(&self) -> Instant {
        self.0
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn clock_that_returns_early_does_not_block_the_runtime() {
    let pace = Pace::per_window(1, WINDOW);
    let clock: Arc<dyn Clock> = Arc::new(StoppedClock(Instant::now()));
    drop(pace.admit(&clock).await);
    // The second call is due in ten seconds of a clock that never gets there.
    let limit = Duration::from_millis(100);
    let waited = tokio::time::timeout(limit, pace.admit(&clock)).await;
    assert!(waited.is_err());
}
