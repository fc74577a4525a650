//! Replies to a conversation, hands it to a team and closes it.
//!
//! ```text
//! cargo run -p intercom-api --example reply_assign_close
//! ```

use std::error::Error;

use intercom_api::Client;
use intercom_api::types::{CreateConversation, CreateConversationFrom};
use intercom_simulator::Workspace;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // With an account, `Client::from_env()?` takes the place of these lines.
    let workspace = Workspace::builder().start().await?;
    let intercom = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .build()?;
    run(&intercom).await
}

pub(crate) async fn run(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let me = intercom.admins().me().await?;
    let team = intercom.teams().list().await?.into_iter().next();
    let team = team.ok_or("the workspace has no team")?;
    let user = intercom.contacts().get_by_external_id("ext-joe").await?;

    let from = CreateConversationFrom::user(user.id);
    let question = CreateConversation::new(from, "Where is my order?");
    let message = intercom.conversations().create(question).await?;
    let id = message.conversation_id.ok_or("no conversation")?;

    let conversations = intercom.conversations();
    conversations
        .reply_as_admin(&id)
        .body("<p>It left today.</p>")
        .by(&me.id)
        .await?;
    conversations
        .assign(&id)
        .to_team(&team.id)
        .by(&me.id)
        .await?;
    let closed = conversations.close(&id).by(&me.id).await?;
    println!("{}: {:?}", closed.id, closed.state);
    Ok(())
}
