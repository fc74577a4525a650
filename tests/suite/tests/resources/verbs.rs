//! Short forms of actions on conversations and tickets do what they are named after.

use intercom_api::types::{
    Conversation, ConversationState, CreateConversation, TicketReplyPartType,
};
use intercom_api::{Client, Timestamp};
use intercom_simulator::{Seed, Workspace};
use serde_json::json;

use crate::support::{client, stored, workspace};

const ADMIN: i64 = 991_267_834;

/// A workspace with a conversation of its only contact: client, admin, contact, conversation.
async fn with_conversation() -> (Workspace, Client, String, String, String) {
    let workspace = workspace(Seed::example()).await;
    let client = client(&workspace);
    let admin = stored(&workspace, "admins").remove(0);
    let contact = stored(&workspace, "contacts").remove(0);
    let body = json!({"from": {"type": "user", "id": contact}, "body": "Hi"});
    let body: CreateConversation = serde_json::from_value(body).unwrap();
    let message = client.conversations().create(body).await.unwrap();
    assert!(!message.message_id.is_empty());
    let conversation = message.conversation_id.unwrap().to_string();
    (workspace, client, admin, contact, conversation)
}

fn last_part(conversation: &Conversation) -> (String, String) {
    let parts = conversation.conversation_parts.as_ref().unwrap();
    let part = parts.conversation_parts.last().unwrap();
    let kind = part.part_type.clone().unwrap();
    (kind.to_string(), part.body.clone().unwrap_or_default())
}

#[tokio::test]
async fn conversation_is_closed_opened_and_snoozed() {
    let (_workspace, client, admin, _, id) = with_conversation().await;
    let conversations = client.conversations();
    let closed = conversations
        .close(&*id)
        .body("Bye")
        .by(&*admin)
        .await
        .unwrap();
    assert_eq!(closed.state, Some(ConversationState::Closed));
    let opened = conversations.open(&*id).by(&*admin).await.unwrap();
    assert_eq!(opened.state, Some(ConversationState::Open));
    let until = Timestamp::from_seconds(Timestamp::now().seconds() + 3_600);
    let snoozed = conversations
        .snooze(&*id)
        .until(until)
        .by(&*admin)
        .await
        .unwrap();
    assert_eq!(snoozed.state, Some(ConversationState::Snoozed));
    assert_eq!(snoozed.snoozed_until, Some(until));
}

#[tokio::test]
async fn conversation_is_assigned_and_unassigned() {
    let (workspace, client, admin, _, id) = with_conversation().await;
    let assign = || client.conversations().assign(&*id);
    assign()
        .to_admin(&*admin)
        .body("Yours")
        .by(ADMIN)
        .await
        .ok();
    let sent = workspace.requests().pop().unwrap().json();
    let expected = json!({
        "message_type": "assignment", "type": "admin", "admin_id": ADMIN.to_string(),
        "assignee_id": admin, "body": "Yours",
    });
    assert_eq!(sent, expected);
    let assigned = assign().to_admin(&*admin).by(&*admin).await.unwrap();
    assert_eq!(assigned.admin_assignee_id.unwrap().to_string(), admin);
    assign().to_no_team().by(&*admin).await.ok();
    let sent = workspace.requests().pop().unwrap().json();
    assert_eq!(
        (&sent["type"], &sent["assignee_id"]),
        (&json!("team"), &json!("0"))
    );
}

#[tokio::test]
async fn notes_and_replies_become_parts() {
    let (_workspace, client, admin, contact, id) = with_conversation().await;
    let conversations = client.conversations();
    let part = |kind: &str, body: &str| (kind.to_owned(), body.to_owned());
    let noted = conversations.add_note(&*id).body("note").by(&*admin);
    assert_eq!(last_part(&noted.await.unwrap()), part("note", "note"));
    let replied = conversations.reply_as_admin(&*id).body("reply");
    let replied = replied
        .attachment_urls(["https://example.com/a.png"])
        .by(&*admin);
    assert_eq!(last_part(&replied.await.unwrap()), part("comment", "reply"));
    let answered = conversations.reply_as_contact(&*id).body("thanks");
    let answered = answered.from_contact(&*contact).await.unwrap();
    assert_eq!(last_part(&answered), part("comment", "thanks"));
    let parts = answered.conversation_parts.unwrap().conversation_parts;
    let author = parts.last().unwrap().author.as_ref().unwrap();
    assert_eq!(author.id.to_string(), contact);
}

#[tokio::test]
async fn contact_can_be_named_by_external_id_or_email() {
    let (workspace, client, ..) = with_conversation().await;
    let reply = || client.conversations().reply_as_contact("1").body("x");
    reply().from_external_id("u-7").await.ok();
    let sent = workspace.requests().pop().unwrap().json();
    assert_eq!(
        sent,
        json!({"message_type": "comment", "type": "user", "body": "x", "user_id": "u-7"})
    );
    reply().from_email("joe@example.com").await.ok();
    let sent = workspace.requests().pop().unwrap().json();
    assert_eq!(sent["email"], "joe@example.com");
}

#[tokio::test]
async fn ticket_is_changed_and_replied_to() {
    let workspace = workspace(Seed::example()).await;
    let client = client(&workspace);
    let admin = stored(&workspace, "admins").remove(0);
    let id = stored(&workspace, "tickets").remove(0);
    let tickets = client.tickets();
    let closed = tickets.close(&*id).by(&*admin).await.unwrap();
    assert_eq!(closed.open, Some(false));
    let sent = workspace.requests().pop().unwrap().json();
    let number: i64 = admin.parse().unwrap();
    assert_eq!(sent, json!({"open": false, "admin_id": number}));
    assert_eq!(
        tickets.open(&*id).by(&*admin).await.unwrap().open,
        Some(true)
    );
    let assigned = tickets
        .assign(&*id)
        .to_admin(&*admin)
        .by(&*admin)
        .await
        .unwrap();
    assert_eq!(assigned.admin_assignee_id.unwrap().to_string(), admin);
    let until = Timestamp::from_seconds(Timestamp::now().seconds() + 3_600);
    let snoozed = tickets.snooze(&*id).until(until).by(&*admin).await.unwrap();
    assert_eq!(snoozed.snoozed_until, Some(until));
    let note = tickets.add_note(&*id).body("n").by(&*admin).await.unwrap();
    assert_eq!(note.part_type, Some(TicketReplyPartType::Note));
    let reply = tickets
        .reply_as_admin(&*id)
        .body("r")
        .by(&*admin)
        .await
        .unwrap();
    assert_eq!(reply.part_type, Some(TicketReplyPartType::Comment));
    let contact = stored(&workspace, "contacts").remove(0);
    let reply = tickets
        .reply_as_contact(&*id)
        .body("c")
        .from_contact(&*contact);
    assert_eq!(reply.await.unwrap().body.as_deref(), Some("c"));
}

#[tokio::test]
async fn conflict_names_the_existing_contact() {
    use intercom_api::ErrorCode;
    use intercom_api::types::CreateContact;
    let workspace = workspace(Seed::empty()).await;
    let client = client(&workspace);
    let create = || {
        client
            .contacts()
            .create(CreateContact::new().email("joe@example.com"))
    };
    let first = create().await.unwrap();
    let error = create().await.unwrap_err();
    assert!(error.code() == ErrorCode::Conflict, "{error}");
    assert_eq!(error.conflicting_id(), Some(&*first.id.to_string()));
    let missing = client.contacts().get("none").await.unwrap_err();
    assert!(missing.code() == ErrorCode::NotFound && missing.conflicting_id().is_none());
}
