//! [`Timestamp`] from and to the times of `chrono`.

use chrono::{DateTime, TimeZone, Utc};

use super::{OutOfRange, Timestamp};

/// Fractions of a second are cut off, towards the past.
#[cfg_attr(docsrs_labels, doc(cfg(feature = "chrono")))]
impl<Z: TimeZone> From<DateTime<Z>> for Timestamp {
    fn from(time: DateTime<Z>) -> Self {
        Self(time.timestamp())
    }
}

#[cfg_attr(docsrs_labels, doc(cfg(feature = "chrono")))]
impl TryFrom<Timestamp> for DateTime<Utc> {
    type Error = OutOfRange;

    /// # Errors
    ///
    /// The year is out of range for `chrono`, which ends at about 262000.
    fn try_from(time: Timestamp) -> Result<Self, OutOfRange> {
        Self::from_timestamp(time.0, 0).ok_or(OutOfRange)
    }
}

#[cfg(test)]
mod tests {
    use chrono::FixedOffset;

    use super::*;

    #[test]
    fn times_go_both_ways() {
        for seconds in [0, 1_700_000_000, -1_700_000_000] {
            let time = DateTime::<Utc>::try_from(Timestamp(seconds)).unwrap();
            assert_eq!(time.timestamp(), seconds);
            assert_eq!(Timestamp::from(time), Timestamp(seconds));
            let elsewhere = time.with_timezone(&FixedOffset::east_opt(7200).unwrap());
            assert_eq!(Timestamp::from(elsewhere), Timestamp(seconds));
        }
        let before = DateTime::<Utc>::from_timestamp_millis(-1).unwrap();
        assert_eq!(Timestamp::from(before), Timestamp(-1));
        for seconds in [i64::MIN, i64::MAX] {
            assert_eq!(
                DateTime::<Utc>::try_from(Timestamp(seconds)),
                Err(OutOfRange)
            );
        }
    }
}
