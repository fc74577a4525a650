//! Sends a call: each attempt with its turn, its token and the redirects that may be followed. Not
//! generic, so compiled once.

mod exchange;
mod uploading;

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::StatusCode;
use http::header::AUTHORIZATION;

use self::uploading::Uploading;
use super::headers::CustomHeaders;
use super::settings::Settings;
use super::trace;
use crate::error::Error;
use crate::operation::Context;
use crate::policy::auth::Credential;
use crate::policy::pace::Permit;
use crate::policy::random::random;
use crate::policy::redact::{Redactor, Secret};
use crate::policy::retry::{Attempt, Decision, Failure, decide};
use crate::response::RawResponse;
use crate::response::Success;
use crate::response::incoming::Incoming;
use crate::response::redirect::is_redirect;
use crate::transport::Request;
use crate::transport::hooks::{AttemptRequest, OnRequest, ResponseInfo};

/// The most bytes that are read of an error response: all of it is searched, which takes many times
/// its size in memory.
const MAX_ERROR_SIZE: usize = 256 * 1024;

/// Sends a request and reads the whole response. `Ok` is a response with a status that the call
/// expects.
pub(crate) async fn send(request: Request) -> Result<RawResponse, Error> {
    let (response, _) = run(&request, BodyMode::Whole).await?;
    Ok(response)
}

/// Sends a request and reads the head of the response; its body is not read.
pub(crate) async fn open(request: &Request) -> Result<(RawResponse, Incoming), Error> {
    run(request, BodyMode::Head).await
}

/// How much of a successful response is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BodyMode {
    Head,
    Whole,
}

async fn run(request: &Request, reading: BodyMode) -> Result<(RawResponse, Incoming), Error> {
    let span = trace::Span::of(request);
    let settings = request.settings();
    let mut sending = Sending {
        request,
        settings,
        reading,
        context: request.context(),
        started: settings.clock.now(),
        limit: request.timeout(),
        credential: Credential::default(),
        redactor: request.redactor(),
        added: CustomHeaders::default(),
        uploading: Uploading::of(request),
        renewed: false,
        sent: false,
    };
    let result = span.instrument(sending.run()).await;
    let outcome = result.as_ref().map(|(response, _)| response);
    span.end(outcome, sending.elapsed());
    result
}

/// A call on its way.
struct Sending<'a> {
    request: &'a Request,
    settings: &'a Settings,
    reading: BodyMode,
    context: Context,
    started: Instant,
    /// The time limit of the whole call.
    limit: Duration,
    /// The token of the attempt.
    credential: Credential,
    /// What must not be printed: the secrets of the request, and each token it was sent with.
    redactor: Redactor,
    /// The headers that the program's hook sets for the attempt.
    added: CustomHeaders,
    /// The body, where it is opened for each attempt.
    uploading: Uploading,
    /// Whether the token was refreshed; it is once at most.
    renewed: bool,
    /// Whether an attempt may have reached the server.
    sent: bool,
}

/// How long an attempt may take, with all its redirects.
#[derive(Clone, Copy)]
struct AttemptLimit {
    began: Instant,
    length: Duration,
    /// The limit that an error names.
    told: Duration,
}

impl Sending<'_> {
    async fn run(&mut self) -> Result<(RawResponse, Incoming), Error> {
        // How the attempt before failed.
        let mut previous: Option<Error> = None;
        loop {
            let attempts = self.context.attempts;
            let began = self.settings.clock.now();
            let (result, mut decision) = match self.attempt().await {
                Ok(answer) => (Ok(answer), Decision::GiveUp),
                Err(error) => {
                    let error = error.sent_before(self.sent);
                    self.sent = error.may_have_been_sent();
                    self.context.is_unclear |= is_unclear(error.failure());
                    let (error, decision) = self.after_failure(error).await;
                    (Err(error), decision)
                }
            };
            // The time ran out while the attempt waited for its turn or its token. There is no time
            // left for another one, whatever the time of the program's clock is.
            let never_began =
                self.context.attempts == attempts && result.as_ref().is_err_and(Error::is_timeout);
            if never_began {
                decision = Decision::GiveUp;
            }
            let outcome = result.as_ref().map(|(response, _)| response);
            self.report(outcome, began, decision);
            match (&result, decision) {
                (Err(error), Decision::Retry(wait)) => {
                    trace::retry(error, wait);
                    if !wait.is_zero() {
                        self.settings.clock.sleep(wait).await;
                    }
                }
                // The call fails with the error of the attempt before: a rate limit and its
                // `retry_after`, not a time limit.
                _ if never_began => return previous.map_or(result, Err),
                _ => return result,
            }
            previous = result.err().filter(|error| !error.is_unauthorized());
        }
    }

    fn elapsed(&self) -> Duration {
        let now = self.settings.clock.now();
        now.saturating_duration_since(self.started)
    }

    fn left(&self) -> Duration {
        self.limit.saturating_sub(self.elapsed())
    }

    /// The limit of an attempt that begins now.
    fn limit(&self) -> AttemptLimit {
        let began = self.settings.clock.now();
        let attempt = self.request.attempt_timeout();
        let taken = began.saturating_duration_since(self.started);
        let left = self.limit.saturating_sub(taken);
        AttemptLimit {
            began,
            length: attempt.min(left),
            told: if left < attempt { self.limit } else { attempt },
        }
    }

    /// How much longer an attempt may take.
    fn left_of(&self, limit: AttemptLimit) -> Duration {
        let now = self.settings.clock.now();
        let taken = now.saturating_duration_since(limit.began);
        limit.length.saturating_sub(taken)
    }

    /// Decides what follows a failed attempt, and replaces a refused token.
    async fn after_failure(&mut self, error: Error) -> (Error, Decision) {
        if !self.uploading.can_be_repeated() {
            return (error, Decision::GiveUp);
        }
        if error.is_unauthorized() && !self.renewed {
            let renewal = self.settings.auth.renew(&self.credential);
            match tokio::time::timeout(self.left(), renewal).await {
                Ok(Ok(true)) => {
                    self.renewed = true;
                    return (error, Decision::Retry(Duration::ZERO));
                }
                Ok(Err(source)) => return (error.not_renewed(source), Decision::GiveUp),
                Ok(Ok(false)) | Err(_) => return (error, Decision::GiveUp),
            }
        }
        let decision = decide(&Attempt {
            retries: self.request.retries(),
            repeat: self.context.repeat,
            failure: error.failure(),
            // The attempt with a new token is additional.
            number: self.context.attempts - u32::from(self.renewed),
            left: self.left(),
            hint: error.hint(),
            random: random(),
        });
        (error, decision)
    }

    /// Makes one attempt: waits for its turn and its token, sends the request and reads the
    /// response.
    async fn attempt(&mut self) -> Result<(RawResponse, Incoming), Error> {
        // Built first: what cannot be sent must not wait.
        let mut request = self.request.to_http()?;
        self.uploading
            .open(self.context, self.sent, &self.redactor)
            .await?;
        let _permit = self.permit().await?;
        if let Some(on_request) = &self.settings.on_request {
            self.prepare(&mut request, on_request)?;
        }
        if !request.headers().contains_key(AUTHORIZATION) {
            self.credential = self.credential().await?;
            self.add_token(&mut request);
            if let Some(token) = &self.credential.token {
                self.redactor.add(token.secret());
            }
        }
        self.context.attempts += 1;

        let limit = self.limit();
        let exchange = self.exchange(request, limit).await;
        let (mut response, mut answer) = exchange
            .map_err(|error| self.uploading.explain(self.context, error, &self.redactor))?;
        let is_good = is_success(response.status, self.success());
        if is_good && self.reading == BodyMode::Head {
            return Ok((response, answer));
        }
        let most = self.settings.max_response_size;
        let most = if is_good {
            most
        } else {
            most.min(MAX_ERROR_SIZE)
        };
        let read = self.read(&mut answer, &mut response, limit, most).await;
        let unread = read.err();
        match unread {
            None if is_good => Ok((response, answer)),
            Some(unread) if is_good => Err(Error::body(&response, unread, limit.told)),
            _ if is_redirect(response.status) => Err(Error::redirect(&response)),
            // The status alone is enough, even when the rest of the response is lost.
            unread => Err(Error::api(&response, unread)),
        }
    }

    /// Lets the program's hook look at an attempt before it has its token.
    fn prepare(
        &mut self,
        request: &mut reqwest::Request,
        on_request: &Arc<OnRequest>,
    ) -> Result<(), Error> {
        self.added = CustomHeaders::default();
        let mut attempt = AttemptRequest {
            operation: self.context.operation,
            attempt: self.context.attempts + 1,
            request,
            added: &mut self.added,
            problem: None,
        };
        let outcome = on_request(&mut attempt);
        let problem = attempt.problem.take();
        for secret in self.added.secrets() {
            self.redactor.add(&Arc::new(Secret::new(secret)));
        }
        outcome.map_err(|source| Error::hook(self.context, source, &self.redactor))?;
        if let Some(problem) = problem {
            return Err(Error::request(self.context, problem));
        }
        request.headers_mut().extend(self.added.map().clone());
        Ok(())
    }

    async fn credential(&self) -> Result<Credential, Error> {
        if let Some(credential) = self.settings.auth.cached() {
            return Ok(credential);
        }
        let asked = self.in_time(self.settings.auth.credential()).await?;
        asked.map_err(|source| Error::token(self.context, source))
    }

    /// Puts the token into a request that has none of its own.
    fn add_token(&self, request: &mut reqwest::Request) {
        if let Some(token) = &self.credential.token {
            let headers = request.headers_mut().entry(AUTHORIZATION);
            headers.or_insert_with(|| token.authorization());
        }
    }

    /// Which statuses are a success; what is streamed is always the thing itself.
    fn success(&self) -> Success {
        match self.reading {
            BodyMode::Head => Success::Ok,
            BodyMode::Whole => self.request.success(),
        }
    }

    async fn permit(&self) -> Result<Option<Permit>, Error> {
        let Some(pacer) = &self.settings.pacer else {
            return Ok(None);
        };
        let admission = pacer.admit(&self.settings.clock);
        self.in_time(admission).await.map(Some)
    }

    /// Waits for something before the request is sent, as long as the call may take.
    async fn in_time<T>(&self, future: impl Future<Output = T>) -> Result<T, Error> {
        let waited = tokio::time::timeout(self.left(), future).await;
        waited.map_err(|_| Error::out_of_time(self.context, self.limit, false))
    }

    /// Reports the result of an attempt to the program.
    fn report(&self, outcome: Result<&RawResponse, &Error>, began: Instant, decision: Decision) {
        let Some(on_response) = &self.settings.on_response else {
            return;
        };
        let now = self.settings.clock.now();
        let (answer, error) = (outcome.ok(), outcome.err());
        on_response(&ResponseInfo {
            operation: self.context.operation,
            method: self.request.method(),
            region: self.settings.base_url.region(),
            attempt: self.context.attempts,
            status: answer
                .map(|answer| answer.status)
                .or_else(|| error?.status()),
            request_id: answer
                .and_then(RawResponse::request_id)
                .or_else(|| error?.request_id()),
            rate_limit: answer
                .and_then(RawResponse::rate_limit)
                .or_else(|| error?.rate_limit()),
            duration: now.saturating_duration_since(began),
            error,
            retry_in: match decision {
                Decision::Retry(wait) => Some(wait),
                Decision::GiveUp => None,
            },
        });
    }
}

/// Whether an attempt that failed like this may have been processed.
fn is_unclear(failure: Failure) -> bool {
    match failure {
        Failure::Broken { sent } => sent,
        Failure::Status(status) => {
            status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT
        }
        Failure::Lasting => false,
    }
}

fn is_success(status: StatusCode, success: Success) -> bool {
    match success {
        Success::Ok => status.is_success(),
        // A 2xx is passed on and refused by the format, which reports what is missing.
        Success::Redirect => status.is_success() || is_redirect(status),
    }
}
