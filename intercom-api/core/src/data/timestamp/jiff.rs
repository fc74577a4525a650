//! [`Timestamp`] from and to the times of `jiff`.

use super::{OutOfRange, Timestamp};

/// Fractions of a second are cut off, towards the past.
#[cfg_attr(docsrs_labels, doc(cfg(feature = "jiff")))]
impl From<jiff::Timestamp> for Timestamp {
    fn from(time: jiff::Timestamp) -> Self {
        let is_before_second = time.subsec_nanosecond() < 0;
        Self(time.as_second() - i64::from(is_before_second))
    }
}

#[cfg_attr(docsrs_labels, doc(cfg(feature = "jiff")))]
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = OutOfRange;

    /// # Errors
    ///
    /// The year is out of range for `jiff`, which ends at 9999.
    fn try_from(time: Timestamp) -> Result<Self, OutOfRange> {
        Self::from_second(time.0).map_err(|_| OutOfRange)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_go_both_ways() {
        for seconds in [0, 1_700_000_000, -1_700_000_000] {
            let time = jiff::Timestamp::try_from(Timestamp(seconds)).unwrap();
            assert_eq!(time.as_second(), seconds);
            assert_eq!(Timestamp::from(time), Timestamp(seconds));
        }
        for (milliseconds, seconds) in [(-1, -1), (-1000, -1), (-1001, -2), (999, 0)] {
            let time = jiff::Timestamp::from_millisecond(milliseconds).unwrap();
            assert_eq!(Timestamp::from(time), Timestamp(seconds));
        }
        for seconds in [i64::MIN, i64::MAX] {
            let time = jiff::Timestamp::try_from(Timestamp(seconds));
            assert_eq!(time.unwrap_err(), OutOfRange);
        }
    }
}
