//! Finds contacts by their fields, page by page.
//!
//! ```text
//! cargo run -p intercom-api --example search
//! ```

use std::error::Error;

use intercom_api::Client;
use intercom_api::search::{Order, Query, contacts};
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
    let query = Query::and([
        contacts::ROLE.equals("user"),
        contacts::EMAIL.ends_with("@example.org"),
    ])
    .sort(contacts::UPDATED_AT, Order::Descending)
    .per_page(50);

    // `items` asks for the next page when it is needed.
    let mut found = intercom.contacts().search(query).items();
    while let Some(contact) = found.next().await {
        let contact = contact?;
        println!("{}: {:?}", contact.id, contact.email);
    }
    Ok(())
}
