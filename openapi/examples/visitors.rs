//! Examples of `visitors`: the body of each function is the example of the method of its name.

async fn convert(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::{ConvertVisitor, VisitorIdentity};

    let visitor = VisitorIdentity::new().user_id("3ecf64d0-9ed1-4e9f-88e1-da7d6e6782f3");
    // An existing user with this address is merged with the visitor.
    let user = VisitorIdentity::new().email("joe@example.org");
    let convert = ConvertVisitor::to_user(visitor).keeping(user);
    let contact = intercom.visitors().convert(convert).await?;
    println!("{}: {:?}", contact.id, contact.role);
    Ok(())
}

async fn get(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let user_id = "3ecf64d0-9ed1-4e9f-88e1-da7d6e6782f3";
    let visitor = intercom.visitors().get(user_id).await?;
    println!("{}: {:?}", visitor.id, visitor.name);
    Ok(())
}

async fn update(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::UpdateVisitor;

    let changes = UpdateVisitor::new()
        .user_id("3ecf64d0-9ed1-4e9f-88e1-da7d6e6782f3")
        .name("Gareth Bale");
    let visitor = intercom.visitors().update(changes).await?;
    println!("{}: {:?}", visitor.id, visitor.name);
    Ok(())
}
