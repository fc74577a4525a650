//! Shared by the tests of recordings.

use std::path::{Path, PathBuf};

use intercom_api::record::Recorder;
use intercom_api::{Client, Retries};
use intercom_simulator::Workspace;
use serde_json::Value;
use tempfile::TempDir;

/// A file that is removed at the end of the test.
pub struct Cassette {
    _folder: TempDir,
    pub path: PathBuf,
}

impl Cassette {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cassette.jsonl");
        Self {
            _folder: folder,
            path,
        }
    }

    pub fn recorder(&self) -> Recorder {
        Recorder::builder(&self.path).key("k").build().unwrap()
    }

    pub fn text(&self) -> String {
        std::fs::read_to_string(&self.path).unwrap()
    }

    /// The exchanges, without the header.
    pub fn lines(&self) -> Vec<Value> {
        let text = self.text();
        let lines = text.lines().skip(1);
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    pub async fn replay(&self) -> (Workspace, Client) {
        replay(&self.path).await
    }
}

/// A workspace that replays, and a client of it.
pub async fn replay(path: &Path) -> (Workspace, Client) {
    let workspace = Workspace::builder().replay(path).start().await.unwrap();
    let client = Client::builder()
        .token("any")
        .base_url(workspace.base_url())
        .retries(Retries::none())
        .build()
        .unwrap();
    (workspace, client)
}

/// A client of a workspace over a recorder.
pub fn recorded(workspace: &Workspace, recorder: &Recorder) -> Client {
    Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .transport(recorder.clone())
        .retries(Retries::none())
        .build()
        .unwrap()
}
