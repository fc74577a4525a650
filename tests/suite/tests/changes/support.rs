//! Workspaces whose clock stands still, and clients that go by it.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use intercom_api::{BoxFuture, Client, Clock};
use intercom_simulator::{Builder, Workspace, WorkspaceClock};

use crate::output;

/// The time at which tests begin: 3 November 2025, 12:00 UTC. The day before had 25 hours in New York.
pub(crate) const NOW: i64 = 1_762_171_200;

/// The clock of a workspace, for a client: each of its waits moves the time of both forward.
#[derive(Clone)]
struct SharedClock {
    began: Instant,
    workspace: WorkspaceClock,
}

impl Clock for SharedClock {
    fn now(&self) -> Instant {
        self.began + self.workspace.ahead()
    }

    fn system_time(&self) -> SystemTime {
        let now = u64::try_from(self.workspace.now()).unwrap();
        UNIX_EPOCH + Duration::from_secs(now)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.workspace.advance(duration);
        Box::pin(std::future::ready(()))
    }
}

/// Starts a workspace at [`NOW`], and a client for it.
pub(crate) async fn start(builder: Builder) -> (Workspace, Client) {
    let workspace = builder.clock_at(NOW).start().await.unwrap();
    let client = client(&workspace);
    (workspace, client)
}

pub(crate) fn client(workspace: &Workspace) -> Client {
    let clock = SharedClock {
        began: Instant::now(),
        workspace: workspace.clock(),
    };
    let builder = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .clock(clock);
    output::print_everything(builder).build().unwrap()
}
