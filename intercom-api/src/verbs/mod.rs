//! Short forms of common actions on contacts, conversations and tickets.
//!
//! Each method starts an action, and the methods of the returned value complete it. Ids have names
//! of their own, so that they cannot be swapped:
//!
//! ```no_run
//! # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
//! let me = 991_267_834;
//! let conversations = intercom.conversations();
//! conversations.assign("215470184").to_team(5017691).by(me).await?;
//! conversations.add_note("215470184").body("<p>A refund is due.</p>").by(me).await?;
//! conversations.reply_as_admin("215470184").body("<p>Done!</p>").by(me).await?;
//! conversations.close("215470184").by(me).await?;
//! # Ok(())
//! # }
//! ```
//!
//! [`Contacts::upsert`](crate::contacts::Contacts::upsert) creates or updates a contact.
//!
//! They send what the generated operations send, which remain for everything else.

#[cfg(all(feature = "contacts", feature = "contact_verbs"))]
mod contacts;
#[cfg(all(feature = "conversations", feature = "conversation_verbs"))]
mod conversations;
#[cfg(all(feature = "tickets", feature = "ticket_verbs"))]
mod tickets;

#[cfg(all(feature = "contacts", feature = "contact_verbs"))]
pub use self::contacts::Upsert;
#[cfg(all(feature = "conversations", feature = "conversation_verbs"))]
pub use self::conversations::{
    ConversationAction, ConversationAssignment, ConversationContactReply, ConversationSnooze,
    ConversationText,
};
#[cfg(all(feature = "tickets", feature = "ticket_verbs"))]
pub use self::tickets::{
    TicketAction, TicketAssignment, TicketContactReply, TicketPart, TicketSnooze, TicketText,
};
