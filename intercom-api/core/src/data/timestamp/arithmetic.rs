//! Sums and differences of times.

use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::time::Duration;

use super::Timestamp;

impl Timestamp {
    /// Returns the time this long from now, by the clock of this machine.
    pub fn from_now(duration: Duration) -> Self {
        Self::now() + duration
    }

    /// Returns the time this long ago, by the clock of this machine.
    pub fn ago(duration: Duration) -> Self {
        Self::now() - duration
    }

    /// Returns the seconds from `earlier` to this time; negative where `earlier` is later.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Returns the time between two times, whichever is the earlier.
    pub const fn abs_diff(self, other: Self) -> Duration {
        Duration::from_secs(self.0.abs_diff(other.0))
    }
}

/// Adds the whole seconds of a duration. The result stops at the last time that 64 bits can hold.
impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add_unsigned(duration.as_secs()))
    }
}

/// Subtracts the whole seconds of a duration. The result stops at the first time that 64 bits can
/// hold.
impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub_unsigned(duration.as_secs()))
    }
}

/// The time from the second to the first; zero where the second is later, as for
/// [`Instant`](std::time::Instant). [`seconds_since`](Timestamp::seconds_since) keeps the sign.
impl Sub for Timestamp {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        if self <= earlier {
            Duration::ZERO
        } else {
            self.abs_diff(earlier)
        }
    }
}

impl AddAssign<Duration> for Timestamp {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

impl SubAssign<Duration> for Timestamp {
    fn sub_assign(&mut self, duration: Duration) {
        *self = *self - duration;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn durations_are_added_and_subtracted_in_whole_seconds() {
        let mut time = Timestamp(1_000);
        assert_eq!(time + HOUR, Timestamp(4_600));
        assert_eq!(time - HOUR, Timestamp(-2_600));
        assert_eq!(time + Duration::from_millis(1_999), Timestamp(1_001));
        time += HOUR;
        time -= Duration::from_secs(600);
        assert_eq!(time, Timestamp(4_000));
    }

    #[test]
    fn sums_beyond_the_range_stop_at_its_ends() {
        assert_eq!(Timestamp(1) + Duration::MAX, Timestamp(i64::MAX));
        assert_eq!(Timestamp(-1) - Duration::MAX, Timestamp(i64::MIN));
        let (first, last) = (Timestamp(i64::MIN), Timestamp(i64::MAX));
        assert_eq!(last - first, Duration::from_secs(u64::MAX));
        assert_eq!(last.seconds_since(first), i64::MAX);
    }

    #[test]
    fn difference_to_a_later_time_is_zero_or_negative() {
        let (early, late) = (Timestamp(10), Timestamp(25));
        assert_eq!(late - early, Duration::from_secs(15));
        assert_eq!(early - late, Duration::ZERO);
        assert_eq!(early.seconds_since(late), -15);
        assert_eq!(early.abs_diff(late), Duration::from_secs(15));
    }
}
