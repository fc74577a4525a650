//! The transcript of a conversation as the workspace returns it.

use intercom_api::types::CreateConversation;
use intercom_simulator::Seed;
use serde_json::json;

use crate::support::{client, stored, workspace};

#[tokio::test]
async fn conversation_of_a_workspace_has_a_transcript() {
    let workspace = workspace(Seed::example()).await;
    let client = client(&workspace);
    let admin = stored(&workspace, "admins").remove(0);
    let contact = stored(&workspace, "contacts").remove(0);
    let body = json!({"from": {"type": "user", "id": contact}, "body": "Where is it?"});
    let body: CreateConversation = serde_json::from_value(body).unwrap();
    let message = client.conversations().create(body).await.unwrap();
    let id = message.conversation_id.unwrap();
    let conversations = client.conversations();
    conversations
        .add_note(&id)
        .body("<p>A <b>VIP</b></p>")
        .by(&*admin)
        .await
        .unwrap();
    conversations
        .reply_as_admin(&id)
        .body("<p>On its way.</p>")
        .by(&*admin)
        .await
        .unwrap();
    conversations.close(&id).by(&*admin).await.unwrap();
    let conversation = conversations.get(&id).await.unwrap();
    let markdown = conversation.transcript().to_markdown();
    let positions: Vec<_> = [
        "Where is it?",
        "note",
        "A **VIP**",
        "On its way.",
        "closed the conversation",
    ]
    .iter()
    .map(|text| {
        markdown
            .find(text)
            .unwrap_or_else(|| panic!("{text} in {markdown}"))
    })
    .collect();
    assert!(positions.is_sorted(), "{markdown}");
    assert!(
        markdown.contains("(contact)") && markdown.contains("(teammate)"),
        "{markdown}"
    );
    let text = conversation.transcript().without_notes().to_text();
    assert!(!text.contains("VIP"), "{text}");
}
