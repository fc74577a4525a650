//! Examples of `fin`: the body of each function is the example of the method of its name.

async fn start(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::Timestamp;
    use intercom_api::types::{
        FinAgentMessage, FinAgentMessageAuthor, FinAgentUser, StartFinConversation,
    };

    let message = FinAgentMessage::author(FinAgentMessageAuthor::User)
        .body("Where is my order?")
        .timestamp(Timestamp::now());
    let user = FinAgentUser::new("ext-joe");
    let start = StartFinConversation::new("chat-17", message, user);
    let answer = intercom.fin().start(start).await?;
    println!("{:?}", answer.status);
    Ok(())
}

async fn reply(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::Timestamp;
    use intercom_api::types::{FinAgentMessage, FinAgentMessageAuthor, FinAgentUser, ReplyToFin};

    let message = FinAgentMessage::author(FinAgentMessageAuthor::User)
        .body("It is order 17.")
        .timestamp(Timestamp::now());
    let user = FinAgentUser::new("ext-joe");
    let reply = ReplyToFin::new("chat-17", message, user);
    let answer = intercom.fin().reply(reply).await?;
    println!("{:?}", answer.status);
    Ok(())
}
