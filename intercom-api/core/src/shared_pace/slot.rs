//! The place of a call in the store, from the request for it until its window is over.

use std::sync::Arc;
use std::time::Duration;

use super::store::Answer;
use super::{Settings, Shared};

/// A place that was asked for. It is given back when this is dropped: the call was never sent.
pub(super) struct Pending {
    shared: Arc<Shared>,
    call: Option<String>,
}

impl Pending {
    pub(super) fn new(shared: &Arc<Shared>) -> Self {
        Self {
            shared: shared.clone(),
            call: Some(shared.store.new_call()),
        }
    }

    pub(super) async fn ask(&self, settings: &Settings) -> Answer {
        let call = self.call.as_deref().unwrap_or_default();
        let store = &self.shared.store;
        store.admit(call, settings.calls, settings.window).await
    }

    /// The store has given no place.
    pub(super) fn forget(mut self) {
        self.call = None;
    }

    pub(super) fn into_slot(mut self, window: Duration) -> Slot {
        Slot {
            shared: self.shared.clone(),
            call: self.call.take().unwrap_or_default(),
            window,
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(call) = self.call.take() {
            self.shared.store.release(call, None);
        }
    }
}

/// A call that is under way. Once it is dropped, the call counts for one window more.
pub(super) struct Slot {
    shared: Arc<Shared>,
    call: String,
    window: Duration,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let call = std::mem::take(&mut self.call);
        self.shared.store.release(call, Some(self.window));
    }
}
