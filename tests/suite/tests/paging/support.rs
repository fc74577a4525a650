//! Workspaces with a number of objects, and the result of a walk over them.

use intercom_api::paging::{Items, PagedOperation};
use intercom_api::{Client, ClientBuilder, Retries};
use intercom_simulator::{Seed, Workspace};
use serde::Serialize;
use serde_json::Value;

use crate::output;

/// A workspace with nothing but a seed, and what is always there.
pub(crate) async fn workspace(seed: Seed) -> Workspace {
    Workspace::builder().seed(seed).start().await.unwrap()
}

/// A number of objects of a collection.
pub(crate) fn objects(collection: &str, object: &Value, count: usize) -> Seed {
    (0..count).fold(Seed::empty(), |seed, _| {
        seed.and(Seed::value(collection, object.clone()))
    })
}

/// A client that sends each call once.
pub(crate) fn client(workspace: &Workspace) -> Client {
    builder(workspace).build().unwrap()
}

/// The same, for further settings.
pub(crate) fn builder(workspace: &Workspace) -> ClientBuilder {
    let builder = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .retries(Retries::none());
    output::print_everything(builder)
}

/// The ids of what is stored.
pub(crate) fn stored(workspace: &Workspace, collection: &str) -> Vec<String> {
    workspace.stored(collection).iter().map(id).collect()
}

/// The id of an item, as it was read or as it was sent.
pub(crate) fn id(item: &impl Serialize) -> String {
    match &serde_json::to_value(item).unwrap()["id"] {
        Value::String(id) => id.clone(),
        id => id.to_string(),
    }
}

/// The ids of up to `count` items.
pub(crate) async fn some<O>(items: &mut Items<O>, count: usize) -> Vec<String>
where
    O: PagedOperation<Item: Serialize>,
{
    let mut ids = Vec::new();
    while ids.len() < count
        && let Some(item) = items.next().await
    {
        ids.push(id(&item.unwrap()));
    }
    ids
}

/// The ids of all items.
pub(crate) async fn all<O>(mut items: Items<O>) -> Vec<String>
where
    O: PagedOperation<Item: Serialize>,
{
    some(&mut items, usize::MAX).await
}
