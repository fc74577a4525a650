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
mod pages;
mod position;
mod prefetch;
mod search;
mod walk;
mod walker;

pub use self::checkpoint::Checkpoint;
pub use self::items::Items;
pub use self::pages::Pages;
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
/// What is not one has no `items()`:
///
/// ```compile_fail,E0599
/// # fn run(intercom: intercom_api::Client) {
/// let contact = intercom.contacts().get("6762f30c1bb69f9f2193bc5e").items();
/// # }
/// ```
pub trait PagedOperation: Operation {
    /// What the list holds.
    type Item: Send + Unpin + 'static;
    /// How the next page is asked for.
    const PAGING: Paging;
    /// The key of the answer under which the list stands.
    const LIST: &'static str;

    /// The items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

/// An operation whose pages are those of a scroll, of which the server keeps but one at a time.
pub trait ScrollOperation: PagedOperation {}
