//! Stores an order as a custom object and gives it to its customer.
//!
//! ```text
//! cargo run -p intercom-api --example custom_objects
//! ```

use std::error::Error;

use intercom_api::Client;
use intercom_api::types::{CreateOrUpdateCustomObjectInstance, UpdateContact};
use intercom_simulator::Workspace;
use serde::Deserialize;

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
    let order = CreateOrUpdateCustomObjectInstance::new()
        .external_id("order-17")
        .custom_attributes([("total", "34.90")]);
    let orders = intercom.custom_object_instances();
    let order = orders.create_or_update("Order", order).await?;

    // The reference attribute of the contact holds the ids of its orders.
    let user = intercom.contacts().get_by_external_id("ext-joe").await?;
    let changes = UpdateContact::new().custom_attributes([("orders", [order.id.as_str()])]);
    intercom.contacts().update(&user.id, changes).await?;

    let order = orders
        .get_by_external_id("Order")
        .external_id("order-17")
        .await?;
    let attributes: Order = order.custom_attributes.to()?;
    println!("{}: {}", order.id, attributes.total);
    Ok(())
}

/// The attributes of the custom object type `Order`.
#[derive(Deserialize)]
struct Order {
    total: String,
}
