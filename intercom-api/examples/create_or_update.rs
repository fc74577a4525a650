//! Creates a contact, or updates the one that exists, also when it is archived.
//!
//! ```text
//! cargo run -p intercom-api --example create_or_update
//! ```

use std::error::Error;

use intercom_api::Client;
use intercom_api::types::{Contact, CreateContact, UpdateContact};
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
    // Two users that exist, one of them archived, and a new one.
    for external_id in ["ext-joe", "ext-max", "ext-new"] {
        let contact = upsert(intercom, external_id, "Updated").await?;
        println!("{external_id} is {}: {:?}", contact.id, contact.name);
    }
    Ok(())
}

async fn upsert(
    intercom: &Client,
    external_id: &str,
    name: &str,
) -> Result<Contact, intercom_api::Error> {
    let contacts = intercom.contacts();
    let new = CreateContact::new().external_id(external_id).name(name);
    let error = match contacts.create(new).await {
        Ok(created) => return Ok(created),
        Err(error) => error,
    };
    // The error of a conflict names the contact that has the external id.
    let Some(id) = error.conflicting_id().filter(|_| error.is_conflict()) else {
        return Err(error);
    };
    let changes = UpdateContact::new().name(name);
    match contacts.update(id, changes.clone()).await {
        Err(error) if error.is_not_found() => {
            contacts.unarchive(id).await?;
            contacts.update(id, changes).await
        }
        updated => updated,
    }
}
