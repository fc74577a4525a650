//! Whether a call that failed is sent again, and when: a pure function of the failure.

use std::time::Duration;

use http::StatusCode;

use super::clock::DAY;
use crate::operation::Repeat;

/// How often a failed call is sent, and the waits between its attempts.
///
/// What is repeated is not a matter of taste, so it cannot be set:
///
/// | failure | calls that may be repeated | calls that create |
/// |---|---|---|
/// | cannot connect: refused, unknown host, broken handshake | yes | yes |
/// | cannot connect: invalid certificate, TLS alert, refusing proxy | no | no |
/// | 429 | yes | yes, unless it means that a job is already running |
/// | 408, 500, 502, 503, 504 | yes | no |
/// | the connection broke, a time limit ran out | yes | no |
/// | anything else | no | no |
///
/// A request body that is a stream is never sent twice, whatever the failure.
///
/// The wait is the value of `Retry-After`; after 429 without it, the time until the rate limit
/// resets; otherwise a random part of a time that doubles with each attempt. That is also the least
/// wait in the other cases, because a server may allow calls at once. A wait that does not fit into
/// the [time limit](struct.ClientBuilder.html#method.timeout) of the call is not started: the call
/// fails at once. When the limit ends before the next attempt could be sent, because the
/// [`Pacer`](crate::Pacer) delays it, the call fails with the error of the last attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Retries {
    pub(crate) attempts: u32,
    first: Duration,
    longest: Duration,
}

impl Retries {
    /// Sends each call once.
    pub const fn none() -> Self {
        Self::new().attempts(1)
    }

    /// Returns the default: at most 3 attempts, 0.5 s to 30 s apart.
    pub const fn new() -> Self {
        Self {
            attempts: 3,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(30),
        }
    }

    /// Sets the most attempts of a call, the first one included. 0 counts as 1.
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = if attempts == 0 { 1 } else { attempts };
        self
    }

    /// Sets the longest wait before the second attempt, which doubles with each further one, and
    /// the longest wait of all (a day at most).
    pub const fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// Returns the wait after attempt `number`, from 1; `random` is in 0..1.
    pub(crate) fn wait(self, number: u32, random: f64) -> Duration {
        let doublings = number.saturating_sub(1).min(20);
        let longest = self.longest.min(DAY);
        let most = self.first.saturating_mul(1 << doublings).min(longest);
        most.mul_f64(random.clamp(0.0, 1.0))
    }
}

impl Default for Retries {
    fn default() -> Self {
        Self::new()
    }
}

/// How an attempt failed, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The server returned this status.
    Status(StatusCode),
    /// No response, or not all of it; `sent` is false when the request was certainly not sent.
    Broken { sent: bool },
    /// What would fail again: a request that cannot be built, a response that cannot be read.
    Lasting,
}

/// What a response reports about the wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    /// `Retry-After`, counted from now.
    RetryAfter(Duration),
    /// The time until the rate limit resets.
    Reset(Duration),
}

/// An attempt that failed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempt {
    pub(crate) retries: Retries,
    pub(crate) repeat: Repeat,
    pub(crate) failure: Failure,
    /// 1 for the first attempt.
    pub(crate) number: u32,
    /// What is left of the call's time limit.
    pub(crate) left: Duration,
    pub(crate) hint: Option<Hint>,
    /// In 0..1.
    pub(crate) random: f64,
}

/// What follows a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// The call has failed.
    GiveUp,
    /// The call is sent again after this long.
    Retry(Duration),
}

/// Decides what follows a failed attempt.
pub(crate) fn decide(attempt: &Attempt) -> Decision {
    if attempt.number >= attempt.retries.attempts || !may_pass(attempt.failure, attempt.repeat) {
        return Decision::GiveUp;
    }
    let backoff = attempt.retries.wait(attempt.number, attempt.random);
    let wait = match attempt.hint {
        Some(Hint::RetryAfter(wait)) => wait.max(backoff),
        // All that wait for the reset would call in the same instant.
        Some(Hint::Reset(wait)) => wait.saturating_add(backoff),
        None => backoff,
    };
    if wait < attempt.left {
        Decision::Retry(wait)
    } else {
        Decision::GiveUp
    }
}

/// Whether the same call may succeed a little later and is safe to repeat.
pub(crate) fn may_pass(failure: Failure, repeat: Repeat) -> bool {
    match failure {
        Failure::Broken { sent: false } => true,
        Failure::Status(StatusCode::TOO_MANY_REQUESTS) => repeat != Repeat::OneAtATime,
        Failure::Status(status) => {
            repeat == Repeat::Safe && matches!(status.as_u16(), 408 | 500 | 502 | 503 | 504)
        }
        Failure::Broken { sent: true } => repeat == Repeat::Safe,
        Failure::Lasting => false,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::StatusCode;

    use super::{Attempt, Decision, Failure, Hint, Retries, decide, may_pass};
    use crate::operation::Repeat;
    use crate::policy::clock::DAY;

    const SAFE: Attempt = Attempt {
        retries: Retries::new(),
        repeat: Repeat::Safe,
        failure: Failure::Status(StatusCode::SERVICE_UNAVAILABLE),
        number: 1,
        left: Duration::from_secs(60),
        hint: None,
        random: 1.0,
    };

    fn status(status: u16) -> Failure {
        Failure::Status(StatusCode::from_u16(status).unwrap())
    }

    #[test]
    fn the_table() {
        let all = [Repeat::Safe, Repeat::Once, Repeat::OneAtATime];
        for (failure, expected) in [
            (Failure::Broken { sent: false }, [true, true, true]),
            (Failure::Broken { sent: true }, [true, false, false]),
            (Failure::Lasting, [false, false, false]),
            (status(429), [true, true, false]),
            (status(408), [true, false, false]),
            (status(500), [true, false, false]),
            (status(502), [true, false, false]),
            (status(503), [true, false, false]),
            (status(504), [true, false, false]),
            (status(400), [false, false, false]),
            (status(401), [false, false, false]),
            (status(404), [false, false, false]),
            (status(409), [false, false, false]),
            (status(422), [false, false, false]),
            (status(501), [false, false, false]),
            (status(505), [false, false, false]),
        ] {
            assert_eq!(
                all.map(|repeat| may_pass(failure, repeat)),
                expected,
                "{failure:?}"
            );
        }
    }

    #[test]
    fn attempts_are_counted() {
        for (number, decision) in [
            (1, Decision::Retry(Duration::from_millis(500))),
            (2, Decision::Retry(Duration::from_secs(1))),
            (3, Decision::GiveUp),
            (4, Decision::GiveUp),
        ] {
            assert_eq!(decide(&Attempt { number, ..SAFE }), decision);
        }
        let none = Attempt {
            retries: Retries::none(),
            ..SAFE
        };
        assert_eq!(decide(&none), Decision::GiveUp);
        assert_eq!(Retries::new().attempts(0), Retries::none());
    }

    #[test]
    fn backoff_doubles_up_to_its_longest_and_is_jittered() {
        let waits =
            |random| [1, 2, 3, 6, 7, 8, u32::MAX].map(|number| Retries::new().wait(number, random));
        assert_eq!(
            waits(1.0).map(|wait| wait.as_millis()),
            [500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000]
        );
        assert_eq!(waits(0.0), [Duration::ZERO; 7]);
        assert_eq!(Retries::new().wait(2, 0.25), Duration::from_millis(250));
        let endless = Retries::new().backoff(Duration::MAX, Duration::MAX);
        assert_eq!(endless.wait(u32::MAX, 1.0), DAY);
    }

    #[test]
    fn hints_come_before_backoff() {
        let with = |hint, random| {
            decide(&Attempt {
                failure: status(429),
                hint: Some(hint),
                random,
                ..SAFE
            })
        };
        let seven = Duration::from_secs(7);
        assert_eq!(with(Hint::RetryAfter(seven), 0.7), Decision::Retry(seven));
        let half = Duration::from_millis(500);
        assert_eq!(
            with(Hint::RetryAfter(Duration::ZERO), 1.0),
            Decision::Retry(half)
        );
        assert_eq!(with(Hint::Reset(seven), 0.0), Decision::Retry(seven));
        assert_eq!(
            with(Hint::Reset(seven), 1.0),
            Decision::Retry(seven + Duration::from_millis(500))
        );
    }

    #[test]
    fn a_wait_that_does_not_fit_is_not_begun() {
        let with = |seconds, left| {
            decide(&Attempt {
                hint: Some(Hint::RetryAfter(Duration::from_secs(seconds))),
                left: Duration::from_secs(left),
                ..SAFE
            })
        };
        assert_eq!(with(5, 6), Decision::Retry(Duration::from_secs(5)));
        assert_eq!(with(6, 6), Decision::GiveUp);
        assert_eq!(with(u64::MAX, 60), Decision::GiveUp);
        let hint = Some(Hint::Reset(Duration::MAX));
        assert_eq!(decide(&Attempt { hint, ..SAFE }), Decision::GiveUp);
    }
}
