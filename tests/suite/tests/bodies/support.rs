//! Shared by the tests of bodies: workspaces of the small description, and clients of them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use intercom_simulator::Workspace;
use intercom_simulator::contract::Contract;
use intercom_small::external::bytes::Bytes;
use intercom_small::{Client, ClientBuilder, Retries, Upload, UploadProgress};

pub const TOKEN: &str = "s3cret-token";

pub async fn workspace() -> Workspace {
    let contract = include_str!("../../../../intercom-gen/tests/generate/small.json");
    let contract = Contract::from_json(contract).unwrap();
    let builder = Workspace::builder().contract(contract).token(TOKEN);
    builder.start().await.unwrap()
}

pub fn builder(url: &str) -> ClientBuilder {
    let quick = Retries::new().backoff(Duration::ZERO, Duration::ZERO);
    Client::builder().token(TOKEN).base_url(url).retries(quick)
}

pub fn client(workspace: &Workspace) -> Client {
    builder(workspace.base_url()).build().unwrap()
}

/// A stream of these pieces.
pub fn streamed(
    pieces: impl IntoIterator<Item = &'static str, IntoIter: Send + 'static>,
) -> Upload {
    let pieces = pieces.into_iter();
    let pieces = pieces.map(|piece| Ok::<_, std::io::Error>(Bytes::from(piece)));
    Upload::from_stream(futures_util::stream::iter(pieces.collect::<Vec<_>>()))
}

/// What was reported of an upload.
#[derive(Clone, Default)]
pub struct Reports(Arc<Mutex<Vec<UploadProgress>>>);

impl Reports {
    pub fn of(&self, upload: Upload) -> Upload {
        let reports = Arc::clone(&self.0);
        upload.with_progress(move |progress| reports.lock().unwrap().push(progress))
    }

    pub fn take(&self) -> Vec<UploadProgress> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}
