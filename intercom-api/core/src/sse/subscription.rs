//! The events of a URL over all connections: when to connect again, and when to give up.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_core::Stream;
use http::HeaderValue;
use secrecy::SecretString;
use sse_stream::Sse;
use url::Url;

use super::ServerEvent;
use super::connection::{Events, Fault, Opening, fault, left};
use crate::error::Error;
use crate::operation::{Context, OperationInfo};
use crate::policy::random::random;
use crate::policy::redact::{Redactor, Secret};
use crate::policy::retry::{Attempt, Decision, decide};
use crate::response::RawResponse;
use crate::response::body::Unread;
use crate::transport::Settings;
use crate::url::base_url::is_loopback;

/// How long a token lives, unless set otherwise.
const LIFETIME: Duration = Duration::from_secs(3 * 60);

/// How many connections are made at most, whatever a server sends over each.
const MAX_CONNECTIONS: u32 = 50;

/// The shortest wait before another connection.
const MIN_WAIT: Duration = Duration::from_millis(100);

/// The longest wait that a server can ask for.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// The longest id of an event that is sent back.
const MAX_ID: usize = 1024;

/// How many bytes a URL can have: what `http::Uri` takes.
const MAX_URL: usize = 65_534;

pub(super) struct Subscription {
    settings: Arc<Settings>,
    operation: &'static OperationInfo,
    url: Result<Url, &'static str>,
    /// Finds the token in everything that is printed.
    redactor: Redactor,
    pub(super) lifetime: Duration,
    started: Instant,
    current: Option<Current>,
    last_id: Option<HeaderValue>,
    /// The wait that the server asks for.
    wait: Duration,
    /// How often a connection failed since an event last arrived.
    failures: u32,
    connections: u32,
    has_ended: bool,
}

/// The connection that is open.
struct Current {
    head: RawResponse,
    events: Events,
}

impl Subscription {
    pub(super) fn new(
        settings: &Arc<Settings>,
        operation: &'static OperationInfo,
        url: &str,
    ) -> Self {
        let url = check_url(url, settings.base_url.is_plain_http());
        let mut redactor = Redactor::default();
        if let Ok(url) = &url {
            hide(url, &mut redactor);
        }
        Self {
            settings: Arc::clone(settings),
            operation,
            url,
            redactor,
            lifetime: LIFETIME,
            started: settings.clock.now(),
            current: None,
            last_id: None,
            wait: MIN_WAIT,
            failures: 0,
            connections: 0,
            has_ended: false,
        }
    }

    /// Returns the next event; `None` after an error.
    pub(super) async fn next(&mut self) -> Option<Result<ServerEvent, Error>> {
        if self.has_ended {
            return None;
        }
        let next = self.event().await;
        if next.is_err() {
            self.has_ended = true;
            self.current = None;
        }
        Some(next)
    }

    async fn event(&mut self) -> Result<ServerEvent, Error> {
        loop {
            let Some(current) = &mut self.current else {
                self.connect().await?;
                continue;
            };
            let next = poll_fn(|cx| Pin::new(&mut current.events).poll_next(cx)).await;
            if left(&*self.settings.clock, self.deadline()).is_zero() {
                return Err(self.expired());
            }
            match next {
                Some(Ok(event)) => {
                    if let Some(event) = self.received(event) {
                        return Ok(event);
                    }
                }
                Some(Err(error)) => self.broken(fault(error)).await?,
                None => self.after(Unread::Short).await?,
            }
        }
    }

    /// Connects, as often as the client's retries allow.
    async fn connect(&mut self) -> Result<(), Error> {
        if left(&*self.settings.clock, self.deadline()).is_zero() {
            return Err(self.expired());
        }
        if self.connections == MAX_CONNECTIONS {
            let message = "the server has ended too many connections";
            return Err(Error::subscription(self.context(), message));
        }
        self.connections += 1;
        let url = self.url.as_ref();
        let url = url.map_err(|problem| Error::request(self.context(), *problem))?;
        let opening = Opening {
            settings: &self.settings,
            context: self.context(),
            url,
            redactor: &self.redactor,
            last_id: self.last_id.clone(),
            deadline: self.deadline(),
        };
        match opening.open().await {
            Ok((head, events)) => {
                self.current = Some(Current { head, events });
                Ok(())
            }
            Err(error) => self.retry(error).await,
        }
    }

    /// Stores the stream settings of an event, and returns the event if it has data.
    fn received(&mut self, event: Sse) -> Option<ServerEvent> {
        if let Some(retry) = event.retry {
            self.wait = Duration::from_millis(retry).clamp(MIN_WAIT, MAX_WAIT);
        }
        if let Some(id) = event.id {
            let is_short = (1..=MAX_ID).contains(&id.len());
            self.last_id = HeaderValue::try_from(id).ok().filter(|_| is_short);
        }
        let data = event.data?;
        self.failures = 0;
        Some(ServerEvent {
            name: event.event.filter(|name| !name.is_empty()),
            data,
            is_maybe_repeated: self.connections > 1,
        })
    }

    /// Handles the end of a connection that is not the end of its body.
    async fn broken(&mut self, fault: Fault) -> Result<(), Error> {
        match fault {
            Fault::Expired => Err(self.expired()),
            // A server need not send anything while there is nothing to report.
            Fault::Silent => {
                self.current = None;
                self.pause(self.wait).await;
                Ok(())
            }
            Fault::Broken(_) | Fault::Cut | Fault::TooLarge => self.after(fault.unread()).await,
        }
    }

    /// Handles the end of a body.
    async fn after(&mut self, unread: Unread) -> Result<(), Error> {
        let limit = self.settings.attempt_timeout;
        let error = match self.current.take() {
            Some(current) => Error::body(&current.head, unread, limit),
            None => Error::out_of_time(self.context(), limit, true),
        };
        self.retry(error).await
    }

    /// Waits before another connection, or returns the error.
    async fn retry(&mut self, error: Error) -> Result<(), Error> {
        self.failures += 1;
        let left = left(&*self.settings.clock, self.deadline());
        let decision = decide(&Attempt {
            retries: self.settings.retries,
            repeat: self.operation.repeat,
            failure: error.failure(),
            number: self.failures,
            left,
            hint: error.hint(),
            random: random(),
        });
        match decision {
            Decision::Retry(wait) => {
                self.pause(wait.max(self.wait)).await;
                Ok(())
            }
            Decision::GiveUp => Err(error),
        }
    }

    async fn pause(&mut self, wait: Duration) {
        self.settings.clock.sleep(wait).await;
    }

    fn deadline(&self) -> Instant {
        let deadline = self.started.checked_add(self.lifetime);
        deadline.unwrap_or(self.started + LIFETIME)
    }

    fn expired(&self) -> Error {
        Error::out_of_time(self.context(), self.lifetime, true)
    }

    fn context(&self) -> Context {
        Context {
            operation: Some(self.operation),
            repeat: self.operation.repeat,
            deletes: false,
            attempts: self.connections,
            is_unclear: false,
        }
    }
}

/// Checks a URL. Plain http is only accepted to this machine, and only where the API is there, too.
fn check_url(text: &str, has_plain_http: bool) -> Result<Url, &'static str> {
    if text.len() > MAX_URL {
        return Err("the URL of the subscription is too long");
    }
    let mut url = Url::parse(text.trim()).map_err(|_| "the subscription is not an absolute URL")?;
    let is_local = url.host().is_some_and(|host| is_loopback(&host));
    let is_private = match url.scheme() {
        "https" => url.has_host(),
        "http" => has_plain_http && is_local,
        _ => false,
    };
    if !is_private {
        return Err("the URL of the subscription is not https");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("the URL of the subscription contains credentials");
    }
    url.set_fragment(None);
    Ok(url)
}

/// Adds the parts of a URL that may be a token.
fn hide(url: &Url, redactor: &mut Redactor) {
    let mut add = |text: &str| redactor.add(&Arc::new(Secret::new(SecretString::from(text))));
    if let Some(query) = url.query() {
        add(query);
    }
    for (_, value) in url.query_pairs() {
        add(&value);
    }
}

#[cfg(test)]
mod tests {
    use super::check_url;

    #[test]
    fn url_must_be_encrypted_unless_the_api_is_on_this_machine() {
        for (url, plain, expected) in [
            ("https://realtime.example/events?accessToken=a", false, true),
            ("https://realtime.example/events", true, true),
            ("http://realtime.example/events", false, false),
            ("http://realtime.example/events", true, false),
            ("http://127.0.0.1:1/events", false, false),
            ("http://127.0.0.1:1/events", true, true),
            ("https://user:password@realtime.example/", false, false),
            ("data:text/event-stream,x", true, false),
            ("/events", true, false),
            ("", true, false),
        ] {
            assert_eq!(check_url(url, plain).is_ok(), expected, "{url} {plain}");
        }
        let long = format!("https://realtime.example/{}", "x".repeat(70_000));
        assert!(check_url(&long, true).is_err());
    }
}
