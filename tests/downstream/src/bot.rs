//! A bot that replies to questions about opening hours, and closes them.

use intercom_api::{Client, Error};

const REPLY: &str = "<p>We are open from 9 to 5.</p>";

/// Replies to each open conversation with such a question, and returns how many there were.
pub async fn run(intercom: &Client) -> Result<usize, Error> {
    let me = intercom.admins().me().await?;
    let conversations = intercom.conversations();
    let mut replies = 0;
    for conversation in conversations.list().items().collect_all().await? {
        let question = conversation.source.and_then(|source| source.body);
        let is_about_hours = question.is_some_and(|question| question.contains("opening hours"));
        if conversation.open == Some(true) && is_about_hours {
            conversations.reply_as_admin(&conversation.id).body(REPLY).by(&me.id).await?;
            conversations.close(&conversation.id).by(&me.id).await?;
            replies += 1;
        }
    }
    Ok(replies)
}
