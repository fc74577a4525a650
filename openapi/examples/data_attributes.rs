//! Examples of `data_attributes`: the body of each function is the example of the method of its name.

async fn create(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::{
        CreateDataAttribute, CreateDataAttributeDataType, CreateDataAttributeModel,
        CreateDataAttributeOption,
    };

    let option = |value| CreateDataAttributeOption::new().value(value);
    let plan = CreateDataAttribute::name("plan")
        .model(CreateDataAttributeModel::Contact)
        .data_type(CreateDataAttributeDataType::Options)
        .options([option("free"), option("pro")]);
    let attribute = intercom.data_attributes().create(plan).await?;
    println!("{:?}: {:?}", attribute.id, attribute.name);
    Ok(())
}
