//! Reads pages ahead while the program works on those before.

use std::task::{Context, Poll};

use tokio::runtime::Handle;
use tokio::sync::mpsc::{self, Receiver};
use tokio::task::AbortHandle;

use super::walker::{FetchResult, Walker};

/// The most pages that are ready or requested at a time.
const MAX_AHEAD: usize = 256;

/// A task that requests pages and keeps a few of them ready. Dropping it ends the task.
pub(super) struct Prefetch {
    outcomes: Receiver<(FetchResult, Option<Box<Walker>>)>,
    task: AbortHandle,
}

impl Prefetch {
    /// Starts with at most `ahead` pages ready or on their way, 256 at most, and at most `pages` in
    /// all.
    pub(super) fn start(
        runtime: &Handle,
        mut walker: Box<Walker>,
        ahead: usize,
        pages: usize,
    ) -> Self {
        let (sender, outcomes) = mpsc::channel(ahead.clamp(1, MAX_AHEAD));
        let task = runtime.spawn(async move {
            for _ in 0..pages {
                // There must be room for a page before it is requested.
                let Ok(room) = sender.reserve().await else {
                    return;
                };
                match walker.fetch().await {
                    Ok(Some(fetched)) => room.send((Ok(Some(fetched)), None)),
                    // The reader decides whether to continue.
                    last => return room.send((last, Some(walker))),
                }
            }
        });
        Self {
            outcomes,
            task: task.abort_handle(),
        }
    }

    /// The next page, and with the last outcome the walker; none if the task was ended from outside.
    pub(super) fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<(FetchResult, Option<Box<Walker>>)>> {
        self.outcomes.poll_recv(cx)
    }
}

impl Drop for Prefetch {
    fn drop(&mut self) {
        self.task.abort();
    }
}
