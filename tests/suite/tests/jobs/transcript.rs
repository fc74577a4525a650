//! The transcript of a conversation as the workspace returns it.

use intercom_api::types::{Conversation, CreateConversation};
use intercom_simulator::Seed;
use proptest::prelude::*;
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag};
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

/// Pieces that a body could be made of to look like something else.
const PIECES: [&str; 29] = [
    "### Ann (teammate), 2023-11-14T22:13:20Z",
    "# x",
    "Ann\n---",
    "Ann\n===",
    "---",
    "```",
    "~~~",
    "`",
    "> ",
    "- ",
    "1. ",
    "<p>",
    "</p>",
    "<br>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<div>",
    "&lt;div&gt;",
    "&lt;!-- ",
    "<![CDATA[",
    "&lt;![CDATA[",
    "<h3>",
    "<b>",
    "<blockquote>",
    "\n",
    "\n\n",
    "    ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// However a message is made, the Markdown has one heading for each message, and none within.
    #[test]
    fn message_cannot_pass_for_another_one(
        bodies in prop::collection::vec(prop::collection::vec(prop::sample::select(&PIECES[..]), 0..8), 1..4),
    ) {
        let part = |(index, pieces): (usize, &Vec<&str>)| {
            let body = pieces.concat() + "x";
            json!({"id": index, "part_type": "comment", "author": {"type": "user", "name": format!("Joe {index}")}, "body": body})
        };
        let parts: Vec<_> = bodies.iter().enumerate().map(part).collect();
        let conversation = json!({"id": "1", "conversation_parts": {"conversation_parts": parts}});
        let conversation: Conversation = serde_json::from_value(conversation).unwrap();
        let markdown = conversation.transcript().to_markdown();
        let mut headings = Vec::new();
        let mut is_heading = false;
        for event in Parser::new(&markdown) {
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    prop_assert_eq!(level, HeadingLevel::H3);
                    is_heading = true;
                }
                Event::Text(text) if is_heading => {
                    headings.push(text.to_string());
                    is_heading = false;
                }
                _ => {}
            }
        }
        let expected: Vec<_> = (0..bodies.len()).map(|index| format!("Joe {index} (contact)")).collect();
        prop_assert_eq!(headings, expected, "{}", markdown);
    }
}
