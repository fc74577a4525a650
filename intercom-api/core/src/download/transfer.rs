//! The bytes of a download as they arrive, over as many connections as it takes.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{
    ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, ETAG, IF_RANGE, LAST_MODIFIED, RANGE,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::Progress;
use crate::error::Error;
use crate::operation::Context;
use crate::policy::random::random;
use crate::policy::retry::{Attempt, Decision, Failure, decide};
use crate::response::RawResponse;
use crate::response::body::Unread;
use crate::transport::Request;
use crate::transport::open;

pub(super) struct Transfer {
    request: Request,
    /// When the first request was sent.
    started: Option<Instant>,
    /// The head of the first answer.
    head: Option<RawResponse>,
    body: Option<reqwest::Response>,
    received: u64,
    /// Bytes that come once more, because the server does not go on in the middle.
    repeated: u64,
    /// How often the connection broke since bytes last came.
    failures: u32,
    throughput: Throughput,
}

/// How slow a server is: what came of the last [`LEAST`] bytes, and how long that was waited for.
#[derive(Default)]
struct Throughput {
    bytes: usize,
    waited: Duration,
}

/// Fewer bytes than these in the time of a try are no better than silence.
const LEAST: usize = 1_024;

impl Throughput {
    fn add(&mut self, bytes: usize, waited: Duration) {
        self.bytes += bytes;
        self.waited += waited;
        if self.bytes >= LEAST {
            *self = Self::default();
        }
    }
}

impl Transfer {
    pub(super) fn new(mut request: Request) -> Self {
        // Bytes are counted as they are, so that the download can go on after any of them.
        let identity = HeaderValue::from_static("identity");
        request.set_header(Some(ACCEPT_ENCODING), Some(identity));
        Self {
            request,
            started: None,
            head: None,
            body: None,
            received: 0,
            repeated: 0,
            failures: 0,
            throughput: Throughput::default(),
        }
    }

    pub(super) fn context(&self) -> Context {
        let head = self.head.as_ref();
        head.map_or_else(|| self.request.context(), |head| head.context)
    }

    pub(super) fn progress(&self) -> Progress {
        Progress {
            received: self.received,
            total: self.head.as_ref().and_then(|head| total(&head.headers)),
        }
    }

    /// The next bytes; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            if self.body.is_none() {
                self.open().await?;
                continue;
            }
            self.check_time()?;
            let Some(body) = &mut self.body else {
                continue;
            };
            let limit = self.request.attempt_timeout();
            let limit = left(&self.request, self.started).map_or(limit, |left| left.min(limit));
            let patience = limit.saturating_sub(self.throughput.waited);
            let began = Instant::now();
            let end = match tokio::time::timeout(patience, body.chunk()).await {
                Ok(Ok(Some(chunk))) => {
                    self.throughput.add(chunk.len(), began.elapsed());
                    match self.new_part(chunk) {
                        Some(chunk) => return Ok(Some(chunk)),
                        None => continue,
                    }
                }
                Ok(Ok(None)) => None,
                Ok(Err(error)) => Some(Unread::Broken(error)),
                Err(_) => Some(Unread::Late),
            };
            let unread = match (self.is_whole(), end) {
                // However the connection ended.
                (Some(true), _) | (None, None) => return Ok(None),
                (Some(false), None) => Unread::Short,
                (_, Some(unread)) => unread,
            };
            self.body = None;
            self.throughput = Throughput::default();
            self.after(unread, limit).await?;
        }
    }

    /// Fails when the time of the whole is over, even if bytes are there to be read.
    pub(super) fn check_time(&self) -> Result<(), Error> {
        let left = left(&self.request, self.started);
        match (left, self.request.own_timeout(), &self.head) {
            _ if self.is_whole() == Some(true) => Ok(()),
            (Some(Duration::ZERO), Some(limit), Some(head)) => {
                Err(Error::body(head, Unread::Late, limit))
            }
            _ => Ok(()),
        }
    }

    /// Whether all has come; `None` when the server did not say how much there is.
    fn is_whole(&self) -> Option<bool> {
        if self.repeated > 0 {
            return Some(false);
        }
        let Progress { received, total } = self.progress();
        Some(received == total?)
    }

    /// What of a chunk has not come before.
    fn new_part(&mut self, mut chunk: Bytes) -> Option<Bytes> {
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        let old = usize::try_from(self.repeated).map_or(chunk.len(), |old| old.min(chunk.len()));
        self.repeated = self.repeated.saturating_sub(length);
        let new = chunk.split_off(old);
        self.received += u64::try_from(new.len()).unwrap_or(u64::MAX);
        if new.is_empty() {
            return None;
        }
        self.failures = 0;
        Some(new)
    }

    /// Sends the request, from where the download stopped.
    async fn open(&mut self) -> Result<(), Error> {
        let now = self.request.settings().clock.now();
        let started = *self.started.get_or_insert(now);
        let mut request = self.request.clone();
        if let Some(left) = left(&self.request, Some(started)) {
            request.set_timeout(left);
        }
        let Some(head) = &self.head else {
            let (head, body) = open(&request).await?;
            self.head = Some(head);
            self.body = Some(body);
            return Ok(());
        };
        // Without a length the bytes were decompressed on their way: theirs are other numbers.
        if self.received > 0 && total(&head.headers).is_some() {
            let range = HeaderValue::try_from(format!("bytes={}-", self.received)).ok();
            request.set_header(Some(RANGE), range);
            if let Some(version) = version(&head.headers).filter(|version| is_strong(version)) {
                request.set_header(Some(IF_RANGE), Some(version.clone()));
            }
        }
        let (again, body) = open(&request).await?;
        let told = version(&again.headers);
        let is_told = told == version(&head.headers);
        let is_same = if again.status == StatusCode::PARTIAL_CONTENT {
            self.repeated = 0;
            // A part that was asked for by its version need not repeat it.
            (is_told || told.is_none())
                && goes_on(&again.headers, self.received, total(&head.headers))
        } else {
            self.repeated = self.received;
            is_told && total(&again.headers) == total(&head.headers)
        };
        if !is_same {
            return Err(Error::changed(&again));
        }
        self.body = Some(body);
        Ok(())
    }

    /// Waits after a connection broke, or gives up.
    async fn after(&mut self, unread: Unread, limit: Duration) -> Result<(), Error> {
        self.failures += 1;
        let decision = decide(&Attempt {
            retries: self.request.retries(),
            repeat: self.request.context().repeat,
            failure: Failure::Broken { sent: true },
            number: self.failures,
            left: left(&self.request, self.started).unwrap_or(Duration::MAX),
            hint: None,
            random: random(),
        });
        match (decision, &self.head) {
            (Decision::Retry(wait), _) => {
                self.request.settings().clock.sleep(wait).await;
                Ok(())
            }
            (Decision::GiveUp, Some(head)) => Err(Error::body(head, unread, limit)),
            (Decision::GiveUp, None) => Err(Error::out_of_time(self.context(), limit, true)),
        }
    }
}

/// What is left of the time that was given to the call itself.
fn left(request: &Request, started: Option<Instant>) -> Option<Duration> {
    let now = request.settings().clock.now();
    let elapsed = now.saturating_duration_since(started.unwrap_or(now));
    Some(request.own_timeout()?.saturating_sub(elapsed))
}

fn header_text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The length of the whole.
fn total(headers: &HeaderMap) -> Option<u64> {
    header_text(headers, &CONTENT_LENGTH)?.parse().ok()
}

/// What tells this version of the thing from another one.
fn version(headers: &HeaderMap) -> Option<&HeaderValue> {
    headers.get(ETAG).or_else(|| headers.get(LAST_MODIFIED))
}

/// Whether a version is the same byte for byte, as parts must be.
fn is_strong(version: &HeaderValue) -> bool {
    !version.as_bytes().starts_with(b"W/")
}

/// Whether a part begins at an offset, and is of a whole of the same length.
fn goes_on(headers: &HeaderMap, offset: u64, length: Option<u64>) -> bool {
    let range = header_text(headers, &CONTENT_RANGE).and_then(|range| range.strip_prefix("bytes "));
    let Some((part, whole)) = range.and_then(|range| range.split_once('/')) else {
        return false;
    };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let first = part.split('-').next().and_then(number);
    // The length may be `*`, unknown.
    first == Some(offset) && number(whole).is_none_or(|whole| Some(whole) == length)
}
