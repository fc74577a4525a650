//! Changes of conversations, and their parts.

use intercom_core::codegen::{ClientHandle, DetailOperation, Reading};
use intercom_core::paging::RawItem;

use super::Detailed;
use super::methods::{changes, windows};
use crate::client::Client;
use crate::conversations::{Conversations, Search};
use crate::types::{Conversation, ConversationListItem, SearchRequest};

changes!(
    Conversations,
    Search,
    ConversationListItem,
    Seconds,
    "conversations",
    |this| { this.search(SearchRequest::default()) }
);
windows!(Conversations, Search, "conversations");

impl DetailOperation for Search {
    type Detail = Conversation;

    // Compiled where changes are followed: a conversation has many types.
    #[inline]
    fn details(
        client: &ClientHandle,
        item: RawItem<ConversationListItem>,
    ) -> Reading<Conversation> {
        let call = Client::new(client.clone())
            .conversations()
            .get(item.value.id);
        Reading::Read(Box::new(move || {
            let response = call.clone().send();
            Box::pin(async move {
                let (conversation, json) = response.await?.into_parts();
                let is_truncated = is_truncated(&conversation);
                Ok(Detailed::new(conversation, Some(json), is_truncated))
            })
        }))
    }
}

/// Whether a conversation has more parts than those that it came with.
fn is_truncated(conversation: &Conversation) -> bool {
    let Some(parts) = &conversation.conversation_parts else {
        return false;
    };
    let count = u64::try_from(parts.conversation_parts.len()).unwrap_or(u64::MAX);
    let total = parts
        .total_count
        .and_then(|total| u64::try_from(total).ok());
    total.is_some_and(|total| total > count)
}
