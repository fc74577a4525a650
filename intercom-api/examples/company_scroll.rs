//! Reads all companies by scroll, the only way to more than 10,000 of them.
//!
//! ```text
//! cargo run -p intercom-api --example company_scroll
//! ```

use std::error::Error;
use std::time::Duration;

use intercom_api::Client;
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
    // An app has one scroll at a time, which ends after a minute without a request.
    let companies = intercom.companies().scroll().items();
    let mut companies = companies.wait_for_scroll(Duration::from_secs(90));
    let mut count = 0;
    while let Some(company) = companies.next().await {
        match company {
            Ok(company) => {
                println!("{}: {:?}", company.id, company.name);
                count += 1;
            }
            // A scroll that breaks cannot go on: it starts over.
            Err(error) if error.must_start_over() => return Err("start over".into()),
            Err(error) => return Err(error.into()),
        }
    }
    println!("{count} companies");
    Ok(())
}
