//! Examples of `notes`: the body of each function is the example of the method of its name.

async fn create(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::CreateNote;

    let note = CreateNote::new("<p>Prefers to be called after 5.</p>").admin_id("991268363");
    let note = intercom
        .notes()
        .create("6657add40000000000000000", note)
        .await?;
    println!("{}: {:?}", note.id, note.body);
    Ok(())
}
