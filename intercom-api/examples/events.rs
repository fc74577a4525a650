//! Records what a user did, and reads it back.
//!
//! ```text
//! cargo run -p intercom-api --example events
//! ```

use std::error::Error;

use intercom_api::types::{CreateDataEvent, CustomerIdentity};
use intercom_api::{Client, Timestamp};
use intercom_simulator::Workspace;
use serde_json::json;

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
    // Intercom drops a second event of this name in the same second.
    let event = CreateDataEvent::new("ordered-item", Timestamp::now())
        .user_id("ext-joe")
        .metadata(json!({
            "order": { "value": "17", "url": "https://example.com/orders/17" },
            "price": { "amount": 34_900, "currency": "eur" },
        }));
    intercom.data_events().create(event).await?;

    let user = CustomerIdentity::new().user_id("ext-joe");
    let mut events = intercom.data_events().list(user).items();
    while let Some(event) = events.next().await {
        let event = event?;
        println!("{:?} at {:?}", event.event_name, event.created_at);
    }
    Ok(())
}
