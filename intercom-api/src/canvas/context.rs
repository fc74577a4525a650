//! Where an app is shown.

use intercom_core::codegen::{open_enum, record};
use intercom_core::{Extra, Id, UnknownValue};

/// Where an app is shown.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct CanvasContext {
    /// The conversation that the app is shown in.
    pub conversation_id: Option<Id>,
    /// The part of the Messenger or the inbox that shows the app.
    pub location: Option<CanvasLocation>,
    /// Language of the person, such as `en`.
    pub locale: Option<String>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(CanvasContext {
    "conversation_id" => conversation_id,
    "location" => location,
    "locale" => locale,
});

/// The part of the Messenger or the inbox that shows an app.
///
/// An open enumeration: unknown values are kept.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum CanvasLocation {
    /// A conversation. The value `conversation`.
    Conversation,
    /// The home of the Messenger. The value `home`.
    Home,
    /// A message. The value `message`.
    Message,
    /// A bot. The value `operator`.
    Operator,
    /// A value that this version of the crate does not know.
    Unknown(UnknownValue),
}

open_enum!(CanvasLocation {
    Conversation = "conversation",
    Home = "home",
    Message = "message",
    Operator = "operator",
});
