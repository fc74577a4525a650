//! Examples of `messages`: the body of each function is the example of the method of its name.

async fn create(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::{CreateMessage, CreateMessageFrom, CreateMessageTemplate, Recipient};

    let message = CreateMessage::email("<p>Your order is on its way.</p>")
        .from(CreateMessageFrom::new("991268363"))
        .to(Recipient::user("6657add40000000000000000"))
        .subject("Order 17")
        .template(CreateMessageTemplate::Plain);
    let message = intercom.messages().create(message).await?;
    println!("{}: {:?}", message.message_id, message.subject);
    Ok(())
}
