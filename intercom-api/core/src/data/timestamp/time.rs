//! [`Timestamp`] from and to the times of `time`.

use time::{OffsetDateTime, UtcDateTime};

use super::{OutOfRange, Timestamp};

/// Fractions of a second are cut off, towards the past.
#[cfg_attr(docsrs_labels, doc(cfg(feature = "time")))]
impl From<OffsetDateTime> for Timestamp {
    fn from(time: OffsetDateTime) -> Self {
        Self(time.unix_timestamp())
    }
}

/// Fractions of a second are cut off, towards the past.
#[cfg_attr(docsrs_labels, doc(cfg(feature = "time")))]
impl From<UtcDateTime> for Timestamp {
    fn from(time: UtcDateTime) -> Self {
        Self(time.unix_timestamp())
    }
}

#[cfg_attr(docsrs_labels, doc(cfg(feature = "time")))]
impl TryFrom<Timestamp> for OffsetDateTime {
    type Error = OutOfRange;

    /// # Errors
    ///
    /// The year is out of range for `time`, which ends at 9999.
    fn try_from(time: Timestamp) -> Result<Self, OutOfRange> {
        Self::from_unix_timestamp(time.0).map_err(|_| OutOfRange)
    }
}

#[cfg_attr(docsrs_labels, doc(cfg(feature = "time")))]
impl TryFrom<Timestamp> for UtcDateTime {
    type Error = OutOfRange;

    /// # Errors
    ///
    /// The year is out of range for `time`, which ends at 9999.
    fn try_from(time: Timestamp) -> Result<Self, OutOfRange> {
        Self::from_unix_timestamp(time.0).map_err(|_| OutOfRange)
    }
}

#[cfg(test)]
mod tests {
    use time::{Duration, UtcOffset};

    use super::*;

    #[test]
    fn times_go_both_ways() {
        for seconds in [0, 1_700_000_000, -1_700_000_000] {
            let time = OffsetDateTime::try_from(Timestamp(seconds)).unwrap();
            assert_eq!(time.unix_timestamp(), seconds);
            assert_eq!(Timestamp::from(time), Timestamp(seconds));
            let elsewhere = time.to_offset(UtcOffset::from_hms(2, 0, 0).unwrap());
            assert_eq!(Timestamp::from(elsewhere), Timestamp(seconds));
            let utc = UtcDateTime::try_from(Timestamp(seconds)).unwrap();
            assert_eq!(Timestamp::from(utc), Timestamp(seconds));
        }
        let before = OffsetDateTime::UNIX_EPOCH - Duration::milliseconds(1);
        assert_eq!(Timestamp::from(before), Timestamp(-1));
        for seconds in [i64::MIN, i64::MAX] {
            assert_eq!(
                OffsetDateTime::try_from(Timestamp(seconds)),
                Err(OutOfRange)
            );
            assert_eq!(UtcDateTime::try_from(Timestamp(seconds)), Err(OutOfRange));
        }
    }
}
