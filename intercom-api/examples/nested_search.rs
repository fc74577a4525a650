//! Finds conversations with a query of two levels: some of these, and one of those.
//!
//! ```text
//! cargo run -p intercom-api --example nested_search
//! ```

use std::error::Error;
use std::time::Duration;

use intercom_api::search::{Query, conversations};
use intercom_api::{Client, Timestamp};
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
    let month = Duration::from_secs(30 * 24 * 60 * 60);
    let query = Query::and([
        conversations::OPEN.equals(true),
        Query::or([
            conversations::CREATED_AT.after(Timestamp::ago(month)),
            conversations::READ.equals(false),
        ]),
    ]);

    let mut found = intercom.conversations().search(query).items();
    while let Some(conversation) = found.next().await {
        let conversation = conversation?;
        println!("{}: {:?}", conversation.id, conversation.state);
    }
    Ok(())
}
