//! What servers report about waiting, in every form that headers can take.

use std::time::{Duration, SystemTime};

use intercom_api::{Error, Pace};
use intercom_test_server::{serve, write};

use crate::support::{JumpingClock, builder_at};

/// The longest wait of a first retry without any hint.
const BACKOFF: Duration = Duration::from_millis(500);

/// Returns the result of a call whose first response has these headers: the wait, or the error.
async fn after(status: u16, headers: &str) -> Result<Duration, Error> {
    let refusal = format!("{status} x\r\n{headers}content-length: 0");
    let url = serve(move |number, _, mut stream| {
        let refusal = refusal.clone();
        async move {
            if number == 0 {
                write(&mut stream, &refusal, b"").await;
            } else {
                write(&mut stream, "200 x\r\ncontent-length: 2", b"{}").await;
            }
        }
    })
    .await;
    let clock = JumpingClock::new();
    let client = builder_at(url).clock(clock.clone()).build().unwrap();
    let response = client.tags().list().send().await?;
    assert_eq!(response.attempts(), 2);
    Ok(clock.waits().iter().sum())
}

/// Returns a date this number of seconds from now.
fn date(seconds: i64) -> String {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    let now = SystemTime::now();
    httpdate::fmt_http_date(if seconds < 0 {
        now - distance
    } else {
        now + distance
    })
}

fn limit(reset: &str) -> String {
    format!("x-ratelimit-limit: 10\r\nx-ratelimit-remaining: 0\r\nx-ratelimit-reset: {reset}\r\n")
}

#[tokio::test]
async fn requested_wait_is_kept() {
    for status in [429, 503, 500, 408] {
        let wait = after(status, "retry-after: 20\r\n").await.unwrap();
        assert_eq!(wait, Duration::from_secs(20));
        let wait = after(status, &format!("Retry-After:  {} \r\n", date(40))).await;
        assert!((38..=40).contains(&wait.unwrap().as_secs()));
        // By the server's own clock, though it is a year off.
        let now = date(-31_536_000);
        let then = date(-31_536_000 + 30);
        let headers = format!("date: {now}\r\nretry-after: {then}\r\n");
        let wait = after(status, &headers).await.unwrap();
        assert!((29..=31).contains(&wait.as_secs()), "{wait:?}");
    }
}

#[tokio::test]
async fn headers_without_a_wait_leave_backoff() {
    for value in [
        "0",
        "-5",
        "soon",
        "",
        "1.5",
        "7 s",
        &date(-60),
        "\u{ff}",
        "7, 8",
    ] {
        for status in [429, 503] {
            let wait = after(status, &format!("retry-after: {value}\r\n")).await;
            assert!(wait.unwrap() <= BACKOFF, "{status} {value}");
        }
    }
    let seconds = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap()
        .as_secs();
    for reset in ["0", "-7", "never", "", "1.5", &(seconds - 60).to_string()] {
        assert!(
            after(429, &limit(reset)).await.unwrap() <= BACKOFF,
            "{reset}"
        );
    }
    // Only a refusal for too many calls ends with the window.
    let wait = after(503, &limit(&(seconds + 30).to_string())).await;
    assert!(wait.unwrap() <= BACKOFF);
}

#[tokio::test]
async fn a_wait_of_ages_is_an_error_at_once() {
    for headers in [
        "retry-after: 86400\r\n".to_owned(),
        "retry-after: 18446744073709551615\r\n".to_owned(),
        "retry-after: 99999999999999999999999999\r\n".to_owned(),
        format!("retry-after: {}\r\n", date(86_400)),
        limit("99999999999"),
        limit("9223372036854775807"),
    ] {
        let error = after(429, &headers).await.unwrap_err();
        assert!(error.is_rate_limited() && error.is_retryable(), "{headers}");
        assert_eq!(error.attempts(), 1);
        assert!(
            error.retry_after().unwrap() > Duration::from_secs(80_000),
            "{headers}"
        );
    }
}

#[tokio::test]
async fn a_pacer_does_not_believe_in_ages() {
    let head = format!("200 x\r\n{}content-length: 2", limit("99999999999"));
    let url = serve(move |_, _, mut stream| {
        let head = head.clone();
        async move { write(&mut stream, &head, b"{}").await }
    })
    .await;
    let clock = JumpingClock::new();
    let builder = builder_at(url).clock(clock.clone()).pace(Pace::default());
    let client = builder.build().unwrap();
    for _ in 0..3 {
        client.tags().list().await.unwrap();
    }
    let waited: Duration = clock.waits().iter().sum();
    let [least, most] = [119, 121].map(Duration::from_secs);
    assert!(least < waited && waited < most, "{waited:?}");
}
