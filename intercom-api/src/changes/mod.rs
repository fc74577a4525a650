#![doc = include_str!("changes.md")]

#[cfg(feature = "companies")]
mod companies;
#[cfg(feature = "contacts")]
mod contacts;
#[cfg(feature = "conversations")]
mod conversations;
#[cfg(any(
    feature = "companies",
    feature = "contacts",
    feature = "conversations",
    feature = "tickets"
))]
mod methods;
#[cfg(feature = "tickets")]
mod tickets;

#[doc(inline)]
pub use intercom_core::changes::{
    Change, ChangeCursor, ChangeOperation, Changes, DetailOperation, Detailed, DetailedChanges,
    RawChanges, Window, WindowChanges, WindowEvent, Windows,
};
