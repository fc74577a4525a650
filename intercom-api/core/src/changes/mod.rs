//! What has changed in a workspace since an earlier run, and windows of time for backfills.
//!
//! [`Changes`] is a stream of [`Change`]s with a [`ChangeCursor`] that a program stores beside what
//! it has received. A run begins where the cursor of the run before points to, and ends when it has
//! caught up.
//!
//! # What is guaranteed
//!
//! The upper bound of a run is fixed when it begins: the present less the
//! [lookback](Changes::lookback).
//!
//! - Every object that exists during the whole run, and whose latest change is older than the upper
//!   bound, is received in this run if it changed since the cursor. This holds for every page size and
//!   every time zone of the workspace.
//! - An object can be received more than once. Its newest state comes last.
//! - An object that changes during the run is received in this run or in the next one.
//! - The cursor never moves past a second while objects changed in that second could still be missing.
//!   A program that stops at any time and resumes from the last cursor it stored misses nothing.
//!
//! # What is not
//!
//! No search reports what was deleted, archived or merged. [`Change::Gone`] reports what disappeared
//! between the search and the reading of its [details](Changes::with_details). For all else, receive
//! webhooks (`contact.deleted`, `conversation.deleted`), or compare all ids.
//!
//! Inside, `progress` decides what an object means to the cursor, without I/O; `run` begins a run and
//! builds its query. Only `stream` and `details` are generic. This room must not depend on generated
//! code.

mod cursor;
mod details;
mod operation;
mod progress;
mod raw;
mod run;
mod stored;
mod stream;
mod windows;

pub use self::cursor::ChangeCursor;
pub use self::details::{Detailed, DetailedChanges};
pub use self::operation::{ChangeOperation, ChangeOrder, DetailOperation, Reading};
pub use self::raw::RawChanges;
pub use self::stream::Changes;
pub use self::windows::{Window, WindowChanges, WindowEvent, Windows};
use crate::data::Id;

/// What has happened to an object.
#[derive(Clone, Debug, PartialEq)]
pub enum Change<T> {
    /// The object was created or changed: this is its state now.
    Upsert(T),
    /// No object has this id any more: it was deleted, or merged into another one.
    Gone(Id),
}

impl<T> Change<T> {
    /// Returns the object, unless it is gone.
    pub fn into_upsert(self) -> Option<T> {
        match self {
            Self::Upsert(value) => Some(value),
            Self::Gone(_) => None,
        }
    }

    /// Converts the object.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Change<U> {
        match self {
            Self::Upsert(value) => Change::Upsert(convert(value)),
            Self::Gone(id) => Change::Gone(id),
        }
    }
}
