//! What a generated package states about the operations that report changes.

use bytes::Bytes;

use super::details::Detailed;
use crate::client::ClientHandle;
use crate::data::{Id, Timestamp};
use crate::error::Error;
use crate::paging::{PagedOperation, RawItem};
use crate::policy::BoxFuture;
use crate::search::KnownField;

/// How an operation is searched by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChangeOrder {
    /// By whole days in the time zone of the workspace.
    Days,
    /// By the second.
    Seconds,
    /// Not at all: a scroll returns everything.
    Scroll,
}

/// An operation whose items can be received as changes.
pub trait ChangeOperation: PagedOperation {
    /// How it is searched by time.
    #[doc(hidden)]
    const ORDER: ChangeOrder;

    /// The fields that the search is known to have.
    #[doc(hidden)]
    const FIELDS: &'static [KnownField];

    /// Returns the id of an item.
    fn id(item: &Self::Item) -> &Id;

    /// Returns the time of the latest change of an item.
    fn updated_at(item: &Self::Item) -> Option<Timestamp>;
}

/// An operation whose items leave something out that can be read for each of them.
pub trait DetailOperation: ChangeOperation {
    /// The complete item.
    type Detail: Send + Unpin + 'static;

    /// How to complete an item.
    #[doc(hidden)]
    fn details(client: &ClientHandle, item: RawItem<Self::Item>) -> Reading<Self::Detail>;
}

/// How an item becomes complete.
#[doc(hidden)]
pub enum Reading<T> {
    /// Nothing is missing.
    Complete(Detailed<T>),
    /// This reads it, as often as it is called.
    Read(ReadDetail<T>),
}

/// Reads what an item leaves out.
#[doc(hidden)]
pub type ReadDetail<T> = Box<dyn Fn() -> BoxFuture<'static, Result<Detailed<T>, Error>> + Send>;

impl<T> Detailed<T> {
    /// A complete item.
    #[doc(hidden)]
    pub fn new(value: T, json: Option<Bytes>, is_truncated: bool) -> Self {
        Self {
            value,
            json,
            is_truncated,
        }
    }
}
