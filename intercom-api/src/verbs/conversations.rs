//! Actions on conversations.

use crate::conversations::{Conversations, Manage, Reply};
use crate::types::{
    AdminReplyConversation, AssignConversation, AssignConversationKind, CloseConversation,
    ContactReplyEmail, ContactReplyIntercomUserId, ContactReplyUserId, OpenConversation,
    SnoozeConversation, TicketReplyPartType,
};
use crate::{Call, Id, Timestamp};

/// An action on a conversation that lacks only the teammate who acts: see [`by`](Self::by).
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `by` names the teammate and the call is awaited"]
pub struct ConversationAction<B> {
    conversations: Conversations,
    conversation_id: Id,
    body: B,
}

impl Conversations {
    fn start<B>(&self, conversation_id: impl Into<Id>, body: B) -> ConversationAction<B> {
        ConversationAction {
            conversations: self.clone(),
            conversation_id: conversation_id.into(),
            body,
        }
    }

    /// Opens a conversation: `.open(id).by(admin)`. Short form of [`manage`](Self::manage).
    pub fn open(&self, conversation_id: impl Into<Id>) -> ConversationAction<OpenConversation> {
        self.start(conversation_id, OpenConversation::default())
    }

    /// Closes a conversation: `.close(id).by(admin)`. Short form of [`manage`](Self::manage).
    pub fn close(&self, conversation_id: impl Into<Id>) -> ConversationAction<CloseConversation> {
        self.start(conversation_id, CloseConversation::default())
    }

    /// Snoozes a conversation: `.snooze(id).until(time).by(admin)`. Short form of
    /// [`manage`](Self::manage).
    pub fn snooze(&self, conversation_id: impl Into<Id>) -> ConversationSnooze {
        ConversationSnooze(self.start(conversation_id, SnoozeConversation::default()))
    }

    /// Assigns a conversation: `.assign(id).to_team(team).by(admin)`. Short form of
    /// [`manage`](Self::manage).
    pub fn assign(&self, conversation_id: impl Into<Id>) -> ConversationAssignment {
        ConversationAssignment(self.start(conversation_id, AssignConversation::default()))
    }

    /// Adds a note that only teammates see: `.add_note(id).body(text).by(admin)`. Short form of
    /// [`reply`](Self::reply).
    pub fn add_note(&self, conversation_id: impl Into<Id>) -> ConversationText {
        self.text(conversation_id, TicketReplyPartType::Note)
    }

    /// Replies as a teammate: `.reply_as_admin(id).body(text).by(admin)`. Short form of
    /// [`reply`](Self::reply).
    pub fn reply_as_admin(&self, conversation_id: impl Into<Id>) -> ConversationText {
        self.text(conversation_id, TicketReplyPartType::Comment)
    }

    fn text(&self, conversation_id: impl Into<Id>, kind: TicketReplyPartType) -> ConversationText {
        let body = AdminReplyConversation::default().message_type(kind);
        ConversationText(self.start(conversation_id, body))
    }

    /// Replies as a contact: `.reply_as_contact(id).body(text).from_contact(contact)`. Short form
    /// of [`reply`](Self::reply).
    pub fn reply_as_contact(&self, conversation_id: impl Into<Id>) -> ConversationContactReply<()> {
        ConversationContactReply {
            action: self.start(conversation_id, ()),
            body: (),
        }
    }
}

/// Makes the method that completes the call of an action: which body, sent with which operation, and
/// what the teammate does.
macro_rules! completed_by {
    ($($body:ident: $method:ident -> $operation:ident, $does:literal;)*) => {$(
        impl ConversationAction<$body> {
            #[doc = concat!("Sets the teammate who ", $does, ", which completes the call.")]
            pub fn by(self, admin_id: impl Into<Id>) -> Call<$operation> {
                let body = self.body.admin_id(admin_id.into());
                self.conversations.$method(self.conversation_id, body)
            }
        }
    )*};
}

completed_by! {
    OpenConversation: manage -> Manage, "opens the conversation";
    CloseConversation: manage -> Manage, "closes the conversation";
    SnoozeConversation: manage -> Manage, "snoozes the conversation";
    AssignConversation: manage -> Manage, "assigns the conversation";
    AdminReplyConversation: reply -> Reply, "writes";
}

impl ConversationAction<CloseConversation> {
    /// Sets the text of a last reply, in HTML.
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = self.body.body(body.into());
        self
    }
}

impl ConversationAction<AssignConversation> {
    /// Sets a note about the assignment, in HTML.
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = self.body.body(body.into());
        self
    }
}

impl ConversationAction<AdminReplyConversation> {
    /// Sets the URLs of files to attach, at most 10.
    pub fn attachment_urls<T: Into<String>>(mut self, urls: impl IntoIterator<Item = T>) -> Self {
        self.body = self.body.attachment_urls(urls);
        self
    }
}

/// A conversation to be snoozed: see [`until`](Self::until).
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `until` and `by` complete the call"]
pub struct ConversationSnooze(ConversationAction<SnoozeConversation>);

impl ConversationSnooze {
    /// Sets the time at which the conversation opens again.
    pub fn until(self, time: impl Into<Timestamp>) -> ConversationAction<SnoozeConversation> {
        let Self(mut action) = self;
        action.body = action.body.snoozed_until(time.into());
        action
    }
}

/// A conversation to be assigned. One method sets to whom.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before the assignee is set and `by` completes the call"]
pub struct ConversationAssignment(ConversationAction<AssignConversation>);

impl ConversationAssignment {
    /// Assigns the conversation to a teammate.
    pub fn to_admin(self, assignee_id: impl Into<Id>) -> ConversationAction<AssignConversation> {
        self.to(AssignConversationKind::Admin, assignee_id.into())
    }

    /// Assigns the conversation to a team.
    pub fn to_team(self, team_id: impl Into<Id>) -> ConversationAction<AssignConversation> {
        self.to(AssignConversationKind::Team, team_id.into())
    }

    /// Takes the conversation from its teammate. Its team stays.
    pub fn to_no_admin(self) -> ConversationAction<AssignConversation> {
        self.to(AssignConversationKind::Admin, Id::from(0))
    }

    /// Takes the conversation from its team. Its teammate stays.
    pub fn to_no_team(self) -> ConversationAction<AssignConversation> {
        self.to(AssignConversationKind::Team, Id::from(0))
    }

    fn to(self, kind: AssignConversationKind, id: Id) -> ConversationAction<AssignConversation> {
        let Self(mut action) = self;
        action.body = action.body.kind(kind).assignee_id(id);
        action
    }
}

/// A note or a reply of a teammate: see [`body`](Self::body).
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `body` and `by` complete the call"]
pub struct ConversationText(ConversationAction<AdminReplyConversation>);

impl ConversationText {
    /// Sets the text, in HTML.
    pub fn body(self, body: impl Into<String>) -> ConversationAction<AdminReplyConversation> {
        let Self(mut action) = self;
        action.body = action.body.body(body.into());
        action
    }
}

/// A reply of a contact: [`body`](Self::body) sets its text, then one method the contact.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before the text and the contact are set"]
pub struct ConversationContactReply<T = String> {
    action: ConversationAction<()>,
    body: T,
}

impl ConversationContactReply<()> {
    /// Sets the text.
    pub fn body(self, body: impl Into<String>) -> ConversationContactReply {
        ConversationContactReply {
            action: self.action,
            body: body.into(),
        }
    }
}

impl ConversationContactReply {
    /// Sets the contact by its Intercom ID, which completes the call.
    pub fn from_contact(self, contact_id: impl Into<Id>) -> Call<Reply> {
        let body = ContactReplyIntercomUserId::default().body(self.body);
        let body = body.intercom_user_id(contact_id.into());
        let action = self.action;
        action.conversations.reply(action.conversation_id, body)
    }

    /// Sets the contact by the ID of your own system, which completes the call.
    pub fn from_external_id(self, external_id: impl Into<Id>) -> Call<Reply> {
        let body = ContactReplyUserId::default().body(self.body);
        let body = body.user_id(external_id.into());
        let action = self.action;
        action.conversations.reply(action.conversation_id, body)
    }

    /// Sets the contact by its email address, which completes the call.
    pub fn from_email(self, email: impl Into<String>) -> Call<Reply> {
        let body = ContactReplyEmail::default().body(self.body);
        let body = body.email(email.into());
        let action = self.action;
        action.conversations.reply(action.conversation_id, body)
    }
}
