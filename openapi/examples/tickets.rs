//! Examples of `tickets`: the body of each function is the example of the method of its name.

async fn create(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::{CreateTicket, CreateTicketContact};

    let contact = CreateTicketContact::new().external_id("ext-joe");
    let ticket = CreateTicket::new("53", [contact]).ticket_attributes([
        ("_default_title_", "Parcel did not arrive"),
        ("_default_description_", "Sent on Monday, order 17."),
    ]);
    let ticket = intercom.tickets().create(ticket).await?;
    println!("{}: {:?}", ticket.id, ticket.category);
    Ok(())
}

async fn enqueue(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::{CreateTicket, CreateTicketContact};

    let contact = CreateTicketContact::new().external_id("ext-joe");
    let ticket = CreateTicket::new("53", [contact])
        .ticket_attributes([("_default_title_", "Parcel did not arrive")]);
    let job = intercom.tickets().enqueue(ticket).await?;
    let job = intercom.jobs().wait(&job.id).await?;
    println!("ticket {:?}: {:?}", job.resource_id, job.status);
    Ok(())
}

async fn get(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let ticket = intercom.tickets().get("631").await?;
    let title = ticket.ticket_attributes.text("_default_title_");
    println!("{}: {title:?} is {:?}", ticket.id, ticket.category);
    Ok(())
}

async fn reply(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::{ReplyTicket, ReplyTicketKind, TicketReplyPartType};

    let reply = ReplyTicket::message_type(TicketReplyPartType::Comment)
        .kind(ReplyTicketKind::Admin)
        .admin_id("991268363")
        .body("<p>A new parcel is on its way.</p>");
    let part = intercom.tickets().reply("631", reply).await?;
    println!("{}: {:?}", part.id, part.body);
    // The same in short.
    let reply = intercom.tickets().reply_as_admin("631").body("On its way.");
    reply.by("991268363").await?;
    Ok(())
}

async fn search(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::search::{Order, tickets};

    let query = tickets::OPEN
        .equals(true)
        .sort(tickets::UPDATED_AT, Order::Descending);
    let mut found = intercom.tickets().search(query).items();
    while let Some(ticket) = found.next().await {
        let ticket = ticket?;
        println!("{}: {:?}", ticket.id, ticket.category);
    }
    Ok(())
}

async fn update(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::UpdateTicket;

    let changes = UpdateTicket::new()
        .ticket_state_id("7494")
        .admin_id("991268363")
        .assignee_id("991268364")
        .ticket_attributes([("_default_title_", "Parcel found")]);
    let ticket = intercom.tickets().update("631", changes).await?;
    println!("{}: {:?}", ticket.id, ticket.category);
    Ok(())
}
