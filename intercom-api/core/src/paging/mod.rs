//! Lists that come in pages, walked to their end.
//!
//! Every operation that answers a page has [`Call::items`](../struct.Call.html#method.items), a stream of what the list holds, and
//! [`Call::pages`](../struct.Call.html#method.pages), a stream of the pages as they came. Both have a `next` of their own, so that
//! they need no traits in scope; [`Checkpoint`] is a place to go on from.
//!
//! Inside, `position` decides where a page leads, a pure function of its head; `search` finds the
//! items that were given last; `memory` notices pages that come again. `walker` asks for one page
//! after the other; `walk` makes a stream of that, reading ahead with `prefetch` where it is asked
//! to. None of this is generic: only `pages` and `items` know the types of a list. This is why the
//! head of a page is read before the page, in a pass of its own: reading both at once would compile
//! the walk once more for each list, to save a small part of what the items cost.

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

/// How the next page of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Paging {
    /// By the query parameter `starting_after`.
    CursorQuery,
    /// By `pagination.starting_after` in the body.
    CursorBody,
    /// By the query parameter `page`.
    Page,
    /// By what the page says under `pages.next`, and that alone.
    Link,
    /// By the query parameter `scroll_param`: the server keeps the place.
    Scroll,
}

/// An operation that answers one page of a list.
///
/// `items()` and `pages()` of any other operation do not compile. The message of the compiler says what
/// to do instead:
///
/// ```compile_fail,E0277
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
    /// How the next page is asked for.
    #[doc(hidden)]
    const PAGING: Paging;
    /// The key of the answer under which the list stands.
    #[doc(hidden)]
    const LIST: &'static str;

    /// The items of a page.
    #[doc(hidden)]
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

/// An operation whose pages are those of a scroll, of which the server keeps but one at a time.
pub trait ScrollOperation: PagedOperation {}
