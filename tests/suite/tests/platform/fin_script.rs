//! A client over a transport that plays a script: a response for each connection.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use futures_util::{Stream, StreamExt, stream};
use intercom_api::external::bytes::Bytes;
use intercom_api::external::http::{HeaderMap, Request, Response};
use intercom_api::{BoxFuture, Client, ClientBuilder, Clock, TransportBody, TransportError};

pub const TOKEN: &str = "s3cret-token";
pub const URL: &str =
    "https://realtime.example/event-stream?channels=fin:1&accessToken=s3cret-jwt&rewind=2m";

pub type Exchange = Result<Response<TransportBody>, TransportError>;

/// The requests that arrived.
#[derive(Clone, Default)]
pub struct Requests(Arc<Mutex<Vec<(String, HeaderMap)>>>);

impl Requests {
    pub fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    pub fn header(&self, index: usize, name: &str) -> Option<String> {
        let requests = self.0.lock().unwrap();
        let value = requests[index].1.get(name)?;
        Some(value.to_str().unwrap().to_owned())
    }

    pub fn urls(&self) -> Vec<String> {
        let requests = self.0.lock().unwrap();
        requests.iter().map(|(url, _)| url.clone()).collect()
    }
}

/// A clock that jumps over every wait.
#[derive(Clone)]
pub struct JumpingClock(Instant, Arc<Mutex<Duration>>);

impl JumpingClock {
    pub fn new() -> Self {
        Self(Instant::now(), Arc::default())
    }

    pub fn advance(&self, duration: Duration) {
        *self.1.lock().unwrap() += duration;
    }
}

impl Clock for JumpingClock {
    fn now(&self) -> Instant {
        self.0 + *self.1.lock().unwrap()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + *self.1.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.advance(duration);
        Box::pin(std::future::ready(()))
    }
}

pub fn builder() -> ClientBuilder {
    Client::builder()
        .token(TOKEN)
        .default_header("x-own", "s3cret-header")
        .clock(JumpingClock::new())
}

/// A client whose connections receive the result of a function of their number, from zero.
pub fn client_of<F>(builder: ClientBuilder, answer: F) -> (Client, Requests)
where
    F: Fn(usize) -> Exchange + Send + Sync + 'static,
{
    let requests = Requests::default();
    let seen = requests.clone();
    let transport = move |request: Request<Bytes>| {
        let mut requests = seen.0.lock().unwrap();
        requests.push((request.uri().to_string(), request.headers().clone()));
        std::future::ready(answer(requests.len() - 1))
    };
    (builder.transport(transport).build().unwrap(), requests)
}

/// A client whose connections receive these exchanges in order, and then `401`.
pub fn client(answers: impl IntoIterator<Item = Exchange>) -> (Client, Requests) {
    let answers = Mutex::new(answers.into_iter().collect::<VecDeque<_>>());
    client_of(builder(), move |_| {
        let answer = answers.lock().unwrap().pop_front();
        answer.unwrap_or_else(|| response(401, "application/json", "{}"))
    })
}

#[allow(clippy::unnecessary_wraps, reason = "what a transport returns")]
pub fn response(status: u16, media_type: &str, body: impl Into<TransportBody>) -> Exchange {
    let response = Response::builder().status(status);
    let response = response.header("content-type", media_type);
    Ok(response.body(body.into()).unwrap())
}

/// A connection that sends these bytes and ends.
pub fn sends(text: impl Into<String>) -> Exchange {
    response(200, "text/event-stream", text.into())
}

/// A connection that sends these bytes and breaks.
pub fn breaks_after(text: impl Into<String>) -> Exchange {
    let bytes = Bytes::from(text.into());
    let broken = || TransportError::broken(std::io::Error::from(std::io::ErrorKind::BrokenPipe));
    streams(stream::iter([Ok(bytes), Err(broken())]))
}

/// A connection that sends the bytes of a stream.
pub fn streams(
    chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
) -> Exchange {
    response(
        200,
        "text/event-stream; charset=utf-8",
        TransportBody::from_stream(chunks),
    )
}

/// A connection that sends these bytes, and then nothing.
pub fn hangs_after(text: impl Into<String>) -> Exchange {
    let bytes = Bytes::from(text.into());
    streams(stream::iter([Ok(bytes)]).chain(stream::pending()))
}

/// An event with this JSON.
pub fn event(json: impl std::fmt::Display) -> String {
    format!("data: {json}\n\n")
}

pub fn status(status: &str, at: u32) -> String {
    event(serde_json::json!({
        "event_name": "fin_status_updated", "conversation_id": "c", "user_id": "u",
        "status": status, "created_at_ms": format!("2025-01-24T10:00:00.{at:03}Z"),
    }))
}

pub fn reply(id: &str, status: &str, stream_id: &str) -> String {
    event(serde_json::json!({
        "event_name": "fin_replied", "conversation_id": "c", "user_id": "u",
        "message": {"id": id, "author": "fin", "body": "<p>Hello</p>", "timestamp_ms": "2025-01-24T10:00:01.000Z"},
        "status": status, "stream_id": stream_id, "created_at_ms": "2025-01-24T10:00:01.000Z",
    }))
}

pub fn chunk(stream_id: &str, index: i64, text: &str) -> String {
    event(serde_json::json!({
        "event_name": "fin_reply_chunk", "conversation_id": "c", "stream_id": stream_id,
        "chunk_index": index, "chunk_text": text, "status": "replying",
        "created_at_ms": "2025-01-24T10:00:00.900Z",
    }))
}
