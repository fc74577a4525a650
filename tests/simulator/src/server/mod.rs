//! The HTTP server: every request is recorded, checked and carried out, and its response possibly
//! changed by a fault.

mod check;
mod connection;
mod faults;
mod limits;
mod reply;
mod second_host;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::{ConnectInfo, State};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::exchange::{ApiError, Call, Outcome, Request, Response};

use self::connection::{Switch, SwitchedListener};
pub use self::faults::{Cut, Fault};
use self::faults::{Effect, take};
pub(crate) use self::limits::RateLimit;
use self::reply::Reply;
pub(crate) use self::second_host::SecondHost;
use crate::contract::{Found, Operation, description};
use crate::replay::Replay;
use crate::store::{Edits, Store};
use crate::webhooks::{Webhooks, notifications};

/// The largest body that is read, in bytes.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// What the server and the handle of a workspace share.
pub(crate) struct Shared {
    pub(crate) token: String,
    pub(crate) base_url: String,
    pub(crate) second_url: String,
    pub(crate) keeps_requests: bool,
    pub(crate) log: Option<fn(&Request)>,
    pub(crate) webhooks: Arc<Webhooks>,
    /// The cassette that is replayed, in place of the store.
    pub(crate) replay: Option<Replay>,
    pub(crate) inner: Mutex<Inner>,
}

/// Changes what is stored before a request is carried out.
pub(crate) type Meanwhile = Box<dyn FnMut(&Request, &mut Edits<'_>) + Send>;

/// What changes from request to request.
pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) requests: Vec<Request>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) limit: RateLimit,
    /// How many requests there have been, for their ids.
    pub(crate) count: u64,
    /// What changes before each request.
    pub(crate) meanwhile: Option<Meanwhile>,
}

impl Shared {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves until `stopped` resolves.
pub(crate) fn serve(listener: TcpListener, shared: Arc<Shared>, stopped: oneshot::Receiver<()>) {
    let router = Router::new().fallback(handle).with_state(shared);
    let service = router.into_make_service_with_connect_info::<Switch>();
    let server = axum::serve(SwitchedListener(listener), service).with_graceful_shutdown(async {
        stopped.await.ok();
    });
    tokio::spawn(server.into_future());
}

async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(switch): ConnectInfo<Switch>,
    request: axum::extract::Request,
) -> axum::response::Response {
    let mut request = match read(request).await {
        Ok(request) => request,
        Err(error) => return Reply::new(error.into_response("")).into_response(switch),
    };
    let found = description().find(&request.method, &request.path);
    let template = match &found {
        Found::Operation(operation, _) => Some(operation.path.as_str()),
        _ => None,
    };
    let reply = {
        let mut inner = shared.lock();
        inner.count += 1;
        if let Some(mut edit) = inner.meanwhile.take() {
            edit(&request, &mut Edits(&mut inner.store));
            inner.meanwhile = Some(edit);
        }
        let mut reply = Reply::new(Response::empty(200));
        reply.request_id = format!("{:08x}{:012x}", inner.store.now(), inner.count);
        reply.date = Some(inner.store.now());
        reply.allowance = Some({
            let clock = inner.store.clock;
            inner.limit.count(clock)
        });
        reply.faults = take(&mut inner.faults, &request, template);
        let mut call = None;
        let mut instead = reply
            .faults
            .iter()
            .find_map(|fault| fault.instead(&reply.request_id));
        if let (None, Some(replay)) = (&instead, &shared.replay) {
            let replayed = replay.respond(&mut request, &shared.base_url);
            (reply.allowance, reply.date) = (None, None);
            reply.request_id = replayed.request_id.unwrap_or(reply.request_id);
            instead = Some(replayed.response);
        }
        reply.response = match instead {
            Some(response) => response,
            None if reply.allowance.is_some_and(|allowance| allowance.exceeded) => {
                ApiError::of_status(429).into_response(&reply.request_id)
            }
            None => carry_out(&shared, &mut inner.store, &mut request, found, &mut call)
                .unwrap_or_else(|error| error.into_response(&reply.request_id)),
        };
        if let Some(call) = &call
            && shared.webhooks.is_subscribed()
        {
            for (topic, item) in notifications(&inner.store, call, &reply.response) {
                shared.webhooks.notify(&topic, &item, inner.store.now());
            }
        }
        for fault in &reply.faults {
            fault.distort(&mut reply.response, call.as_ref());
        }
        reply.unknown_keys.clone_from(&request.unknown_keys);
        request.status = reply.response.status;
        if let Some(log) = shared.log {
            log(&request);
        }
        if shared.keeps_requests {
            inner.requests.push(request);
        }
        reply
    };
    for fault in &reply.faults {
        if let Effect::Delay(delay) = fault.effect {
            tokio::time::sleep(delay).await;
        }
    }
    reply.into_response(switch)
}

/// The request with its whole body.
async fn read(request: axum::extract::Request) -> Result<Request, ApiError> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, LARGEST_BODY)
        .await
        .map_err(|_| ApiError::new(400, "client_error", "The body could not be read"))?;
    let query = parts.uri.query().unwrap_or_default();
    let headers = parts.headers.iter();
    Ok(Request {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect(),
        headers: headers
            .map(|(name, value)| {
                (
                    name.as_str().to_owned(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect(),
        body,
        operation_id: None,
        status: 0,
        unknown_keys: Vec::new(),
    })
}

/// Checks a request and lets the store carry it out.
fn carry_out(
    shared: &Shared,
    store: &mut Store,
    request: &mut Request,
    found: Found,
    call: &mut Option<Call>,
) -> Outcome {
    let (operation, values): (&'static Operation, _) = match found {
        Found::Operation(operation, values) => (operation, values),
        Found::OtherMethods(methods) => {
            let error = ApiError::new(
                405,
                "method_not_allowed",
                "The path does not have this method",
            );
            return Ok(error
                .into_response("")
                .with_header("allow", methods.join(", ")));
        }
        Found::Nothing => return Err(ApiError::new(404, "not_found", "The path is not known")),
    };
    request.operation_id = Some(operation.id.clone());
    check::token(request, &shared.token)?;
    check::version(request)?;
    check::query(operation, request)?;
    let body = check::body(operation, request)?;
    request.unknown_keys = check::unknown_keys(operation, request, &body);
    let call = call.insert(Call {
        operation,
        values,
        query: request.query.clone(),
        body,
        base_url: shared.base_url.clone(),
        second_url: shared.second_url.clone(),
    });
    store.handle(call)
}
