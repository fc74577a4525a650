//! Tests a program against a simulated workspace, with failures on demand.
//!
//! ```text
//! cargo run -p intercom-api --example simulated_workspace
//! ```

use std::error::Error;

use intercom_api::Client;
use intercom_api::types::ContactRole;
use intercom_simulator::{Fault, Seed, Workspace};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run().await
}

/// The code under test: counts the users.
async fn count_users(intercom: &Client) -> Result<usize, intercom_api::Error> {
    let contacts = intercom.contacts().list().items().collect_all().await?;
    let is_user = |role: &&str| *role == "user";
    let roles = contacts.iter().filter_map(|contact| contact.role.as_ref());
    Ok(roles.map(ContactRole::as_str).filter(is_user).count())
}

pub(crate) async fn run() -> Result<(), Box<dyn Error>> {
    let lead = json!({ "role": "lead", "name": "Lea" });
    let workspace = Workspace::builder()
        .seed(Seed::contacts(120))
        .seed(Seed::value("contacts", lead))
        .start()
        .await?;
    let intercom: Client = workspace.client()?;

    // The first attempt fails; the client tries again.
    workspace.inject(Fault::status(503).times(1));
    assert_eq!(count_users(&intercom).await?, 120);

    // All that was sent can be looked at.
    let requests = workspace.requests();
    assert_eq!(requests[0].path, "/contacts");
    println!("{} requests", requests.len());

    // A failure that retries do not help.
    workspace.inject(Fault::status(401));
    let refused = count_users(&intercom).await;
    assert!(refused.is_err_and(|error| error.is_unauthorized()));
    Ok(())
}
