use std::time::Duration;

use downstream::sync::Copy;
use intercom_api::Client;
use intercom_simulator::{Fault, Seed, Workspace};
use serde_json::json;

type Failure = Box<dyn std::error::Error>;

#[tokio::test]
async fn copy_follows_the_workspace() -> Result<(), Failure> {
    // A clock that stands still: the test moves it, and waits take no time.
    let workspace = Workspace::builder()
        .seed(Seed::contacts(300))
        .clock_at(1_800_000_000)
        .rate_limit(20, Duration::from_secs(10))
        .start()
        .await?;
    let intercom: Client = workspace.client()?;
    let mut copy = Copy::default();

    // A failure on the way does no harm: the client sends the call again.
    workspace.inject(Fault::status(503).skip(2).times(1));
    copy.update(&intercom).await?;
    assert_eq!(copy.emails.len(), 300);

    // Somebody changes a contact and creates another one, and time passes.
    let first = workspace.edit(|edits| edits.ids("contacts")).remove(0);
    workspace.edit(|edits| {
        edits.update("contacts", &first, &json!({ "email": "new@example.com" }));
        edits.create("contacts", &json!({ "email": "eve@example.com" }))
    })?;
    workspace.clock().advance(Duration::from_secs(3_600));

    copy.update(&intercom).await?;
    assert_eq!(copy.emails.len(), 301);
    assert_eq!(copy.emails[&first].as_deref(), Some("new@example.com"));
    Ok(())
}
