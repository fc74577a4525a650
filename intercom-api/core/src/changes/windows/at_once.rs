//! Several windows, read at the same time.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::{Window, Windows};
use crate::changes::operation::ChangeOperation;
use crate::changes::{Change, Changes};
use crate::error::Error;

/// What happens while windows are read.
#[derive(Clone, Debug, PartialEq)]
pub enum WindowEvent<T> {
    /// A change of a window.
    Change(Window, Change<T>),
    /// All changes of a window have been received.
    Complete(Window),
}

/// The changes of several windows at the same time; made by [`Windows::changes`].
///
/// A `Stream`. Changes of one window come in order, those of different windows mixed. It holds one
/// page for each window that is read.
///
/// # Errors
///
/// After an error that [`is_retryable`](Error::is_retryable), the stream can be polled again. Any
/// other error of a window ends this window, which is then never
/// [complete](WindowEvent::Complete); the others go on.
#[must_use = "nothing is read until the stream is polled"]
pub struct WindowChanges<O: ChangeOperation> {
    windows: Windows<O>,
    running: Vec<Running<O>>,
    at_once: usize,
    /// The window that is polled first, so that each of them gets its turn.
    first: usize,
    is_cut: bool,
}

struct Running<O: ChangeOperation> {
    window: Window,
    changes: Changes<O>,
    has_failed: bool,
}

impl<O: ChangeOperation> WindowChanges<O> {
    pub(super) fn new(windows: Windows<O>, at_once: usize) -> Self {
        Self {
            windows,
            running: Vec::new(),
            at_once: at_once.max(1),
            first: 0,
            is_cut: false,
        }
    }

    /// Returns the next event; `None` after the last window. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<WindowEvent<O::Item>, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Begins further windows. Returns the error of cutting them.
    fn fill(&mut self, cx: &mut Context<'_>) -> Option<Error> {
        while !self.is_cut && self.running.len() < self.at_once {
            match Pin::new(&mut self.windows).poll_next(cx) {
                Poll::Ready(Some(Ok(window))) => self.running.push(Running {
                    changes: self.windows.read(&window),
                    window,
                    has_failed: false,
                }),
                Poll::Ready(Some(Err(error))) => return Some(error),
                Poll::Ready(None) => self.is_cut = true,
                Poll::Pending => break,
            }
        }
        None
    }
}

impl<O: ChangeOperation> Stream for WindowChanges<O> {
    type Item = Result<WindowEvent<O::Item>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(error) = this.fill(cx) {
                return Poll::Ready(Some(Err(error)));
            }
            if this.running.is_empty() {
                return if this.is_cut {
                    Poll::Ready(None)
                } else {
                    Poll::Pending
                };
            }
            let count = this.running.len();
            let mut ended = None;
            for offset in 0..count {
                let index = (this.first + offset) % count;
                let running = &mut this.running[index];
                match Pin::new(&mut running.changes).poll_next(cx) {
                    Poll::Pending => {}
                    Poll::Ready(Some(Ok(change))) => {
                        running.has_failed = false;
                        let event = WindowEvent::Change(running.window.clone(), change);
                        this.first = index + 1;
                        return Poll::Ready(Some(Ok(event)));
                    }
                    Poll::Ready(Some(Err(error))) => {
                        running.has_failed = true;
                        this.first = index + 1;
                        return Poll::Ready(Some(Err(error)));
                    }
                    Poll::Ready(None) => {
                        ended = Some(index);
                        break;
                    }
                }
            }
            let Some(index) = ended else {
                return Poll::Pending;
            };
            let Running {
                window, has_failed, ..
            } = this.running.swap_remove(index);
            if !has_failed {
                return Poll::Ready(Some(Ok(WindowEvent::Complete(window))));
            }
        }
    }
}

impl<O: ChangeOperation> fmt::Debug for WindowChanges<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WindowChanges")
            .field("windows", &self.windows)
            .field("running", &self.running.len())
            .finish_non_exhaustive()
    }
}
