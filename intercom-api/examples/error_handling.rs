//! Distinguishes the errors of a call.
//!
//! ```text
//! cargo run -p intercom-api --example error_handling
//! ```

use std::error::Error;

use intercom_api::types::CreateContact;
use intercom_api::{Client, ErrorKind};
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
    // Retries and rate limits are handled before an error is returned.
    let error = intercom.contacts().get("no-such-id").await.err();
    let error = error.ok_or("this contact does not exist")?;
    if error.is_not_found() {
        println!("gone, or never there");
    }

    let duplicate = CreateContact::new().email("joe@example.org");
    match intercom.contacts().create(duplicate).await {
        Ok(contact) => println!("created {}", contact.id),
        Err(error) if error.is_conflict() => {
            println!("it is {:?}", error.conflicting_id());
        }
        Err(error) if error.is_unauthorized() => println!("the token is not valid"),
        Err(error) if error.is_rate_limited() => {
            println!("try again in {:?}", error.retry_after());
        }
        Err(error) => match error.kind() {
            ErrorKind::Api => {
                // Intercom's support asks for the id of the request.
                println!("request {:?}", error.request_id());
                for detail in error.errors() {
                    println!("{detail:?}");
                }
            }
            // The contact may exist all the same.
            _ if error.may_have_been_sent() => println!("unclear: {error}"),
            _ => println!("not sent: {error}"),
        },
    }
    Ok(())
}
