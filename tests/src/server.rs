//! The HTTP server: every request is recorded, checked, answered, and perhaps spoilt by a fault.

use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::answer::Answer;
use crate::call::Call;
use crate::check;
use crate::connection::{Switch, SwitchedListener, cut_body};
use crate::description::{Found, Operation, description};
use crate::error::{ApiError, Outcome};
use crate::faults::{Effect, Fault, take};
use crate::limits::{Allowance, RateLimit};
use crate::request::Request;
use crate::store::Store;

/// The largest body that is read, in bytes.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// What the server and the handle of a workspace share.
pub(crate) struct Shared {
    pub(crate) token: String,
    pub(crate) base_url: String,
    pub(crate) second_url: String,
    pub(crate) keeps_requests: bool,
    pub(crate) log: Option<fn(&Request)>,
    pub(crate) inner: Mutex<Inner>,
}

/// What changes from request to request.
pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) requests: Vec<Request>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) limit: RateLimit,
    /// How many requests there have been, for their ids.
    pub(crate) count: u64,
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
) -> Response<Body> {
    let mut request = match read(request).await {
        Ok(request) => request,
        Err(error) => return Reply::new(error.into_answer("")).into_response(switch),
    };
    let found = description().find(&request.method, &request.path);
    let template = match &found {
        Found::Operation(operation, _) => Some(operation.path.as_str()),
        _ => None,
    };
    let reply = {
        let mut inner = shared.lock();
        inner.count += 1;
        let mut reply = Reply::new(Answer::empty(200));
        reply.request_id = format!("{:08x}{:012x}", crate::store::now(), inner.count);
        reply.allowance = Some(inner.limit.count());
        reply.faults = take(&mut inner.faults, &request, template);
        let mut call = None;
        reply.answer = match reply
            .faults
            .iter()
            .find_map(|fault| fault.instead(&reply.request_id))
        {
            Some(answer) => answer,
            None if reply.allowance.is_some_and(|allowance| allowance.exceeded) => {
                ApiError::of_status(429).into_answer(&reply.request_id)
            }
            None => carry_out(&shared, &mut inner.store, &mut request, found, &mut call)
                .unwrap_or_else(|error| error.into_answer(&reply.request_id)),
        };
        for fault in &reply.faults {
            fault.distort(&mut reply.answer, call.as_ref());
        }
        reply.unknown_keys.clone_from(&request.unknown_keys);
        request.status = reply.answer.status;
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
pub(crate) async fn read(request: axum::extract::Request) -> Result<Request, ApiError> {
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

/// Checks a request and lets the store answer it.
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
                "The path does not know this method",
            );
            return Ok(error
                .into_answer("")
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
    store.answer(call)
}

/// An answer on its way out.
struct Reply {
    answer: Answer,
    request_id: String,
    allowance: Option<Allowance>,
    unknown_keys: Vec<String>,
    faults: Vec<Fault>,
}

impl Reply {
    fn new(answer: Answer) -> Self {
        Self {
            answer,
            request_id: String::new(),
            allowance: None,
            unknown_keys: Vec::new(),
            faults: Vec::new(),
        }
    }

    fn into_response(self, switch: Switch) -> Response<Body> {
        let (media_type, mut bytes) = self.answer.encode();
        let mut headers = self.answer.headers;
        headers.extend(
            media_type.map(|media_type| ("content-type".to_owned(), media_type.to_owned())),
        );
        headers.push(("x-request-id".to_owned(), self.request_id));
        if let Some(allowance) = self.allowance {
            headers.push(("x-ratelimit-limit".to_owned(), allowance.limit.to_string()));
            headers.push((
                "x-ratelimit-remaining".to_owned(),
                allowance.remaining.to_string(),
            ));
            headers.push(("x-ratelimit-reset".to_owned(), allowance.reset.to_string()));
        }
        if !self.unknown_keys.is_empty() {
            headers.push((
                "x-simulated-unknown-keys".to_owned(),
                self.unknown_keys.join(", "),
            ));
        }
        if self
            .faults
            .iter()
            .any(|fault| matches!(fault.effect, Effect::Gzip))
            && let Ok(compressed) = gzip(&bytes)
        {
            headers.push(("content-encoding".to_owned(), "gzip".to_owned()));
            bytes = compressed;
        }
        let cut = self.faults.iter().find_map(|fault| match fault.effect {
            Effect::Cut(cut) => Some(cut),
            _ => None,
        });
        let body = match cut {
            Some(cut) => {
                headers.push(("content-length".to_owned(), bytes.len().to_string()));
                cut_body(&bytes, cut, switch)
            }
            None => Body::from(bytes),
        };
        let mut response = Response::new(body);
        *response.status_mut() =
            StatusCode::from_u16(self.answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in headers {
            // A key may hold what no header can: that one is left out.
            if let (Ok(name), Ok(value)) =
                (HeaderName::try_from(name), HeaderValue::try_from(value))
            {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}
