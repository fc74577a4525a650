//! The workspace that is copied: one of Intercom, or a simulated one.

use std::time::Duration;

use anyhow::Context;
use intercom_api::{Client, ClientBuilder, Pace};
use intercom_simulator::{Seed, Workspace};

/// How many contacts a simulated workspace has by default.
const CONTACTS: usize = 1_000;

/// The workspace that is copied.
pub(crate) struct Source {
    pub(crate) intercom: Client,
    pub(crate) name: String,
    /// It stops when dropped.
    _simulated: Option<Workspace>,
}

impl Source {
    /// Connects to the workspace of the token, or to a simulated one.
    pub(crate) async fn connect(simulated: Option<usize>) -> anyhow::Result<Self> {
        let has_token = ["INTERCOM_ACCESS_TOKEN", "INTERCOM_API_KEY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|token| !token.is_empty()));
        if simulated.is_none() && has_token {
            let builder = ClientBuilder::from_env().context("the environment")?;
            // A little less than what Intercom allows an app in each window.
            let pace = Pace::per_window(1_600, Duration::from_secs(10));
            let intercom = builder.pace(pace).build().context("the client")?;
            return Ok(Self {
                name: format!("the workspace at {}", intercom.base_url()),
                intercom,
                _simulated: None,
            });
        }
        let contacts = simulated.unwrap_or(CONTACTS);
        let workspace = Workspace::builder()
            .seed(Seed::bulk(contacts, contacts / 5))
            .rate_limit(u32::MAX, Duration::from_secs(10))
            .forget_requests()
            .start()
            .await
            .context("the simulated workspace")?;
        let builder = Client::builder()
            .token(workspace.token())
            .base_url(workspace.base_url());
        let why = if simulated.is_some() {
            ""
        } else {
            " (INTERCOM_ACCESS_TOKEN is not set)"
        };
        Ok(Self {
            intercom: builder.build().context("the client")?,
            name: format!("a simulated workspace with {contacts} contacts{why}"),
            _simulated: Some(workspace),
        })
    }
}
