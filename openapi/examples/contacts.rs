//! Examples of `contacts`: the body of each function is the example of the method of its name.

async fn archive(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let archived = intercom
        .contacts()
        .archive("6657add40000000000000002")
        .await?;
    assert_eq!(archived.archived, Some(true));
    Ok(())
}

async fn create(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::CreateContact;

    let contact = CreateContact::new()
        .email("ann.lee@example.com")
        .external_id("user-4711")
        .name("Ann Lee")
        .custom_attributes([("plan", "pro")]);
    match intercom.contacts().create(contact).await {
        Ok(created) => println!("created {}", created.id),
        Err(error) if error.is_conflict() => {
            println!("exists as {:?}", error.conflicting_id());
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn get(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let contact = intercom.contacts().get("6657add40000000000000000").await?;
    println!("{}: {:?}", contact.id, contact.email);
    if let Some(plan) = contact.custom_attributes.text("plan") {
        println!("pays for {plan}");
    }
    Ok(())
}

async fn get_by_external_id(intercom: &Client) -> Result<(), Box<dyn Error>> {
    match intercom.contacts().get_by_external_id("ext-joe").await {
        Ok(contact) => println!("{}: {:?}", contact.id, contact.name),
        Err(error) if error.is_not_found() => println!("no such user"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn list(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let mut contacts = intercom.contacts().list().per_page(150).items();
    while let Some(contact) = contacts.next().await {
        let contact = contact?;
        println!("{}: {:?}", contact.id, contact.email);
    }
    Ok(())
}

async fn merge(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::MergeContacts;

    // The lead disappears; its conversations move to the user.
    let merge =
        MergeContacts::lead("6657add40000000000000005").into_user("6657add40000000000000000");
    let user = intercom.contacts().merge(merge).await?;
    println!("{}: {:?}", user.id, user.email);
    Ok(())
}

async fn search(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::search::{Order, Query, contacts};

    let query = Query::and([
        contacts::ROLE.equals("user"),
        contacts::EMAIL.ends_with("@example.org"),
    ])
    .sort(contacts::UPDATED_AT, Order::Descending);
    let mut found = intercom.contacts().search(query.per_page(150)).items();
    while let Some(contact) = found.next().await {
        let contact = contact?;
        println!("{}: {:?}", contact.id, contact.email);
    }
    Ok(())
}

async fn unarchive(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let restored = intercom
        .contacts()
        .unarchive("6657add5000000000000f00d")
        .await?;
    assert_eq!(restored.archived, Some(false));
    Ok(())
}

async fn update(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::Nullable;
    use intercom_api::types::UpdateContact;

    let changes = UpdateContact::new()
        .name("Joe Bloggs")
        // Clears the phone number; what is left out stays as it is.
        .phone(Nullable::Null)
        .custom_attributes([("seats", 12)]);
    let contact = intercom
        .contacts()
        .update("6657add40000000000000000", changes)
        .await?;
    println!("{}: {:?}", contact.id, contact.name);
    Ok(())
}
