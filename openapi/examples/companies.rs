//! Examples of `companies`: the body of each function is the example of the method of its name.

async fn create_or_update(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::CreateOrUpdateCompany;

    let company = CreateOrUpdateCompany::new()
        .company_id("acme")
        .name("Acme")
        .plan("Enterprise")
        .monthly_spend(499.5)
        .custom_attributes([("industry_code", "J62")]);
    let company = intercom.companies().create_or_update(company).await?;
    println!("{}: {:?}", company.id, company.name);
    Ok(())
}

async fn find(intercom: &Client) -> Result<(), Box<dyn Error>> {
    // One company, or `404`.
    for company in intercom.companies().find().company_id("example-0").await? {
        println!("{}: {:?}", company.id, company.name);
    }
    // All companies with a tag.
    let mut tagged = intercom.companies().find().tag_id("75").items();
    while let Some(company) = tagged.next().await {
        println!("{:?}", company?.name);
    }
    Ok(())
}

async fn scroll(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use std::time::Duration;

    // An app has one scroll at a time: wait for another one to end.
    let scroll = intercom.companies().scroll().items();
    let mut companies = scroll.wait_for_scroll(Duration::from_secs(90));
    while let Some(company) = companies.next().await {
        let company = company?;
        println!("{}: {:?}", company.id, company.name);
    }
    Ok(())
}

async fn update(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::UpdateCompany;

    let changes = UpdateCompany::new()
        .name("Acme")
        .website("https://acme.example");
    let company = intercom
        .companies()
        .update("6762f0940000000000000000", changes)
        .await?;
    println!("{}: {:?}", company.id, company.website);
    Ok(())
}
