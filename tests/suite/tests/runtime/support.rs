//! Shared by the tests of the runtime: a clock that never waits, workspaces and clients.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use intercom_api::{BoxFuture, Client, ClientBuilder, Clock};
use intercom_simulator::Workspace;

use crate::output::{self, TOKEN};

/// A clock that jumps over every wait and remembers it.
#[derive(Clone)]
pub struct JumpingClock {
    began: (Instant, SystemTime),
    waits: Arc<Mutex<Vec<Duration>>>,
}

impl JumpingClock {
    pub fn new() -> Self {
        Self {
            began: (Instant::now(), SystemTime::now()),
            waits: Arc::default(),
        }
    }

    /// The waits so far.
    pub fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap().clone()
    }

    fn jumped(&self) -> Duration {
        self.waits().iter().sum()
    }
}

impl Clock for JumpingClock {
    fn now(&self) -> Instant {
        self.began.0 + self.jumped()
    }

    fn system_time(&self) -> SystemTime {
        self.began.1 + self.jumped()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.waits.lock().unwrap().push(duration);
        Box::pin(std::future::ready(()))
    }
}

pub async fn workspace() -> Workspace {
    Workspace::builder().token(TOKEN).start().await.unwrap()
}

/// A workspace that allows a number of calls in each window.
pub async fn limited_workspace(calls: u32, window: Duration) -> Workspace {
    let builder = Workspace::builder().token(TOKEN);
    builder.rate_limit(calls, window).start().await.unwrap()
}

pub fn builder(workspace: &Workspace) -> ClientBuilder {
    builder_at(workspace.base_url())
}

/// A builder for a server written by hand.
pub fn builder_at(url: impl Into<String>) -> ClientBuilder {
    output::print_everything(Client::builder().token(TOKEN).base_url(url))
}

/// A client whose waits take no time.
pub fn client(workspace: &Workspace) -> (Client, JumpingClock) {
    let clock = JumpingClock::new();
    let client = builder(workspace).clock(clock.clone()).build().unwrap();
    (client, clock)
}

/// The id of a contact of the workspace.
pub fn contact_id(workspace: &Workspace) -> String {
    let contacts = workspace.stored("contacts");
    contacts[0]["id"].as_str().unwrap().to_owned()
}
