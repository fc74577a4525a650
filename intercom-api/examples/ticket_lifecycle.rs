//! Opens a ticket, works on it and resolves it.
//!
//! ```text
//! cargo run -p intercom-api --example ticket_lifecycle
//! ```

use std::error::Error;

use intercom_api::Client;
use intercom_api::types::{CreateTicket, CreateTicketContact, UpdateTicket};
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
    let kinds = intercom.ticket_types().list().await?;
    let kind = kinds.into_iter().next();
    let kind = kind.ok_or("the workspace has no ticket type")?;
    let states = intercom.ticket_states().list().await?;
    let resolved = states.into_iter().last();
    let resolved = resolved.ok_or("the workspace has no ticket state")?;

    let contact = CreateTicketContact::new().external_id("ext-joe");
    let ticket = CreateTicket::new(&kind.id, [contact])
        .ticket_attributes([("_default_title_", "Parcel did not arrive")]);
    let ticket = intercom.tickets().create(ticket).await?;
    println!("opened {}", ticket.id);

    let tickets = intercom.tickets();
    tickets
        .assign(&ticket.id)
        .to_admin(&me.id)
        .by(&me.id)
        .await?;
    tickets
        .reply_as_admin(&ticket.id)
        .body("<p>A new parcel is on its way.</p>")
        .by(&me.id)
        .await?;
    let done = UpdateTicket::new().ticket_state_id(&resolved.id);
    let ticket = tickets.update(&ticket.id, done).await?;
    println!("{}: {:?}", ticket.id, ticket.category);
    Ok(())
}
