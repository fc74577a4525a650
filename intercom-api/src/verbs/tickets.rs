//! Actions on tickets.

use crate::tickets::{Reply, Tickets, Update};
use crate::types::{ReplyTicket, ReplyTicketKind, TicketReplyPartType, UpdateTicket};
use crate::{Call, Id, Timestamp};

/// A change of a ticket that lacks only the teammate who acts: see [`by`](Self::by).
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `by` names the teammate and the call is awaited"]
pub struct TicketAction {
    tickets: Tickets,
    ticket_id: Id,
    update: UpdateTicket,
}

impl Tickets {
    fn change(&self, ticket_id: impl Into<Id>, update: UpdateTicket) -> TicketAction {
        TicketAction {
            tickets: self.clone(),
            ticket_id: ticket_id.into(),
            update,
        }
    }

    /// Opens a ticket: `.open(id).by(admin)`. Short form of [`update`](Self::update).
    pub fn open(&self, ticket_id: impl Into<Id>) -> TicketAction {
        self.change(ticket_id, UpdateTicket::new().open(true))
    }

    /// Closes a ticket: `.close(id).by(admin)`. Short form of [`update`](Self::update).
    pub fn close(&self, ticket_id: impl Into<Id>) -> TicketAction {
        self.change(ticket_id, UpdateTicket::new().open(false))
    }

    /// Snoozes a ticket: `.snooze(id).until(time).by(admin)`. Short form of
    /// [`update`](Self::update).
    pub fn snooze(&self, ticket_id: impl Into<Id>) -> TicketSnooze {
        TicketSnooze(self.change(ticket_id, UpdateTicket::new()))
    }

    /// Assigns a ticket: `.assign(id).to_team(team).by(admin)`. Short form of
    /// [`update`](Self::update).
    pub fn assign(&self, ticket_id: impl Into<Id>) -> TicketAssignment {
        TicketAssignment(self.change(ticket_id, UpdateTicket::new()))
    }

    /// Adds a note that only teammates see: `.add_note(id).body(text).by(admin)`. Short form of
    /// [`reply`](Self::reply).
    pub fn add_note(&self, ticket_id: impl Into<Id>) -> TicketText {
        TicketText(self.part(ticket_id, TicketReplyPartType::Note, ReplyTicketKind::Admin))
    }

    /// Replies as a teammate: `.reply_as_admin(id).body(text).by(admin)`. Short form of
    /// [`reply`](Self::reply).
    pub fn reply_as_admin(&self, ticket_id: impl Into<Id>) -> TicketText {
        TicketText(self.part(
            ticket_id,
            TicketReplyPartType::Comment,
            ReplyTicketKind::Admin,
        ))
    }

    /// Replies as a contact: `.reply_as_contact(id).body(text).from_contact(contact)`. Short form
    /// of [`reply`](Self::reply).
    pub fn reply_as_contact(&self, ticket_id: impl Into<Id>) -> TicketContactReply<false> {
        TicketContactReply(self.part(
            ticket_id,
            TicketReplyPartType::Comment,
            ReplyTicketKind::User,
        ))
    }

    fn part(
        &self,
        ticket_id: impl Into<Id>,
        part_type: TicketReplyPartType,
        author: ReplyTicketKind,
    ) -> TicketPart {
        TicketPart {
            tickets: self.clone(),
            ticket_id: ticket_id.into(),
            reply: ReplyTicket::message_type(part_type).kind(author),
        }
    }
}

impl TicketAction {
    /// Sets the teammate who acts, which completes the call.
    pub fn by(self, admin_id: impl Into<Id>) -> Call<Update> {
        self.tickets
            .update(self.ticket_id, self.update.admin_id(admin_id))
    }
}

/// A ticket to be snoozed: see [`until`](Self::until).
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `until` and `by` complete the call"]
pub struct TicketSnooze(TicketAction);

impl TicketSnooze {
    /// Sets the time at which the ticket opens again.
    pub fn until(self, time: impl Into<Timestamp>) -> TicketAction {
        let Self(mut action) = self;
        action.update = action.update.snoozed_until(time.into());
        action
    }
}

/// A ticket to be assigned. One method sets to whom.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before the assignee is set and `by` completes the call"]
pub struct TicketAssignment(TicketAction);

impl TicketAssignment {
    /// Assigns the ticket to a teammate.
    pub fn to_admin(self, assignee_id: impl Into<Id>) -> TicketAction {
        self.to(assignee_id.into())
    }

    /// Assigns the ticket to a team.
    pub fn to_team(self, team_id: impl Into<Id>) -> TicketAction {
        self.to(team_id.into())
    }

    /// Takes the ticket from its assignee.
    pub fn to_nobody(self) -> TicketAction {
        self.to(Id::from(0))
    }

    fn to(self, id: Id) -> TicketAction {
        let Self(mut action) = self;
        action.update = action.update.assignee_id(id);
        action
    }
}

/// A note or a reply that lacks only the teammate who writes: see [`by`](Self::by).
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `by` names the teammate and the call is awaited"]
pub struct TicketPart {
    tickets: Tickets,
    ticket_id: Id,
    reply: ReplyTicket,
}

impl TicketPart {
    /// Sets the URLs of files to attach, at most 10.
    pub fn attachment_urls<T: Into<String>>(mut self, urls: impl IntoIterator<Item = T>) -> Self {
        self.reply = self.reply.attachment_urls(urls);
        self
    }

    /// Sets the teammate who writes, which completes the call.
    pub fn by(self, admin_id: impl Into<Id>) -> Call<Reply> {
        let reply = self.reply.admin_id(admin_id.into());
        self.tickets.reply(self.ticket_id, reply)
    }
}

/// A note or a reply of a teammate: see [`body`](Self::body).
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `body` and `by` complete the call"]
pub struct TicketText(TicketPart);

impl TicketText {
    /// Sets the text, in HTML.
    pub fn body(self, body: impl Into<String>) -> TicketPart {
        let Self(mut part) = self;
        part.reply = part.reply.body(body.into());
        part
    }
}

/// A reply of a contact: `body` sets its text, then one method the contact. `HAS_BODY` is whether
/// the text is set.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before the text and the contact are set"]
pub struct TicketContactReply<const HAS_BODY: bool>(TicketPart);

impl TicketContactReply<false> {
    /// Sets the text.
    pub fn body(self, body: impl Into<String>) -> TicketContactReply<true> {
        let Self(mut part) = self;
        part.reply = part.reply.body(body.into());
        TicketContactReply(part)
    }
}

impl TicketContactReply<true> {
    /// Sets the contact by its Intercom ID, which completes the call.
    pub fn from_contact(self, contact_id: impl Into<Id>) -> Call<Reply> {
        let Self(part) = self;
        let reply = part.reply.intercom_user_id(contact_id.into());
        part.tickets.reply(part.ticket_id, reply)
    }

    /// Sets the contact by the ID of your own system, which completes the call.
    pub fn from_external_id(self, external_id: impl Into<Id>) -> Call<Reply> {
        let Self(part) = self;
        let reply = part.reply.user_id(external_id.into());
        part.tickets.reply(part.ticket_id, reply)
    }

    /// Sets the contact by its email address, which completes the call.
    pub fn from_email(self, email: impl Into<String>) -> Call<Reply> {
        let Self(part) = self;
        let reply = part.reply.email(email.into());
        part.tickets.reply(part.ticket_id, reply)
    }
}
