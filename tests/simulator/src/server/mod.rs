//! The HTTP server: every request is recorded, checked and carried out, and its response possibly
//! changed by a fault.

mod check;
mod connection;
mod faults;
mod forms;
mod limits;
mod reply;
mod second_host;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::Router;
use axum::extract::{ConnectInfo, State};
use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot};

use crate::exchange::{ApiError, Call, Outcome, Request, Response};

use self::connection::{Switch, SwitchedListener};
pub use self::faults::{Cut, Fault};
use self::faults::{Effect, take};
pub(crate) use self::limits::RateLimit;
use self::reply::Reply;
pub(crate) use self::second_host::SecondHost;
use crate::contract::{Contract, Found};
use crate::replay::Replay;
use crate::store::{Edits, Store};
use crate::webhooks::{Webhooks, notifications};

/// The largest body that is read, in bytes.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// What the server and the handle of a workspace share.
pub(crate) struct Shared {
    pub(crate) token: String,
    pub(crate) base_url: String,
    pub(crate) second_port: u16,
    pub(crate) contract: Contract,
    pub(crate) keeps_requests: bool,
    pub(crate) log: Option<fn(&Request)>,
    pub(crate) webhooks: Arc<Webhooks>,
    /// Wakes what waits for the time of the workspace.
    pub(crate) moved: Notify,
    /// When the steady time of the workspace was zero.
    pub(crate) epoch: Instant,
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

    /// The URL of the second host.
    pub(crate) fn second_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.second_port)
    }
}

/// Opens a port.
///
/// # Errors
/// The port is in use, or this machine does not allow it.
pub(crate) async fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let hint = match error.kind() {
            io::ErrorKind::AddrInUse => {
                "another program uses the port; choose another one, or 0 for any that is free"
            }
            io::ErrorKind::PermissionDenied => {
                "the port requires more rights; choose one above 1023, or 0 for any that is free"
            }
            io::ErrorKind::AddrNotAvailable => "the address is not one of this machine",
            _ => return error,
        };
        io::Error::new(error.kind(), format!("cannot listen on {address}: {hint}"))
    })
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
    let found = shared
        .contract
        .description()
        .find(&request.method, &request.path);
    let operation = match &found {
        Found::Operation(index, _) => shared.contract.operations().get(*index),
        _ => None,
    };
    let template = operation.map(|operation| operation.path.as_str());
    let reply = {
        let mut inner = shared.lock();
        inner.count += 1;
        if let Some(mut edit) = inner.meanwhile.take() {
            edit(&request, &mut Edits(&mut inner.store));
            inner.meanwhile = Some(edit);
            shared.moved.notify_waiters();
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
            let (base_url, _) = addresses(&shared, &request);
            let replayed = replay.respond(&mut request, operation, &base_url);
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
        parts: Vec::new(),
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
    let contract = &shared.contract;
    let (index, values) = match found {
        Found::Operation(index, values) => (index, values),
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
    let operation = &contract.operations()[index];
    request.operation_id = Some(operation.id.clone());
    check::token(request, &shared.token)?;
    check::version(contract.description(), request)?;
    check::query(operation, request)?;
    let body = check::body(operation, request)?;
    request.unknown_keys = check::unknown_keys(operation, request, &body);
    let (base_url, second_url) = addresses(shared, request);
    let call = call.insert(Call {
        contract: contract.clone(),
        index,
        values,
        query: request.query.clone(),
        headers: request.headers.clone(),
        body,
        base_url,
        second_url,
    });
    store.resolve_last(call)?;
    store.handle(call)
}

/// Returns the URLs of the workspace and of the second host, for links in responses: on the host that
/// the request was sent to, which a container or a proxy may have mapped to another name or port.
fn addresses(shared: &Shared, request: &Request) -> (String, String) {
    let host = request.header("host").filter(|host| !host.is_empty());
    let url = host.and_then(|host| url::Url::parse(&format!("http://{host}")).ok());
    let Some(name) = url.as_ref().and_then(url::Url::host_str) else {
        return (shared.base_url.clone(), shared.second_url());
    };
    let port = url.as_ref().and_then(url::Url::port);
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    let second = format!("http://{name}:{}", shared.second_port);
    (format!("http://{name}{port}"), second)
}
