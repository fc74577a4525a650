//! The bytes of a download as they arrive, over as many connections as it takes.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_RANGE, IF_RANGE, RANGE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::Progress;
use super::version::{
    Comparison, Fingerprint, Part, Verdict, is_changed, is_coded_differently, length, single,
    strong_validator,
};
use crate::error::Error;
use crate::operation::Context;
use crate::policy::random::random;
use crate::policy::retry::{Attempt, Decision, Failure, decide};
use crate::response::RawResponse;
use crate::response::body::Unread;
use crate::response::incoming::Incoming;
use crate::transport::Request;
use crate::transport::open;

pub(super) struct Transfer {
    request: Request,
    /// Whether the call itself requests a range. Then the range is what is downloaded.
    has_own_range: bool,
    /// When the first request was sent.
    started: Option<Instant>,
    /// The head of the response with the first bytes.
    head: Option<RawResponse>,
    body: Option<Incoming>,
    received: u64,
    /// The length of the whole.
    total: Option<u64>,
    /// Of the bytes that were given.
    fingerprint: Fingerprint,
    /// While bytes are received again, because the server does not resume in the middle.
    comparison: Option<Comparison>,
    /// How many bytes of the part are to come.
    part_left: Option<u64>,
    /// Whether the server has proved unable to resume in the middle.
    is_rangeless: bool,
    /// How often the connection broke since bytes were last received.
    failures: u32,
    throughput: Throughput,
}

/// How slow a server is: how much of the last [`LEAST`] bytes was received, and in what time.
#[derive(Default)]
struct Throughput {
    bytes: usize,
    waited: Duration,
}

/// Fewer bytes than these in the time of an attempt count as silence.
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
        // Another compression only makes a file slower to resume.
        let identity = HeaderValue::from_static("identity");
        request.set_header(Some(ACCEPT_ENCODING), Some(identity));
        Self {
            has_own_range: request.has_header(&RANGE),
            request,
            started: None,
            head: None,
            body: None,
            received: 0,
            total: None,
            fingerprint: Fingerprint::default(),
            comparison: None,
            part_left: None,
            is_rangeless: false,
            failures: 0,
            throughput: Throughput::default(),
        }
    }

    pub(super) fn context(&self) -> Context {
        let head = self.head.as_ref();
        head.map_or_else(|| self.request.context(), |head| head.context)
    }

    /// The headers that declare how the bytes are encoded.
    pub(super) fn headers(&self) -> Option<&HeaderMap> {
        self.head.as_ref().map(|head| &head.headers)
    }

    pub(super) fn progress(&self) -> Progress {
        Progress {
            received: self.received,
            total: self.total,
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
                    match self.new_bytes(chunk)? {
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
                // A file that is shorter than what was given of it.
                (_, None) if self.comparison.is_some() && self.total.is_none() => {
                    return Err(self.changed());
                }
                (Some(false), None) => Unread::Short,
                (_, Some(unread)) => unread,
            };
            self.body = None;
            self.comparison = None;
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

    /// Returns whether everything was received; `None` when the server did not declare the length.
    fn is_whole(&self) -> Option<bool> {
        if self.comparison.is_some() {
            return Some(false);
        }
        Some(self.received == self.total?)
    }

    /// What of a chunk has not come before.
    fn new_bytes(&mut self, mut chunk: Bytes) -> Result<Option<Bytes>, Error> {
        if let Some(comparison) = &mut self.comparison {
            match comparison.push(chunk) {
                Verdict::Open => return Ok(None),
                Verdict::Different => return Err(self.changed()),
                Verdict::Same(new) => chunk = new,
            }
            self.comparison = None;
        }
        if chunk.is_empty() {
            return Ok(None);
        }
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if let Some(left) = self.part_left {
            let left = left.checked_sub(length).ok_or_else(|| self.changed())?;
            self.part_left = Some(left);
        }
        self.received = self.received.saturating_add(length);
        if self.total.is_some_and(|total| self.received > total) {
            return Err(self.changed());
        }
        self.fingerprint.update(&chunk);
        self.failures = 0;
        Ok(Some(chunk))
    }

    fn changed(&self) -> Error {
        match &self.head {
            Some(head) => Error::changed(head),
            None => Error::request(self.context(), "the download has not begun"),
        }
    }

    /// Sends the request, from where the download stopped if that is safe.
    async fn open(&mut self) -> Result<(), Error> {
        let now = self.request.settings().clock.now();
        self.started.get_or_insert(now);
        if let Some(range) = self.range() {
            match open(&range).await {
                Ok((head, body)) if head.status == StatusCode::PARTIAL_CONTENT => {
                    if self.is_continuation(&head)? {
                        self.body = Some(body);
                        return Ok(());
                    }
                }
                Ok((head, body)) => return self.begin_again(&head, body),
                // Nothing from there on, or no ranges at all: the bytes will show which.
                Err(error) if error.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE) => {}
                Err(error) => return Err(error),
            }
            self.is_rangeless = true;
        }
        let (head, body) = open(&self.remaining_request()).await?;
        if self.received > 0 {
            return self.begin_again(&head, body);
        }
        self.check_status(&head)?;
        // The length in the response to a HEAD is that of another body.
        let is_head = *self.request.method() == Method::HEAD;
        self.total = length(&head.headers).filter(|_| !is_head);
        self.head = Some(head);
        self.body = Some(body);
        Ok(())
    }

    /// The request, with what is left of its time.
    fn remaining_request(&self) -> Request {
        let mut request = self.request.clone();
        if let Some(left) = left(&self.request, self.started) {
            request.set_timeout(left);
        }
        request
    }

    /// The request for the bytes that are missing, or `None` when only the bytes themselves could
    /// show that they are of the same file.
    fn range(&self) -> Option<Request> {
        // Without a length the bytes may have been decompressed by an HTTP client of the program:
        // theirs are other numbers.
        if self.received == 0 || self.total.is_none() || self.is_rangeless || self.has_own_range {
            return None;
        }
        let (_, validator) = strong_validator(&self.head.as_ref()?.headers)?;
        let mut request = self.remaining_request();
        let range = HeaderValue::try_from(format!("bytes={}-", self.received)).ok();
        request.set_header(Some(RANGE), range);
        request.set_header(Some(IF_RANGE), Some(validator));
        Some(request)
    }

    /// Returns whether a part continues where the download stopped, in the same file. `false` means
    /// a part without a version; the server may have ignored `If-Range`.
    fn is_continuation(&mut self, head: &RawResponse) -> Result<bool, Error> {
        let Some(first) = &self.head else {
            return Ok(false);
        };
        let part = Part::of(&head.headers).filter(|part| part.first == self.received);
        let part = part.ok_or_else(|| Error::other_range(head))?;
        if part.total.is_some_and(|total| self.total != Some(total)) {
            return Err(Error::changed(head));
        }
        let Some((name, validator)) = strong_validator(&first.headers) else {
            return Ok(false);
        };
        let is_recoded = head.headers.contains_key(CONTENT_ENCODING)
            && is_coded_differently(&first.headers, &head.headers);
        match single(&head.headers, &name) {
            None => return Ok(false),
            Some(found) if *found != validator || is_recoded => return Err(Error::changed(head)),
            Some(_) => {}
        }
        self.part_left = Some(part.length);
        Ok(true)
    }

    /// Takes the file from its start: what was given before is compared and left out.
    fn begin_again(&mut self, head: &RawResponse, body: Incoming) -> Result<(), Error> {
        self.check_status(head)?;
        let Some(first) = &self.head else {
            return Ok(());
        };
        let total = length(&head.headers);
        let is_other_length = total.is_some() && self.total.is_some() && total != self.total;
        if head.status != first.status
            || first.headers.get(CONTENT_RANGE) != head.headers.get(CONTENT_RANGE)
            || is_other_length
            || is_changed(&first.headers, &head.headers)
        {
            return Err(Error::changed(head));
        }
        self.total = self.total.or(total);
        self.part_left = None;
        self.comparison = Some(self.fingerprint.comparison(self.received));
        self.body = Some(body);
        Ok(())
    }

    /// Whether a response is the file. Other successes are not: what they hold is a part, a status or
    /// nothing.
    fn check_status(&self, head: &RawResponse) -> Result<(), Error> {
        let reason = match head.status {
            StatusCode::OK => return Ok(()),
            StatusCode::PARTIAL_CONTENT if self.has_own_range => {
                return match Part::of(&head.headers) {
                    Some(_) => Ok(()),
                    None => Err(Error::other_range(head)),
                };
            }
            StatusCode::PARTIAL_CONTENT => "a part of the file that was not requested",
            StatusCode::ACCEPTED => "the file is not ready yet",
            StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT => "the response has no content",
            StatusCode::NON_AUTHORITATIVE_INFORMATION => "a proxy has changed the file",
            _ => "expected 200 OK",
        };
        Err(Error::not_a_file(head, reason))
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
