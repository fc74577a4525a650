//! The methods that each resource has, and what its search states about changes.

/// Makes a resource one whose changes can be received.
///
/// ```text
/// changes!(Contacts, Search, Contact, Days, "contacts", |this| this.list());
/// ```
///
/// The last argument is any call of the resource: it leads to the client.
macro_rules! changes {
    ($resource:ident, $operation:ident, $item:ty, $order:ident, $name:literal, |$this:ident| $call:expr) => {
        impl intercom_core::codegen::ChangeOperation for $operation {
            const ORDER: intercom_core::codegen::ChangeOrder =
                intercom_core::codegen::ChangeOrder::$order;
            const FIELDS: &'static [intercom_core::codegen::KnownField] = crate::search::FIELDS;

            #[inline]
            fn id(item: &$item) -> &crate::Id {
                &item.id
            }

            #[inline]
            fn updated_at(item: &$item) -> Option<crate::Timestamp> {
                item.updated_at
            }
        }

        impl $resource {
            #[doc = concat!("Returns the ", $name, " that changed since a cursor, oldest change first.")]
            ///
            /// The cursor is that of an earlier run, [`ChangeCursor::since`](crate::changes::ChangeCursor::since)
            /// a time, or `None` for everything. The module [`changes`](crate::changes) states the
            /// guarantees.
            pub fn changes(
                &self,
                cursor: impl Into<crate::changes::ChangeCursor>,
            ) -> crate::changes::Changes<$operation> {
                intercom_core::codegen::follow(&self.handle(), cursor.into())
            }

            #[inline]
            fn handle(&self) -> intercom_core::codegen::ClientHandle {
                let $this = self;
                intercom_core::codegen::client_of(&$call.into_request())
            }
        }
    };
}

/// Makes a resource one whose past can be cut into windows.
#[cfg(any(feature = "contacts", feature = "conversations", feature = "tickets"))]
macro_rules! windows {
    ($resource:ident, $operation:ident, $name:literal) => {
        impl $resource {
            #[doc = concat!("Cuts a range of time into windows in which to read the ", $name, ", for a backfill.")]
            ///
            /// A window holds what changed last in its time; see
            /// [`Windows`](crate::changes::Windows).
            pub fn windows<T: Into<crate::Timestamp>>(
                &self,
                range: std::ops::Range<T>,
            ) -> crate::changes::Windows<$operation> {
                let range = range.start.into()..range.end.into();
                intercom_core::codegen::cut_windows(&self.handle(), range)
            }

            #[doc = concat!("Returns the ", $name, " whose latest change is in a window, oldest change first.")]
            ///
            /// A window of another resource makes the stream fail before anything is sent.
            #[inline]
            pub fn window(
                &self,
                window: &crate::changes::Window,
            ) -> crate::changes::Changes<$operation> {
                intercom_core::codegen::follow_window(&self.handle(), window)
            }
        }
    };
}

pub(super) use changes;
#[cfg(any(feature = "contacts", feature = "conversations", feature = "tickets"))]
pub(super) use windows;
