//! The pacer: calls wait here for their turn, so that the rate limit is kept instead of hit.

use std::any::Any;
use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use tokio::sync::{Mutex as Turnstile, Notify};

use super::clock::{BoxFuture, Clock, DAY, pause};

/// How long a response can delay all calls: then one is sent to check, because a header may be
/// wrong.
const LONGEST_CLOSED: Duration = Duration::from_secs(60);

/// Decides when calls are sent; set by [`ClientBuilder::pace`](struct.ClientBuilder.html#method.pace).
///
/// [`Pace`] does it for one process. Where several processes share a workspace's limit, implement
/// this on a store that they share: count in [`admit`](Self::admit), and let
/// [`observe`](Self::observe) close the gate for all of them.
pub trait Pacer: Send + Sync + 'static {
    /// Waits for the turn of one attempt of a call. The permit is held until its response is read,
    /// and dropped early when the call is canceled.
    ///
    /// The future itself may be dropped at any time: a waiter that leaves must not take a turn. It
    /// counts towards the call's time limit. If the store cannot be reached, let calls pass instead
    /// of holding all of them.
    fn admit<'a>(&'a self, clock: &'a Arc<dyn Clock>) -> BoxFuture<'a, Permit>;

    /// Receives what each response reports about the rate limit. It should return at once.
    fn observe(&self, seen: &Observation, clock: &Arc<dyn Clock>);
}

/// What a response reports about the rate limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Observation {
    /// Calls allowed in a window.
    pub limit: Option<u64>,
    /// Calls left in the current window.
    pub remaining: Option<u64>,
    /// Time until the next window, or until the server takes calls again.
    pub resets_in: Option<Duration>,
    /// Whether the call was refused with 429.
    pub refused: bool,
}

/// The right to send one call.
#[derive(Default)]
pub struct Permit(Option<Box<dyn Any + Send>>);

impl Permit {
    /// Creates a permit that drops `guard` when the call has ended.
    pub fn new(guard: impl Any + Send) -> Self {
        Self(Some(Box::new(guard)))
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit")
            .field("guarded", &self.0.is_some())
            .finish()
    }
}

/// Keeps the calls of one process within a number of calls in each window of time.
///
/// Calls are spread over the window, in the order in which they were made. Wherever the server's
/// windows begin, none of them has more calls than the limit: a call counts from when it is sent
/// until a whole window after its response. When a response reports that nothing remains, because
/// others use the workspace too, or refuses a call, all wait for the next window, a minute at most.
///
/// A response that names a smaller limit lowers the pace for one window. As long as responses name
/// it, the pace stays there; then the configured limit applies again. A limit of 0 is ignored.
///
#[doc = example!()]
/// use std::time::Duration;
/// use intercom_api::{Client, Pace};
///
/// # fn main() -> Result<(), intercom_api::Error> {
/// let intercom = Client::builder()
///     .token("dG9rOjEyMw==")
///     .pace(Pace::per_window(500, Duration::from_secs(10)).max_in_flight(20))
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Pace {
    state: Arc<Mutex<State>>,
    /// One waiter at a time looks for its turn; the others queue up for that, in order.
    turnstile: Arc<Turnstile<()>>,
    /// A call has ended.
    ended: Arc<Notify>,
}

impl Pace {
    /// Allows at most `calls` (at least 1) in each `window` (at most a day), and 64 of them in
    /// flight. Clones share them.
    pub fn per_window(calls: u32, window: Duration) -> Self {
        let state = State {
            ceiling: usize::try_from(calls.max(1)).unwrap_or(usize::MAX),
            lowered: None,
            window: window.min(DAY),
            max_in_flight: 64,
            in_flight: 0,
            ended: VecDeque::new(),
            due: None,
            closed_until: None,
        };
        Self {
            state: Arc::new(Mutex::new(state)),
            turnstile: Arc::new(Turnstile::new(())),
            ended: Arc::new(Notify::new()),
        }
    }

    /// Sets how many calls may be under way at the same time (at least 1). A
    /// [`Download`](crate::Download) counts until its first byte.
    #[must_use]
    pub fn max_in_flight(self, calls: usize) -> Self {
        self.lock().max_in_flight = calls.max(1);
        self
    }

    /// Sets another limit. Calls that were made count as before.
    #[cfg(feature = "redis")]
    pub(crate) fn set_limit(&self, calls: u32, window: Duration) {
        let mut state = self.lock();
        state.ceiling = usize::try_from(calls.max(1)).unwrap_or(usize::MAX);
        state.window = window.min(DAY);
    }

    /// Counts a call that something else has admitted.
    #[cfg(feature = "redis")]
    pub(crate) fn count(&self, clock: &Arc<dyn Clock>) -> Permit {
        self.lock().in_flight += 1;
        Permit::new(Slot {
            pace: self.clone(),
            clock: Arc::clone(clock),
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Pace {
    /// Intercom's limit of an app: 10,000 calls a minute, which it counts in windows of 10
    /// seconds.
    fn default() -> Self {
        Self::per_window(1_666, Duration::from_secs(10))
    }
}

impl Pacer for Pace {
    fn admit<'a>(&'a self, clock: &'a Arc<dyn Clock>) -> BoxFuture<'a, Permit> {
        Box::pin(async move {
            let _turn = self.turnstile.lock().await;
            let mut early = 0;
            loop {
                let turn = self.lock().turn(clock.now());
                match turn {
                    Turn::Now => break,
                    Turn::In(wait) => pause(&**clock, wait, &mut early).await,
                    Turn::AfterAnother(None) => self.ended.notified().await,
                    Turn::AfterAnother(Some(wait)) => {
                        let ended = pin!(self.ended.notified());
                        first_of(ended, pin!(pause(&**clock, wait, &mut early))).await;
                    }
                }
            }
            Permit::new(Slot {
                pace: self.clone(),
                clock: Arc::clone(clock),
            })
        })
    }

    fn observe(&self, seen: &Observation, clock: &Arc<dyn Clock>) {
        self.lock().observe(seen, clock.now());
    }
}

impl fmt::Debug for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("Pace")
            .field("calls", &state.ceiling)
            .field("lowered_to", &state.lowered.map(|(calls, _)| calls))
            .field("window", &state.window)
            .field("max_in_flight", &state.max_in_flight)
            .field("in_flight", &state.in_flight)
            .finish_non_exhaustive()
    }
}

/// A call that is under way.
struct Slot {
    pace: Pace,
    clock: Arc<dyn Clock>,
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.pace.lock().end(self.clock.now());
        self.pace.ended.notify_one();
    }
}

/// When the next call may be sent.
#[derive(Debug, PartialEq, Eq)]
enum Turn {
    Now,
    In(Duration),
    /// When a call that is under way has ended, or after this time, when the limit rises.
    AfterAnother(Option<Duration>),
}

/// Waits for one of two futures.
async fn first_of(
    mut one: Pin<&mut impl Future<Output = ()>>,
    mut other: Pin<&mut impl Future<Output = ()>>,
) {
    poll_fn(|cx| {
        if one.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        other.as_mut().poll(cx)
    })
    .await;
}

struct State {
    /// The limit that was configured.
    ceiling: usize,
    /// A smaller limit that a response named, and until when it counts.
    lowered: Option<(usize, Instant)>,
    window: Duration,
    max_in_flight: usize,
    in_flight: usize,
    /// When the calls ended that still count, the oldest first.
    ended: VecDeque<Instant>,
    /// When the next call would be due if calls were evenly spread.
    due: Option<Instant>,
    closed_until: Option<Instant>,
}

impl State {
    /// Takes a turn if there is one.
    fn turn(&mut self, now: Instant) -> Turn {
        let counts = |ended: &Instant| now.saturating_duration_since(*ended) < self.window;
        while self.ended.front().is_some_and(|ended| !counts(ended)) {
            self.ended.pop_front();
        }
        if let Some(wait) = self.closed_until.and_then(|until| until_then(until, now)) {
            return Turn::In(wait);
        }
        if self.in_flight >= self.max_in_flight {
            return Turn::AfterAnother(None);
        }
        let (calls, until_raised) = self.limit(now);
        if self.in_flight + self.ended.len() >= calls {
            let oldest = self.ended.front();
            let until_freed =
                oldest.map(|oldest| until_then(*oldest + self.window, now).unwrap_or_default());
            return match (until_freed, until_raised) {
                (Some(freed), Some(raised)) => Turn::In(freed.min(raised)),
                (Some(freed), None) => Turn::In(freed),
                (None, raised) => Turn::AfterAnother(raised),
            };
        }
        // A tenth of the window may be used at once, so that a few calls never wait.
        let calls = u32::try_from(calls).unwrap_or(u32::MAX);
        let due = self.due.unwrap_or(now).max(now);
        if let Some(wait) = until_then(due, now + self.window / 10) {
            return Turn::In(until_raised.map_or(wait, |raised| raised.min(wait)));
        }
        self.due = Some(due + self.window / calls);
        self.in_flight += 1;
        Turn::Now
    }

    fn end(&mut self, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.ended.push_back(now);
    }

    /// Returns how many calls a window takes now, and when that becomes more.
    fn limit(&mut self, now: Instant) -> (usize, Option<Duration>) {
        if let Some((calls, until)) = self.lowered {
            if let Some(left) = until_then(until, now) {
                return (calls, Some(left));
            }
            self.lowered = None;
            // What was due by the smaller limit is due by the other one.
            self.due = self.due.map(|due| due.min(now + self.window / 10));
        }
        (self.ceiling, None)
    }

    fn observe(&mut self, seen: &Observation, now: Instant) {
        // A server that takes no calls at all would not have processed this one.
        let is_absurd = seen.limit == Some(0);
        let limit = seen.limit.and_then(|limit| usize::try_from(limit).ok());
        if let Some(limit) = limit.filter(|limit| !is_absurd && *limit < self.ceiling) {
            let (known, _) = self.limit(now);
            // A larger limit among smaller ones counts when the smaller ones are no longer
            // reported.
            if limit <= known {
                self.lowered = Some((limit, now + self.window));
            }
        }
        if seen.refused || (seen.remaining == Some(0) && !is_absurd) {
            let wait = seen.resets_in.unwrap_or(Duration::from_secs(1));
            let until = now.checked_add(wait.min(LONGEST_CLOSED));
            self.closed_until = self.closed_until.max(until);
        }
    }
}

/// The time from `now` until `then`, if that is later.
fn until_then(then: Instant, now: Instant) -> Option<Duration> {
    then.checked_duration_since(now)
        .filter(|wait| !wait.is_zero())
}

#[cfg(test)]
mod tests;
