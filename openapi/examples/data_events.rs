//! Examples of `data_events`: the body of each function is the example of the method of its name.

async fn create(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::Timestamp;
    use intercom_api::types::CreateDataEvent;
    use serde_json::json;

    let event = CreateDataEvent::new("ordered-item", Timestamp::now())
        .user_id("ext-joe")
        .metadata(json!({
            "order_number": { "value": "17", "url": "https://example.com/orders/17" },
            "price": { "amount": 34_900, "currency": "eur" },
        }));
    intercom.data_events().create(event).await?;
    Ok(())
}

async fn create_summaries(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::{CreateDataEventSummaries, EventSummaries};

    let summary = EventSummaries::new()
        .event_name("ordered-item")
        .count(5)
        .first(1_733_000_000)
        .last(1_734_537_243);
    let body = CreateDataEventSummaries::new()
        .user_id("ext-joe")
        .event_summaries(summary);
    intercom.data_events().create_summaries(body).await?;
    Ok(())
}

async fn list(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::CustomerIdentity;

    let user = CustomerIdentity::new().user_id("ext-joe");
    let mut events = intercom.data_events().list(user).items();
    while let Some(event) = events.next().await {
        let event = event?;
        println!("{:?} at {:?}", event.event_name, event.created_at);
    }
    Ok(())
}
