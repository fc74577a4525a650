//! Workspaces and clients.

use intercom_api::{Client, ClientBuilder, Retries};
use intercom_simulator::{Seed, Workspace};

use crate::output;

/// A workspace with nothing but a seed, and what is always there.
pub async fn workspace(seed: Seed) -> Workspace {
    Workspace::builder().seed(seed).start().await.unwrap()
}

/// A client that sends each call once.
pub fn client(workspace: &Workspace) -> Client {
    builder(workspace).build().unwrap()
}

/// The same, for further settings.
pub fn builder(workspace: &Workspace) -> ClientBuilder {
    let builder = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .retries(Retries::none());
    output::print_everything(builder)
}

/// The IDs of what is stored.
pub fn stored(workspace: &Workspace, collection: &str) -> Vec<String> {
    let rows = workspace.stored(collection);
    let ids = rows.iter().filter_map(|row| row["id"].as_str());
    ids.map(str::to_owned).collect()
}
