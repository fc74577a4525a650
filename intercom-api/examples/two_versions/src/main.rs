//! One program, two versions of the API: contacts by the stable one, what is new by the next one.
//!
//! Both clients share connections, token, pacer and limits, and their errors are of one type.

use std::path::Path;
use std::time::Duration;

use intercom_api::{Client, Error, Pace};
use intercom_simulator::contract::Contract;
use intercom_simulator::{Seed, Workspace};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let contract = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../openapi/2.15.json");
    let today = Workspace::builder().seed(Seed::contacts(3)).start().await?;
    let next = Workspace::builder()
        .contract(Contract::from_file(contract)?)
        .seed(Seed::contacts(5))
        .start()
        .await?;

    // Two servers, each of its own version.
    let stable: Client = today.client()?;
    let preview: intercom_api_preview::Client = next.client()?;
    println!("{}: {} contacts", intercom_api::API_VERSION, count(&stable).await?);
    println!(
        "{}: {} contacts",
        intercom_api_preview::API_VERSION,
        count_in_preview(&preview).await?
    );

    // One workspace, asked in both versions under one rate limit.
    let stable = Client::builder()
        .token(today.token())
        .base_url(today.base_url())
        .pace(Pace::per_window(1_600, Duration::from_secs(10)))
        .build()?;
    let preview = intercom_api_preview::Client::sharing(stable.handle());
    let (ours, theirs) = (count(&stable).await?, count_in_preview(&preview).await?);
    println!("the same workspace: {ours} and {theirs} contacts");
    let versions: Vec<_> = today
        .requests()
        .iter()
        .filter_map(|request| request.header("intercom-version").map(str::to_owned))
        .collect();
    println!("asked in {}", versions.join(", "));
    Ok(())
}

async fn count(intercom: &Client) -> Result<usize, Error> {
    Ok(intercom.contacts().list().await?.data.len())
}

/// The error is the same type as that of the other version.
async fn count_in_preview(intercom: &intercom_api_preview::Client) -> Result<usize, Error> {
    Ok(intercom.contacts().list().await?.data.len())
}
