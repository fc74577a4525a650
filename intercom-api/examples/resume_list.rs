//! Reads all contacts, and resumes after a crash where it stopped.
//!
//! ```text
//! cargo run -p intercom-api --example resume_list
//! ```

use std::error::Error;
use std::path::Path;

use intercom_api::Client;
use intercom_api::paging::Checkpoint;
use intercom_simulator::Workspace;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // With an account, `Client::from_env()?` takes the place of these lines.
    let workspace = Workspace::builder().start().await?;
    let intercom = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .build()?;
    run(&intercom).await
}

pub(crate) async fn run(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let file = std::env::temp_dir().join("intercom-contacts.json");
    // The first run stops in the middle, as a program that crashes.
    let first = read(intercom, &file, Some(3)).await?;
    let rest = read(intercom, &file, None).await?;
    println!("{first} contacts before the crash, {rest} after it");
    std::fs::remove_file(&file)?;
    Ok(())
}

/// Reads contacts until `limit`, and returns how many.
async fn read(
    intercom: &Client,
    file: &Path,
    limit: Option<usize>,
) -> Result<usize, Box<dyn Error>> {
    let mut contacts = intercom.contacts().list().per_page(2).items();
    if let Ok(saved) = std::fs::read_to_string(file) {
        let checkpoint: Checkpoint = serde_json::from_str(&saved)?;
        contacts = contacts.resume(checkpoint);
    }
    let mut count = 0;
    while let Some(contact) = contacts.next().await {
        println!("{}", contact?.id);
        count += 1;
        // After the item is processed: at worst it is processed twice, and never skipped.
        let checkpoint = serde_json::to_string(&contacts.checkpoint())?;
        std::fs::write(file, checkpoint)?;
        if limit == Some(count) {
            break;
        }
    }
    Ok(count)
}
