//! Examples of `tags`: the body of each function is the example of the method of its name.

async fn create_or_update(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::{CreateOrUpdateTag, TagMultipleUsers, TaggedUser};

    let tag = CreateOrUpdateTag::new("Beta tester");
    let tag = intercom.tags().create_or_update(tag).await?;
    println!("{}: {:?}", tag.id, tag.name);
    // The same request tags several users at once.
    let users = ["6657add40000000000000000", "6657add40000000000000001"];
    let users = users.map(|id| TaggedUser::new().id(id));
    let tagging = TagMultipleUsers::new("Beta tester", users);
    intercom.tags().create_or_update(tagging).await?;
    Ok(())
}

async fn tag_contact(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::AttachTagToContact;

    let tag = intercom
        .tags()
        .tag_contact("6657add40000000000000000", AttachTagToContact::new("74"))
        .await?;
    println!("{}: {:?}", tag.id, tag.name);
    Ok(())
}

async fn tag_conversation(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::AttachTagAsAdmin;

    let body = AttachTagAsAdmin::tag("74").by("991268363");
    let tag = intercom.tags().tag_conversation("409", body).await?;
    println!("{}: {:?}", tag.id, tag.name);
    Ok(())
}

async fn tag_ticket(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::AttachTagAsAdmin;

    let body = AttachTagAsAdmin::tag("74").by("991268363");
    let tag = intercom.tags().tag_ticket("631", body).await?;
    println!("{}: {:?}", tag.id, tag.name);
    Ok(())
}
