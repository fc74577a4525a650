//! Examples of `conversations`: the body of each function is the example of the method of its name.

async fn attach_contact(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::{AttachContactToConversation, AttachContactToConversationCustomer};

    let customer =
        AttachContactToConversationCustomer::new().intercom_user_id("6657add40000000000000001");
    let body = AttachContactToConversation::new()
        .admin_id("991268363")
        .customer(customer);
    let conversation = intercom.conversations().attach_contact("409", body).await?;
    println!("{}: {:?}", conversation.id, conversation.contacts);
    Ok(())
}

async fn convert_to_ticket(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::ConvertConversationToTicket;

    let body = ConvertConversationToTicket::new("53")
        .attributes([("_default_title_", "Parcel did not arrive")]);
    let ticket = intercom
        .conversations()
        .convert_to_ticket("410", body)
        .await?;
    println!("{}: {:?}", ticket.id, ticket.category);
    Ok(())
}

async fn create(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::{CreateConversation, CreateConversationFrom};

    let from = CreateConversationFrom::user("6657add40000000000000000");
    let message = intercom
        .conversations()
        .create(CreateConversation::new(from, "Where is my order?"))
        .await?;
    println!("conversation {:?}", message.conversation_id);
    Ok(())
}

async fn get(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let conversation = intercom.conversations().get("409").await?;
    println!("{}: {:?}", conversation.id, conversation.state);
    // The newest 500 parts.
    for part in conversation
        .conversation_parts
        .into_iter()
        .flat_map(|parts| *parts)
    {
        println!("{:?}: {:?}", part.part_type, part.body);
    }
    Ok(())
}

async fn list(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let mut conversations = intercom.conversations().list().per_page(150).items();
    while let Some(conversation) = conversations.next().await {
        let conversation = conversation?;
        println!("{}: {:?}", conversation.id, conversation.state);
    }
    Ok(())
}

async fn manage(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::{AssignConversation, CloseConversation};

    let conversations = intercom.conversations();
    let assign = AssignConversation::to_team("814860").by("991268363");
    conversations.manage("409", assign).await?;
    let close = CloseConversation::new("991268363").body("Have a nice day!");
    conversations.manage("409", close).await?;
    // The same in short.
    conversations.open("409").by("991268363").await?;
    Ok(())
}

async fn redact(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::RedactConversationSource;

    let source = intercom.conversations().get("409").await?.source;
    let source = source.ok_or("the conversation has no first message")?;
    let body = RedactConversationSource::in_conversation("409").source(source.id);
    let conversation = intercom.conversations().redact(body).await?;
    println!("{}: {:?}", conversation.id, conversation.source);
    Ok(())
}

async fn reply(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::{AdminReplyConversation, ContactReplyUserId};

    let conversations = intercom.conversations();
    let admin = AdminReplyConversation::comment_by("991268363").body("<p>It left today.</p>");
    conversations.reply("409", admin).await?;
    let contact = ContactReplyUserId::from_external_id("ext-joe").body("Thank you!");
    let conversation = conversations.reply("409", contact).await?;
    println!("{}: {:?}", conversation.id, conversation.state);
    // A note in short. Contacts do not see it.
    conversations
        .add_note("409")
        .body("Ask again on Monday.")
        .by("991268363")
        .await?;
    Ok(())
}

async fn search(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::Timestamp;
    use intercom_api::search::{Query, conversations};
    use std::time::Duration;

    let day = Duration::from_secs(24 * 60 * 60);
    let query = Query::and([
        conversations::OPEN.equals(true),
        conversations::UPDATED_AT.after(Timestamp::ago(day)),
    ]);
    let mut found = intercom.conversations().search(query).items();
    while let Some(conversation) = found.next().await {
        let conversation = conversation?;
        println!("{}: {:?}", conversation.id, conversation.title);
    }
    Ok(())
}

async fn update(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::UpdateConversation;

    let changes = UpdateConversation::new()
        .read(true)
        .title("Parcel did not arrive");
    let conversation = intercom.conversations().update("409", changes).await?;
    println!("{}: {:?}", conversation.id, conversation.title);
    Ok(())
}
