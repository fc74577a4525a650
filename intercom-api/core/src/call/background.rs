//! Decodes a large body on a blocking thread, so that the other tasks of a runtime are not held up.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::error::Error;
use crate::operation;
use crate::response::RawResponse;

/// Bodies up to this size are decoded where they are awaited: that takes a few milliseconds at most,
/// and handing them to another thread has a price, too.
const LARGE: usize = 1024 * 1024;

/// Decoding that is under way.
pub(crate) struct Background<T> {
    context: operation::Context,
    task: JoinHandle<()>,
    /// Filled by the task, which is not generic and so compiled once.
    decoded: Arc<Mutex<Option<Decoded<T>>>>,
}

type Decoded<T> = (RawResponse, Result<T, Error>);

impl<T: Send + 'static> Background<T> {
    /// Starts to decode a large body. A small one comes back, as does one outside of a runtime.
    #[expect(
        clippy::result_large_err,
        reason = "the common case, which boxing would make slower"
    )]
    pub(crate) fn start(
        raw: RawResponse,
        decode: impl FnOnce(&RawResponse) -> Result<T, Error> + Send + 'static,
    ) -> Result<Self, RawResponse> {
        if raw.body().len() <= LARGE {
            return Err(raw);
        }
        let Ok(runtime) = Handle::try_current() else {
            return Err(raw);
        };
        let context = raw.context;
        let decoded = Arc::new(Mutex::new(None));
        let slot = Arc::clone(&decoded);
        let job = Box::new(move || {
            let value = decode(&raw);
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some((raw, value));
        });
        Ok(Self {
            context,
            task: spawn(&runtime, job),
            decoded,
        })
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<(RawResponse, T), Error>> {
        // How the task ended shows in whether there is a value.
        let _ = ready!(Pin::new(&mut self.task).poll(cx));
        let mut decoded = self.decoded.lock().unwrap_or_else(PoisonError::into_inner);
        Poll::Ready(match decoded.take() {
            Some((raw, value)) => value.map(|value| (raw, value)),
            None => Err(Error::decoding_ended(self.context)),
        })
    }
}

fn spawn(runtime: &Handle, job: Box<dyn FnOnce() + Send>) -> JoinHandle<()> {
    runtime.spawn_blocking(job)
}
