//! Lists that come in pages, walked to their end.
//!
//! Every operation that answers a page has [`Call::items`], a stream of what the list holds, and
//! [`Call::pages`], a stream of the pages as they came. Both have a `next` of their own, so that
//! they need no traits in scope; [`Checkpoint`] is a place to go on from.
//!
//! Inside, `position` tells where a page leads, a pure function of what it says; `walker` asks for
//! one page after the other; `walk` makes a stream of that, reading ahead with `prefetch` where it
//! is asked to. None of this is generic: only `pages` and `items` know the types of a list.

mod checkpoint;
mod head;
mod items;
mod pages;
mod position;
mod prefetch;
mod walk;
mod walker;

pub use self::checkpoint::Checkpoint;
pub use self::items::Items;
pub use self::pages::Pages;
use crate::call::Call;
use crate::operation::Operation;

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

impl<O: PagedOperation> Call<O> {
    /// Walks the whole list, item by item, asking for pages as they are needed.
    ///
    /// What the call was told (filters, `per_page`, a page to begin with) holds for every page.
    ///
    /// ```no_run
    /// # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
    /// let mut contacts = intercom.contacts().list().per_page(150).items();
    /// while let Some(contact) = contacts.next().await {
    ///     println!("{:?}", contact?.email);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn items(self) -> Items<O> {
        Items::new(self.pages())
    }

    /// Walks the whole list, page by page.
    pub fn pages(self) -> Pages<O> {
        Pages::new(self.into_request())
    }

    /// Walks the first `count` pages of the list.
    pub fn take_pages(self, count: usize) -> Pages<O> {
        self.pages().take_pages(count)
    }
}

/// Says how the pages of an operation are walked.
///
/// ```ignore
/// paged!(List: CursorQuery "data", types::Contact, |page| page.data);
/// ```
macro_rules! paged {
    ($marker:ident: Scroll $list:literal, $item:ty, |$page:ident| $items:expr) => {
        impl $crate::paging::ScrollOperation for $marker {}

        $crate::paging::paged!(@ $marker: Scroll $list, $item, |$page| $items);
    };
    ($marker:ident: $kind:ident $list:literal, $item:ty, |$page:ident| $items:expr) => {
        $crate::paging::paged!(@ $marker: $kind $list, $item, |$page| $items);
    };
    (@ $marker:ident: $kind:ident $list:literal, $item:ty, |$page:ident| $items:expr) => {
        impl $crate::paging::PagedOperation for $marker {
            type Item = $item;
            const PAGING: $crate::paging::Paging = $crate::paging::Paging::$kind;
            const LIST: &'static str = $list;

            fn items($page: Self::Output) -> Vec<$item> {
                $items
            }
        }
    };
    ($($other:tt)*) => {
        compile_error!("expected `Marker: Kind \"list\", Item, |page| items`, where `Kind` is a variant of `Paging`");
    };
}

pub(crate) use paged;
