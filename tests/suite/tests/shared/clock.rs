//! A clock of the client whose waits take no time in a simulated workspace.

use std::time::{Duration, Instant, SystemTime};

use intercom_api::{BoxFuture, Clock};
use intercom_simulator::{Workspace, WorkspaceClock};

/// The clock of a workspace: each wait of the client moves the time of both forward.
#[derive(Clone)]
pub struct SharedClock(WorkspaceClock);

impl SharedClock {
    pub fn of(workspace: &Workspace) -> Self {
        Self(workspace.clock())
    }
}

impl Clock for SharedClock {
    fn now(&self) -> Instant {
        Instant::now() + self.0.ahead()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now() + self.0.ahead()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.0.advance(duration);
        Box::pin(std::future::ready(()))
    }
}
