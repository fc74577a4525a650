//! What the headers of a response report about waiting.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// The state of the rate limit at the time of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Calls allowed in the current window.
    pub limit: u64,
    /// Calls left in the current window.
    pub remaining: u64,
    /// When the next window starts; in whole seconds.
    pub reset: SystemTime,
}

impl RateLimit {
    pub(crate) fn from_headers(headers: &HeaderMap) -> Option<Self> {
        // Below zero means that more was called than allowed: nothing is left.
        let number = |name| {
            let text = headers.get(name)?.to_str().ok()?;
            text.trim()
                .parse()
                .ok()
                .map(|n: i64| n.max(0).unsigned_abs())
        };
        Some(Self {
            limit: number("x-ratelimit-limit")?,
            remaining: number("x-ratelimit-remaining")?,
            reset: SystemTime::UNIX_EPOCH
                .checked_add(Duration::from_secs(number("x-ratelimit-reset")?))?,
        })
    }

    /// The time until the limit resets, by the server's own clock if the response has a `Date`.
    pub(crate) fn resets_in(&self, headers: &HeaderMap, now: SystemTime) -> Duration {
        self.reset
            .duration_since(server_time(headers, now))
            .unwrap_or_default()
    }
}

/// The server's time of day in the response.
fn server_time(headers: &HeaderMap, now: SystemTime) -> SystemTime {
    let date = headers.get(DATE).and_then(|date| date.to_str().ok());
    date.and_then(|date| httpdate::parse_http_date(date).ok())
        .unwrap_or(now)
}

/// The wait that `Retry-After` requests, in seconds or until a date.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // What does not fit is longer than anybody waits.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(
        date.duration_since(server_time(headers, now))
            .unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::{RateLimit, retry_after};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn rate_limit_needs_all_three_headers() {
        let limit = |remaining, reset| {
            RateLimit::from_headers(&headers(&[
                ("x-ratelimit-limit", "1666"),
                ("x-ratelimit-remaining", remaining),
                ("x-ratelimit-reset", reset),
            ]))
        };
        let found = limit("1665", "1700000000").unwrap();
        assert_eq!(
            (found.limit, found.remaining, found.reset),
            (1666, 1665, at(1_700_000_000))
        );
        assert_eq!(limit("-3", "1700000000").unwrap().remaining, 0);
        let wait = |date| found.resets_in(&headers(&[("date", date)]), at(1_699_999_993));
        assert_eq!(wait("no date"), Duration::from_secs(7));
        let date = "Tue, 14 Nov 2023 22:13:18 GMT";
        assert_eq!(wait(date), Duration::from_secs(2));
        assert_eq!(limit("many", "1700000000"), None);
        assert_eq!(limit("1", "99999999999999999999"), None);
        assert_eq!(RateLimit::from_headers(&HeaderMap::new()), None);
    }

    #[test]
    fn retry_after_reads_seconds_and_dates() {
        let wait = |text| retry_after(&headers(&[("retry-after", text)]), at(784_111_770));
        assert_eq!(wait("7"), Some(Duration::from_secs(7)));
        assert_eq!(
            wait("Sun, 06 Nov 1994 08:49:37 GMT"),
            Some(Duration::from_secs(7))
        );
        assert_eq!(wait("Sun, 06 Nov 1994 08:00:00 GMT"), Some(Duration::ZERO));
        for text in ["soon", "", "-5", "+5", "1.5", "7 s", "Sun, 06 Nov 94"] {
            assert_eq!(wait(text), None, "{text}");
        }
        assert_eq!(
            wait("99999999999999999999999"),
            Some(Duration::from_secs(u64::MAX))
        );
        let told = headers(&[
            ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ("date", "Sun, 06 Nov 1994 08:49:36 GMT"),
        ]);
        assert_eq!(retry_after(&told, at(0)), Some(Duration::from_secs(1)));
        assert_eq!(retry_after(&HeaderMap::new(), at(0)), None);
    }
}
