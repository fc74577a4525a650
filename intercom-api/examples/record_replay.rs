//! Records what a program sends and receives, and replays it without the network.
//!
//! ```text
//! cargo run -p intercom-api --example record_replay --features record
//! ```

use std::error::Error;
use std::path::Path;

use intercom_api::Client;
use intercom_api::record::{Recorder, Rule};
use intercom_api::types::CreateContact;
use intercom_simulator::Workspace;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run().await
}

/// The program: adds a user and counts those of the same company.
async fn sign_up(intercom: &Client, email: &str) -> Result<usize, intercom_api::Error> {
    let contact = CreateContact::new().email(email);
    let contact = intercom.contacts().create(contact).await?;
    let contact = intercom.contacts().get(&contact.id).await?;
    assert_eq!(contact.email.as_deref(), Some(email));
    let companies = intercom.companies().list().items().collect_all().await?;
    Ok(companies.len())
}

pub(crate) async fn run() -> Result<(), Box<dyn Error>> {
    let cassette = std::env::temp_dir().join(format!("sign-up-{}.jsonl", std::process::id()));
    let recorded = record(&cassette).await?;

    // In a test: any token, no network, and another email than the recorded one.
    let workspace = Workspace::builder().replay(&cassette).start().await?;
    let intercom = Client::builder()
        .token("any")
        .base_url(workspace.base_url())
        .build()?;
    let replayed = sign_up(&intercom, "zoe@example.org").await?;
    assert_eq!(replayed, recorded);
    workspace.assert_no_drift();
    assert!(workspace.unused_recordings().is_empty());

    // A call that the program did not make when it was recorded.
    let error = intercom.tags().list().await.err().ok_or("a drift")?;
    assert!(error.has_code("recording_missing"));
    println!("{}", workspace.drift()[0]);
    std::fs::remove_file(&cassette)?;
    Ok(())
}

/// Records the program once. With an account, `Client::builder()` needs no base URL.
async fn record(cassette: &Path) -> Result<usize, Box<dyn Error>> {
    let workspace = Workspace::builder().start().await?;
    let recorder = Recorder::builder(cassette)
        .scrub("custom_attributes.plan", Rule::Keep)
        .build()?;
    let intercom = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .transport(recorder.clone())
        .build()?;
    let companies = sign_up(&intercom, "jane.doe@acme.example").await?;
    recorder.finish()?;
    let text = std::fs::read_to_string(cassette)?;
    assert!(!text.contains("jane.doe"));
    println!("{} exchanges, {} bytes", recorder.exchanges(), text.len());
    Ok(companies)
}
