//! Reads from workspaces in two regions at the same time.
//!
//! ```text
//! cargo run -p intercom-api --example two_regions
//! ```

use std::error::Error;

use intercom_api::{Client, ClientBuilder, Region};
use intercom_simulator::Workspace;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run().await
}

pub(crate) async fn run() -> Result<(), Box<dyn Error>> {
    let (us, eu) = (
        Workspace::builder().token("us-token").start().await?,
        Workspace::builder().token("eu-token").start().await?,
    );
    // A client for each workspace: a token is valid in its own region alone. The base URLs lead to the
    // simulated workspaces; leave them out with an account.
    let us = client(Region::Us, us.token()).base_url(us.base_url());
    let eu = client(Region::Eu, eu.token()).base_url(eu.base_url());
    let (us, eu) = (us.build()?, eu.build()?);

    let (in_us, in_eu) = tokio::try_join!(count(&us), count(&eu))?;
    println!("{in_us} contacts in the US, {in_eu} in Europe");
    Ok(())
}

fn client(region: Region, token: &str) -> ClientBuilder {
    Client::builder().region(region).token(token)
}

async fn count(intercom: &Client) -> Result<i64, intercom_api::Error> {
    let page = intercom.contacts().list().per_page(1).await?;
    Ok(page.total_count.unwrap_or_default())
}
