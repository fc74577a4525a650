//! The handle of a simulated workspace: how tests start one, inspect it and inject faults.

mod builder;
#[cfg(feature = "client")]
mod client;
mod clock;
mod replay;

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub use self::builder::Builder;
pub use self::clock::WorkspaceClock;
use crate::contract::Contract;
use crate::exchange::Request;
use crate::server::{Fault, RateLimit, SecondHost, Shared};
use crate::store::{Collection, Edits, ExportFiles};
use crate::webhooks::Delivery;

/// A simulated Intercom workspace on a loopback port.
///
/// Keys of a body and names of a query that the contract does not have are not mistakes, but are
/// listed in the response header `x-simulated-unknown-keys` and in [`Request::unknown_keys`].
///
/// It runs on the tokio runtime that started it, and stops when dropped. The drop panics if the
/// host of recordings has seen the token; see [`take_leaks`](Self::take_leaks).
pub struct Workspace {
    shared: Arc<Shared>,
    second_host: SecondHost,
    second_url: String,
    webhooks: JoinHandle<()>,
    _stop: oneshot::Sender<()>,
}

impl Workspace {
    /// Starts building a workspace, by default with the seed
    /// [`Seed::example`](crate::Seed::example), a free port and
    /// Intercom's limits.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Returns the URL of the workspace, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// Returns the token that it accepts.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// Returns the URL of the second host, which has recordings and can be the target of redirects.
    pub fn second_host(&self) -> &str {
        &self.second_url
    }

    /// Returns the contract that it implements.
    pub fn contract(&self) -> &Contract {
        &self.shared.contract
    }

    /// Returns every request so far, in the order of their responses.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.lock().requests.clone()
    }

    /// Returns the last request so far.
    pub fn last_request(&self) -> Option<Request> {
        self.shared.lock().requests.last().cloned()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.shared.lock().requests.clear();
    }

    /// Returns the objects of a collection, such as `contacts`, as the API returns them, in the order
    /// in which they were made.
    ///
    /// ```
    /// use intercom_simulator::{Seed, Workspace};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let workspace = Workspace::builder().seed(Seed::contacts(2)).start().await?;
    /// // A program under test works here.
    /// let contacts = workspace.stored("contacts");
    /// assert_eq!(contacts[1]["email"], "contact-1@example.com");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    /// The collection is none of [`Seed::collections`](crate::Seed::collections): an assertion with a
    /// misspelled name must not pass.
    #[track_caller]
    pub fn stored(&self, collection: &str) -> Vec<Value> {
        let collection = known(collection);
        let inner = self.shared.lock();
        let rows = inner.store.table(collection).rows();
        rows.map(|row| inner.store.show(collection, row)).collect()
    }

    /// Returns the object with this id, as the API returns it.
    ///
    /// # Panics
    /// As [`stored`](Self::stored).
    #[track_caller]
    pub fn stored_by_id(&self, collection: &str, id: &str) -> Option<Value> {
        let collection = known(collection);
        let inner = self.shared.lock();
        let row = inner.store.table(collection).get(id)?;
        Some(inner.store.show(collection, row))
    }

    /// Returns the number of objects in a collection.
    ///
    /// # Panics
    /// As [`stored`](Self::stored).
    #[track_caller]
    pub fn count(&self, collection: &str) -> usize {
        let collection = known(collection);
        self.shared.lock().store.table(collection).len()
    }

    /// Changes what is stored, without a request.
    pub fn edit<T>(&self, edit: impl FnOnce(&mut Edits<'_>) -> T) -> T {
        let result = edit(&mut Edits(&mut self.shared.lock().store));
        self.shared.moved.notify_waiters();
        result
    }

    /// Changes what is stored while a program works: `edit` is called before each request is carried
    /// out. It replaces the one before.
    pub fn meanwhile(&self, edit: impl FnMut(&Request, &mut Edits<'_>) + Send + 'static) {
        self.shared.lock().meanwhile = Some(Box::new(edit));
    }

    /// Injects a fault from now on.
    pub fn inject(&self, fault: Fault) {
        self.shared.lock().faults.push(fault);
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        self.shared.lock().faults.clear();
    }

    /// Sets another rate limit, counted from now on.
    pub fn set_rate_limit(&self, calls: u32, window: Duration) {
        let mut inner = self.shared.lock();
        inner.limit = RateLimit::new(calls, window, inner.store.clock);
    }

    /// Sets what all exports hold from now on.
    pub fn set_exports(&self, files: ExportFiles) {
        self.shared.lock().store.exports = Some(files);
    }

    /// Sets the body of all event streams from now on, as it is sent.
    pub fn set_events(&self, body: &str) {
        self.shared.lock().store.events = Some(body.to_owned());
    }

    /// Returns the time of the workspace, to be moved forward.
    pub fn clock(&self) -> WorkspaceClock {
        WorkspaceClock(self.shared.clone())
    }

    /// Sends a webhook of any topic, besides those that calls cause.
    pub fn send_webhook(&self, topic: &str, item: &Value) {
        let now = self.clock().now();
        self.shared.webhooks.notify(topic, item, now);
    }

    /// Returns every attempt to deliver a webhook so far, in order.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.shared.webhooks.deliveries()
    }

    /// Returns how many webhooks are being sent, or wait for their first attempt or for another.
    pub fn pending_webhooks(&self) -> usize {
        self.shared.webhooks.pending()
    }

    /// Returns the paths at which the second host received the token, and forgets them.
    pub fn take_leaks(&self) -> Vec<String> {
        std::mem::take(
            &mut *self
                .second_host
                .leaks
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }
}

/// Returns the collection of this name.
#[track_caller]
#[expect(
    clippy::panic,
    reason = "a misspelled name in a test must fail it, as a failed assertion does"
)]
fn known(name: &str) -> Collection {
    match Collection::find(name) {
        Ok(collection) => collection,
        Err(problem) => panic!("{problem}"),
    }
}

impl std::fmt::Debug for Workspace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workspace")
            .field("base_url", &self.shared.base_url)
            .finish_non_exhaustive()
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        self.webhooks.abort();
        let leaks = self.take_leaks();
        assert!(
            leaks.is_empty() || std::thread::panicking(),
            "the token was sent to another host than the workspace: {leaks:?}"
        );
    }
}
