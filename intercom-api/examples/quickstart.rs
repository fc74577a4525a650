//! The first example to run: `cargo run -p intercom-api --example quickstart`.
//!
//! Without `INTERCOM_ACCESS_TOKEN` it starts a simulated workspace on this machine; with one it
//! calls Intercom. Converting a visitor changes the workspace, so the visitor has to be named
//! there: `cargo run -p intercom-api --example quickstart -- USER_ID`.

use intercom_api::types::{Contact, ConvertVisitor, UpdateVisitor, VisitorIdentity};
use intercom_api::{Client, Error};
use intercom_simulator::Workspace;

/// A visitor that every simulated workspace has.
const SIMULATED_VISITOR: &str = "3ecf64d0-9ed1-4e9f-88e1-da7d6e6782f3";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let visitor = std::env::args().nth(1);
    if std::env::var_os("INTERCOM_ACCESS_TOKEN").is_some() {
        tour(&Client::from_env()?, visitor.as_deref()).await?;
    } else {
        let workspace = Workspace::builder().start().await?;
        println!(
            "No INTERCOM_ACCESS_TOKEN: using a simulated workspace at {}.",
            workspace.base_url()
        );
        let intercom = Client::builder()
            .token(workspace.token())
            .base_url(workspace.base_url())
            .build()?;
        tour(&intercom, visitor.as_deref().or(Some(SIMULATED_VISITOR))).await?;
    }
    Ok(())
}

pub(crate) async fn tour(intercom: &Client, visitor: Option<&str>) -> Result<(), Error> {
    let me = intercom.admins().me().await?;
    let app = me.app.unwrap_or_default();
    println!(
        "I am {} in the workspace {}.",
        or_unknown(me.name),
        or_unknown(app.name)
    );

    match visitor {
        Some(user_id) => convert(intercom, user_id).await?,
        None => println!("Name a visitor's user id to see one updated and converted."),
    }

    let contacts = intercom.contacts().list().per_page(5).send().await?;
    let page = contacts.value();
    println!(
        "There are {} contacts, such as:",
        page.total_count.unwrap_or_default()
    );
    for contact in &page.data {
        println!("  {}", described(contact));
    }
    if let Some(limit) = contacts.rate_limit() {
        println!(
            "{} of {} calls are left in this window.",
            limit.remaining, limit.limit
        );
    }
    Ok(())
}

async fn convert(intercom: &Client, user_id: &str) -> Result<(), Error> {
    let visitors = intercom.visitors();
    let update = UpdateVisitor::new().user_id(user_id).name("Gareth Bale");
    let updated = visitors.update(update).await?;
    println!("Updated visitor {}.", updated.id);

    let visitor = visitors.get(user_id).await?;
    println!("Read it back: its name is {}.", or_unknown(visitor.name));

    let into = VisitorIdentity::new().email("foo@bar.com");
    let from = VisitorIdentity::new().user_id(user_id);
    let contact = visitors
        .convert(ConvertVisitor::to_user(from).keeping(into))
        .await?;
    println!("Converted it: {}.", described(&contact));
    Ok(())
}

fn described(contact: &Contact) -> String {
    let role = contact
        .role
        .as_ref()
        .map_or("contact", |role| role.as_str());
    let email = or_unknown(contact.email.clone());
    let since = contact
        .created_at
        .map_or_else(String::new, |time| format!(", since {time}"));
    format!("{role} {} <{email}>{since}", contact.id)
}

fn or_unknown(text: Option<String>) -> String {
    text.unwrap_or_else(|| "(unknown)".to_owned())
}
