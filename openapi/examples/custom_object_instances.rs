//! Examples of `custom_object_instances`: the body of each function is the example of the method of its
//! name.

async fn create_or_update(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::CreateOrUpdateCustomObjectInstance;

    let order = CreateOrUpdateCustomObjectInstance::new()
        .external_id("order-17")
        .custom_attributes([("total", "34.90"), ("currency", "EUR")]);
    let order = intercom
        .custom_object_instances()
        .create_or_update("Order", order)
        .await?;
    println!("{}: {:?}", order.id, order.external_id);
    Ok(())
}

async fn get_by_external_id(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let order = intercom
        .custom_object_instances()
        .get_by_external_id("Order")
        .external_id("order-0")
        .await?;
    println!("{}: {:?}", order.id, order.custom_attributes.text("total"));
    Ok(())
}
