//! Runs many calls concurrently, up to a limit.
//!
//! Start with [`RunAll`]. It runs any future that resolves to a `Result`; this module must not depend
//! on requests.

mod calls;
mod progress;

use std::collections::BTreeMap;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tokio::task::JoinSet;

pub use self::calls::{IntoCalls, OfIterator, OfStream};
pub use self::progress::RunProgress;
use crate::error::Error;
use crate::policy::{BoxFuture, Clock};

/// The calls that are still to be started.
type Source<'a, T, E> = Pin<Box<dyn Stream<Item = BoxFuture<'static, Result<T, E>>> + Send + 'a>>;

type OnProgress<'a> = dyn FnMut(&RunProgress) + Send + 'a;

/// Many calls, a bounded number of them under way; made by
/// [`Client::run_all`](struct.Client.html#method.run_all).
///
/// It is a [`Stream`] of `(index, result)`, where `index` counts the calls from 0 in the order of the
/// source. Results come as calls finish, or [in the order of the source](Self::in_order). A call that
/// fails does not end the others, unless [`stop_on_error`](Self::stop_on_error) is set.
///
/// Calls are started while the stream is polled, and only as many as the limit allows. Each runs as a
/// task of the Tokio runtime, so calls in flight make progress while the program processes a result.
/// The limit includes finished calls whose results have not been taken yet, so memory stays bounded
/// for a source of any length. Each call keeps its own time limits and retries, and waits for its
/// turn at the client's pacer.
///
/// # Cancellation
///
/// [`next`](Self::next) can be dropped at any time: no result is lost, and the next one returns it.
/// Dropping the whole cancels the calls that are under way; whether they were processed is then
/// unknown. After an error with `stop_on_error`, they finish and their results are returned.
///
#[doc = example!("no_run")]
/// # async fn run(
/// #     intercom: intercom_api::Client,
/// #     ids: Vec<intercom_api::Id>,
/// # ) -> Result<(), intercom_api::Error> {
/// let contacts = intercom.contacts();
/// let archived = ids.iter().map(|id| contacts.archive(id));
/// let mut run = intercom
///     .run_all(archived, 20)
///     .on_progress(|progress| eprintln!("{progress}"));
/// while let Some((index, result)) = run.next().await {
///     if let Err(error) = result {
///         eprintln!("{}: {error}", ids[index]);
///     }
/// }
/// println!("{} archived", run.progress().succeeded);
/// # Ok(())
/// # }
/// ```
///
/// # Calls of several steps
///
/// The source can also be a stream, such as the items of a walk with `map` of `futures::StreamExt`.
/// Calls of several kinds, or of several steps, are async blocks:
///
#[doc = example!("no_run")]
/// # use intercom_api::types::UpdateContact;
/// # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
/// let mut walk = intercom.contacts().list().per_page(150).items();
/// let mut ids = Vec::new();
/// while let Some(contact) = walk.next().await {
///     ids.push(contact?.id);
/// }
/// let steps = ids.into_iter().map(|id| {
///     let contacts = intercom.contacts();
///     async move {
///         let contact = contacts.get(&id).await?;
///         let name = contact.name.unwrap_or_default();
///         contacts.update(&id, UpdateContact::new().name(name.trim())).await
///     }
/// });
/// let progress = intercom.run_all(steps, 10).stop_on_error().finish().await;
/// println!("{progress}");
/// # Ok(())
/// # }
/// ```
#[must_use = "no call is started before it is polled"]
pub struct RunAll<'a, T: 'static, E: 'static = Error> {
    source: Option<Source<'a, T, E>>,
    limit: usize,
    running: JoinSet<(usize, Result<T, E>)>,
    /// Finished calls that wait for an earlier one. `None` when the order does not matter.
    waiting: Option<BTreeMap<usize, Result<T, E>>>,
    /// The index that is next in order.
    next: usize,
    max_errors: usize,
    on_progress: Option<Box<OnProgress<'a>>>,
    progress: RunProgress,
    clock: Arc<dyn Clock>,
}

impl<'a, T: Send + 'static, E: Send + 'static> RunAll<'a, T, E> {
    pub(crate) fn new<K, C>(clock: Arc<dyn Clock>, calls: C, limit: usize) -> Self
    where
        C: IntoCalls<K, Value = T, Error = E>,
        C::Calls: 'a,
    {
        let calls = calls.into_calls();
        let (least, most) = calls.size_hint();
        Self {
            source: Some(Box::pin(calls)),
            limit: limit.max(1),
            running: JoinSet::new(),
            waiting: None,
            next: 0,
            max_errors: usize::MAX,
            on_progress: None,
            progress: RunProgress::new(most.filter(|most| *most == least), clock.now()),
            clock,
        }
    }

    /// Returns results in the order of the source. A slow call then holds back those behind it, and
    /// no new call starts while the limit of them wait for it.
    pub fn in_order(mut self) -> Self {
        self.waiting.get_or_insert_default();
        self
    }

    /// Starts no more calls after the first error. Those under way finish, and their results are
    /// returned.
    pub fn stop_on_error(self) -> Self {
        self.stop_after_errors(1)
    }

    /// Starts no more calls after `errors` errors (at least 1). Those under way finish, and their
    /// results are returned.
    pub fn stop_after_errors(mut self, errors: usize) -> Self {
        self.max_errors = errors.max(1);
        self
    }

    /// Calls a function after each call that has finished.
    pub fn on_progress(mut self, report: impl FnMut(&RunProgress) + Send + 'a) -> Self {
        self.on_progress = Some(Box::new(report));
        self
    }

    /// Returns the next result, with the index of its call; `None` at the end.
    pub async fn next(&mut self) -> Option<(usize, Result<T, E>)> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns how far the calls are. At the end it is the summary.
    pub fn progress(&self) -> &RunProgress {
        &self.progress
    }

    /// Runs all calls to their end and returns the summary. The results are dropped.
    pub async fn finish(mut self) -> RunProgress {
        while self.next().await.is_some() {}
        self.progress.clone()
    }

    /// Runs all calls and returns their values in the order of the source.
    ///
    /// # Errors
    ///
    /// The first error in the order of the source, of the calls that were started. After an error no
    /// more calls start, as with [`stop_on_error`](Self::stop_on_error).
    pub async fn try_collect(self) -> Result<Vec<T>, E> {
        let mut run = self.in_order().stop_on_error();
        let mut values = Vec::new();
        let mut first_error = None;
        while let Some((_, result)) = run.next().await {
            match result {
                Ok(value) => values.push(value),
                Err(error) => {
                    first_error.get_or_insert(error);
                }
            }
        }
        first_error.map_or(Ok(values), Err)
    }

    /// Starts calls until the limit is reached. Returns whether the source has more to come.
    fn start(&mut self, cx: &mut Context<'_>) -> bool {
        loop {
            let Some(source) = &mut self.source else {
                return false;
            };
            let waiting = self.waiting.as_ref().map_or(0, BTreeMap::len);
            if self.running.len() + waiting >= self.limit {
                return true;
            }
            match source.as_mut().poll_next(cx) {
                Poll::Pending => return true,
                Poll::Ready(None) => self.source = None,
                Poll::Ready(Some(call)) => {
                    let index = self.progress.started;
                    self.progress.started += 1;
                    let call = async move { (index, call.await) };
                    #[cfg(feature = "tracing")]
                    let call = tracing::instrument::Instrument::in_current_span(call);
                    self.running.spawn(call);
                }
            }
        }
    }

    fn count(&mut self, result: &Result<T, E>) {
        match result {
            Ok(_) => self.progress.succeeded += 1,
            Err(_) => self.progress.failed += 1,
        }
        if self.progress.failed >= self.max_errors && self.source.take().is_some() {
            self.progress.is_stopped = true;
        }
        self.progress.measure(self.clock.now());
        if let Some(report) = &mut self.on_progress {
            report(&self.progress);
        }
    }

    /// Takes the finished call that is next in order.
    fn take_waiting(&mut self) -> Option<(usize, Result<T, E>)> {
        let waiting = self.waiting.as_mut()?;
        // With nothing under way, what is missing will not come: the runtime is shutting down.
        let is_next = |index: usize| index == self.next || self.running.is_empty();
        let first = waiting
            .first_entry()
            .filter(|first| is_next(*first.key()))?;
        let (index, result) = first.remove_entry();
        self.next = index + 1;
        Some((index, result))
    }
}

impl<T: Send + 'static, E: Send + 'static> Stream for RunAll<'_, T, E> {
    type Item = (usize, Result<T, E>);

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(next) = this.take_waiting() {
                return Poll::Ready(Some(next));
            }
            let has_more = this.start(cx);
            match ready!(this.running.poll_join_next(cx)) {
                Some(Ok((index, result))) => {
                    this.count(&result);
                    match &mut this.waiting {
                        None => return Poll::Ready(Some((index, result))),
                        Some(waiting) => drop(waiting.insert(index, result)),
                    }
                }
                Some(Err(error)) => {
                    if let Ok(panic) = error.try_into_panic() {
                        // As if the call had been awaited here.
                        std::panic::resume_unwind(panic);
                    }
                }
                None if this.waiting.as_ref().is_some_and(|it| !it.is_empty()) => {}
                None if has_more => return Poll::Pending,
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T, E> fmt::Debug for RunAll<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunAll")
            .field("limit", &self.limit)
            .field("is_in_order", &self.waiting.is_some())
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
