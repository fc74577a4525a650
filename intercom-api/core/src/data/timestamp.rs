//! Points in time, as Intercom counts them: Unix seconds.

mod arithmetic;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "time")]
mod time;

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::data::scalar::{self, Fit, Scalar, scalar_fields, whole_part};
use crate::data::view::View;
use crate::url::QueryValue;

/// A point in time: seconds since 1970-01-01T00:00:00Z, in 64 bits, negative before.
///
/// Reads seconds, milliseconds, numeric text and ISO 8601; writes seconds.
///
#[doc = example!()]
/// use intercom_api::Timestamp;
///
/// let created = Timestamp::from_seconds(1_700_000_000);
/// assert_eq!(created.to_string(), "2023-11-14T22:13:20Z");
/// assert_eq!("2023-11-14T22:13:20Z".parse(), Ok(created));
///
/// let day = std::time::Duration::from_secs(24 * 60 * 60);
/// assert_eq!((created + day).to_string(), "2023-11-15T22:13:20Z");
/// assert_eq!(created + day - created, day);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// 2200-01-01 in seconds. A number beyond it counts milliseconds: as seconds it would lie
/// further ahead than any date in a workspace.
const YEAR_2200: i64 = 7_258_118_400;
const SECONDS_A_DAY: i64 = 86_400;

impl Timestamp {
    /// Creates a time from Unix seconds.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Returns the Unix seconds.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// Returns the current time, by the clock of this machine.
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    fn from_number(number: i64) -> Self {
        if number.unsigned_abs() > YEAR_2200.unsigned_abs() {
            Self(number.div_euclid(1000))
        } else {
            Self(number)
        }
    }
}

impl From<i64> for Timestamp {
    fn from(seconds: i64) -> Self {
        Self(seconds)
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => Self(seconds(since)),
            Err(before) => {
                let whole = seconds(before.duration());
                let fraction = i64::from(before.duration().subsec_nanos() > 0);
                Self(-whole - fraction)
            }
        }
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = OutOfRange;

    /// # Errors
    ///
    /// The time is out of range for the clock of this platform.
    fn try_from(time: Timestamp) -> Result<Self, OutOfRange> {
        let distance = Duration::from_secs(time.0.unsigned_abs());
        if time.0 < 0 {
            Self::UNIX_EPOCH.checked_sub(distance)
        } else {
            Self::UNIX_EPOCH.checked_add(distance)
        }
        .ok_or(OutOfRange)
    }
}

/// A timestamp that is out of range for another type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange;

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time is out of range")
    }
}

impl std::error::Error for OutOfRange {}

/// RFC 3339, in UTC. Years beyond four digits are written with a sign.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = date(self.0.div_euclid(SECONDS_A_DAY));
        let second = self.0.rem_euclid(SECONDS_A_DAY);
        if (0..=9999).contains(&year) {
            write!(f, "{year:04}")?;
        } else {
            write!(f, "{year:+05}")?;
        }
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// A string that is not a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATime;

impl fmt::Display for NotATime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a time: expected Unix seconds or ISO 8601, like 2023-11-14T22:13:20Z")
    }
}

impl std::error::Error for NotATime {}

impl std::str::FromStr for Timestamp {
    type Err = NotATime;

    /// Reads Unix seconds or ISO 8601; a time without an offset is UTC, a date alone its first second.
    fn from_str(text: &str) -> Result<Self, NotATime> {
        match text.parse() {
            Ok(number) => Ok(Self::from_number(number)),
            Err(_) => parse_iso(text).map(Self).ok_or(NotATime),
        }
    }
}

/// `2023-11-14`, `2023-11-14T22:13:20`, with a fraction, `Z`, `+02:00` or `UTC` behind it.
fn parse_iso(text: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| number(text.get(range)?);
    let at = |position: usize, allowed: &[u8]| {
        text.as_bytes()
            .get(position)
            .is_some_and(|byte| allowed.contains(byte))
    };
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    if !at(4, b"-") || !at(7, b"-") || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let day_number = days(year, month, day);
    // 31 February does not exist.
    (date(day_number) == (year, month, day)).then_some(())?;
    let midnight = day_number * SECONDS_A_DAY;
    if text.len() == 10 {
        return Some(midnight);
    }
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    let ranges = hour < 24 && minute < 60 && second <= 60;
    if !at(10, b"Tt ") || !at(13, b":") || !at(16, b":") || !ranges {
        return None;
    }
    let rest = text.get(19..)?;
    let rest = match rest.strip_prefix(['.', ',']) {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let offset = parse_offset(rest.trim_start())?;
    Some(midnight + hour * 3600 + minute * 60 + second - offset)
}

/// A number of digits alone, without a sign.
fn number(digits: &str) -> Option<i64> {
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok())?
}

fn parse_offset(text: &str) -> Option<i64> {
    if matches!(text, "" | "Z" | "z" | "UTC") {
        return Some(0);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text.get(1..)?.chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = match digits.len() {
        2 => (number(&digits)?, 0),
        4 => (number(digits.get(0..2)?)?, number(digits.get(2..4)?)?),
        _ => return None,
    };
    Some(sign * (hours * 3600 + minutes * 60))
}

/// Days since 1970-01-01 of a date in the Gregorian calendar, by counting in eras of 400 years
/// that begin in March, so that the leap day is a year's last.
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date of a day since 1970-01-01; the inverse of [`days`].
const fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = (shifted + 2) % 12 + 1;
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.serialize_i64(self.0)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        scalar::deserialize(input)
    }
}

scalar_fields!(Timestamp: |time| View::Time(*time));

/// A time that was not received as seconds is kept in its original form.
impl Scalar for Timestamp {
    const EXPECTED: &'static str = "a time";

    fn from_integer(value: i64) -> Fit<Self> {
        let time = Self::from_number(value);
        Fit::unless(time.0 != value, time)
    }

    fn from_large(value: u64) -> Fit<Self> {
        i64::try_from(value / 1000).map_or(Fit::None, |seconds| Fit::Partial(Self(seconds)))
    }

    fn from_float(value: f64) -> Fit<Self> {
        match whole_part(value) {
            Some(whole) => {
                let time = Self::from_number(whole);
                Fit::unless(value.fract() != 0.0 || time.0 != whole, time)
            }
            None => Fit::None,
        }
    }

    fn from_text(value: &str) -> Fit<Self> {
        match value.parse::<Self>() {
            Ok(time) => Fit::unless(time.0.to_string() != value, time),
            Err(NotATime) => Fit::None,
        }
    }
}

impl QueryValue for Timestamp {
    fn text(&self) -> Cow<'_, str> {
        self.0.to_string().into()
    }
}

impl From<Timestamp> for Value {
    fn from(time: Timestamp) -> Self {
        time.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_kind_of_year_are_written_and_read() {
        let known = [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
            (-62_167_219_200, "0000-01-01T00:00:00Z"),
        ];
        for (seconds, text) in known {
            assert_eq!(Timestamp(seconds).to_string(), text);
            assert_eq!(text.parse(), Ok(Timestamp(seconds)), "{text}");
        }
    }

    #[test]
    fn every_day_of_three_thousand_years_comes_back() {
        for day in days(1000, 1, 1)..days(4000, 1, 1) {
            let (year, month, date) = date(day);
            assert_eq!(days(year, month, date), day);
        }
    }

    #[test]
    fn times_are_read_in_every_spelling_seen() {
        let expected = Ok(Timestamp(1_700_000_000));
        for text in [
            "1700000000",
            "1700000000123",
            "2023-11-14T22:13:20Z",
            "2023-11-14T22:13:20.123Z",
            "2023-11-14T22:13:20",
            "2023-11-15T00:13:20+02:00",
            "2023-11-14T17:13:20-0500",
            "2023-11-14 22:13:20 UTC",
        ] {
            assert_eq!(text.parse(), expected, "{text}");
        }
        for text in [
            "",
            "soon",
            "2023-13-01",
            "2023-11-14T25:00:00Z",
            "2023-11-14T22:13:20+x",
            "é023-11-14",
            "2023-02-29",
            "2023-11-14T22:13:20++100",
            "2023-11-14T22:13:20+0é",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(NotATime), "{text}");
        }
    }

    #[test]
    fn system_time_converts_both_ways() {
        for seconds in [0, 1_700_000_000, -1_700_000_000] {
            let time = SystemTime::try_from(Timestamp(seconds)).unwrap();
            assert_eq!(Timestamp::from(time), Timestamp(seconds));
        }
    }
}
