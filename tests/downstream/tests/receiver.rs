use std::time::Duration;

use downstream::receiver;
use intercom_api::Client;
use intercom_api::types::CreateContact;
use intercom_simulator::Workspace;
use tokio::net::TcpListener;
use tokio::sync::mpsc::unbounded_channel;

type Failure = Box<dyn std::error::Error>;

#[tokio::test]
async fn new_contact_is_handed_on() -> Result<(), Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/webhooks", listener.local_addr()?);
    let (sender, mut emails) = unbounded_channel();
    tokio::spawn(async move { axum::serve(listener, receiver::app("secret", sender)).await });

    let workspace = Workspace::builder().webhook(&url, "secret").start().await?;
    let intercom: Client = workspace.client()?;
    let contact = CreateContact::new().role("user").email("ada@example.com");
    intercom.contacts().create(contact).await?;

    let email = tokio::time::timeout(Duration::from_secs(10), emails.recv()).await?;
    assert_eq!(email.as_deref(), Some("ada@example.com"));

    // The delivery is complete once the workspace has the response of the server.
    while workspace.pending_webhooks() > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(workspace.deliveries()[0].topic, "contact.user.created");
    Ok(())
}
