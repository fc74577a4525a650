//! Calls from programs without an async runtime: a thread of this crate runs them.

use std::sync::{OnceLock, mpsc};
use std::thread;

use tokio::runtime::{Builder, Handle};

use crate::error::Error;
use crate::request::Request;
use crate::response::RawResponse;
use crate::send::send;

/// The runtime of all blocking calls, started by the first one; `None` if it could not start.
static RUNTIME: OnceLock<Option<Handle>> = OnceLock::new();

/// Sends a request and waits for the answer.
pub(crate) fn send_blocking(request: Request) -> Result<RawResponse, Error> {
    let context = request.context();
    if Handle::try_current().is_ok() {
        return Err(Error::request(
            context,
            "`send_blocking` would block the async runtime that it is called in; await the call",
        ));
    }
    let Some(runtime) = RUNTIME.get_or_init(start) else {
        return Err(Error::request(
            context,
            "the thread of blocking calls cannot be started",
        ));
    };
    let (sender, receiver) = mpsc::channel();
    runtime.spawn(async move {
        // The receiver waits until there is a result.
        drop(sender.send(send(request).await));
    });
    receiver.recv().unwrap_or_else(|_| {
        Err(Error::request(
            context,
            "the thread of blocking calls has ended",
        ))
    })
}

fn start() -> Option<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build().ok()?;
    let handle = runtime.handle().clone();
    thread::Builder::new()
        .name("intercom-api".to_owned())
        .spawn(move || runtime.block_on(std::future::pending::<()>()))
        .ok()?;
    Some(handle)
}
