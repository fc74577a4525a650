//! Lists that come in pages, walked to their end.
//!
//! Every operation that returns a page has [`Call::items`](../struct.Call.html#method.items), a
//! stream of the items, and [`Call::pages`](../struct.Call.html#method.pages), a stream of the
//! pages. Both have their own `next`, which needs no trait in scope. [`Checkpoint`] is a place to
//! resume from.
//!
//! Inside, `position` decides where a page leads, as a pure function of its head; `search` finds
//! the items that were returned last; `memory` recognizes repeated pages. `walker` requests one
//! page after the other; `walk` makes a stream of them, with `prefetch` if pages are read ahead.
//! None of this is generic: only `pages` and `items` have the types of a list. This is why the head
//! of a page is read before the page, in a separate pass: reading both at once would compile the
//! walk again for each list, to save a small part of the cost of the items.

mod checkpoint;
mod cursor_body;
mod head;
mod identity;
mod items;
mod memory;
mod outline;
mod pages;
mod position;
mod prefetch;
mod raw;
mod search;
mod walk;
mod walker;

pub use self::checkpoint::Checkpoint;
pub use self::items::Items;
pub use self::pages::Pages;
pub use self::raw::{RawItem, RawItems};
use crate::format::Operation;

/// How the next page of a list is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Paging {
    /// By the query parameter `starting_after`.
    CursorQuery,
    /// By `pagination.starting_after` in the body.
    CursorBody,
    /// By the query parameter `page`.
    Page,
    /// By the value of `pages.next` alone.
    Link,
    /// By the query parameter `scroll_param`: the server keeps the place.
    Scroll,
}

/// An operation that returns one page of a list.
///
/// `items()` and `pages()` of any other operation do not compile. The message of the compiler
/// suggests what to do instead:
///
#[doc = example!("compile_fail,E0277")]
/// # fn run(intercom: intercom_api::Client) {
/// let contact = intercom.contacts().get("6762f30c1bb69f9f2193bc5e").items();
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not return a list in pages",
    label = "returns everything at once: await it and read `.data`",
    note = "`items()` and `pages()` walk lists that come in pages. The response of this call is complete: \
            `call.await?` returns it, and the items of a list are in its field `data`, or in the field \
            that the documentation of the operation names"
)]
pub trait PagedOperation: Operation {
    /// What the list holds.
    type Item: Send + Unpin + 'static;
    /// How the next page is requested.
    #[doc(hidden)]
    const PAGING: Paging;
    /// The key of the list in the response.
    #[doc(hidden)]
    const LIST: &'static str;

    /// The items of a page.
    #[doc(hidden)]
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

/// An operation whose pages are those of a scroll. The server keeps one scroll at a time.
pub trait ScrollOperation: PagedOperation {}
