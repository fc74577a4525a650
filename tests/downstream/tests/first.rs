use intercom_api::Client;
use intercom_simulator::{Seed, Workspace};

#[tokio::test]
async fn contacts_are_listed_to_the_end() -> Result<(), Box<dyn std::error::Error>> {
    let workspace = Workspace::builder().seed(Seed::contacts(120)).start().await?;
    let client: Client = workspace.client()?;
    assert_eq!(client.contacts().list().items().collect_all().await?.len(), 120);
    Ok(())
}
