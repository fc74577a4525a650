//! The macro that makes an operation one whose list can be walked.

/// Declares how the pages of an operation are walked.
///
/// ```ignore
/// paged!(List: CursorQuery "data", types::Contact, |page| page.data);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __paged {
    ($marker:ident: Scroll $list:literal, $item:ty, |$page:ident| $items:expr) => {
        impl $crate::codegen::ScrollOperation for $marker {}

        $crate::codegen::paged!(@ $marker: Scroll $list, $item, |$page| $items);
    };
    ($marker:ident: $kind:ident $list:literal, $item:ty, |$page:ident| $items:expr) => {
        $crate::codegen::paged!(@ $marker: $kind $list, $item, |$page| $items);
    };
    (@ $marker:ident: $kind:ident $list:literal, $item:ty, |$page:ident| $items:expr) => {
        impl $crate::codegen::PagedOperation for $marker {
            type Item = $item;
            const PAGING: $crate::codegen::Paging = $crate::codegen::Paging::$kind;
            const LIST: &'static str = $list;

            #[inline]
            fn items($page: Self::Output) -> Vec<$item> {
                $items
            }
        }
    };
    ($($other:tt)*) => {
        compile_error!("expected `Marker: Kind \"list\", Item, |page| items`, where `Kind` is a variant of `Paging`");
    };
}
