//! The days of a workspace, which begin at midnight in its time zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The time zone of a workspace.
#[derive(Clone, Debug)]
pub(crate) struct Calendar(TimeZone);

impl Calendar {
    /// Reads a time zone as POSIX writes it in `TZ`: `EST5EDT,M3.2.0,M11.1.0` or `<+14>-14`, or looks
    /// up its name: `Europe/Dublin`.
    pub(crate) fn parse(zone: &str) -> Option<Self> {
        let zone = TimeZone::posix(zone).or_else(|_| TimeZone::get(zone));
        zone.ok().map(Self)
    }

    /// Returns the number of the day that a time in Unix seconds is on.
    pub(crate) fn day(&self, unix_seconds: i64) -> i64 {
        let time = Timestamp::from_second(unix_seconds);
        let offset = time.map_or(0, |time| self.0.to_offset(time).seconds());
        unix_seconds.saturating_add(offset.into()).div_euclid(DAY)
    }
}

impl Default for Calendar {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}
