//! Clients of a workspace, of any package that implements [`Connect`].

use intercom_core::{Connect, Endpoint, Error};

use super::Workspace;

impl Workspace {
    /// Creates a client of the workspace, with its URL, its token and its
    /// [clock](crate::WorkspaceClock#as-the-clock-of-a-client).
    ///
    /// The type is that of any client or builder that implements [`Connect`], such as
    /// `intercom_api::Client`, or `intercom_api::ClientBuilder` for further settings. Everything but
    /// the endpoint and the clock has its default, retries included.
    ///
    /// ```
    /// # struct Client(intercom_core::Endpoint);
    /// # impl intercom_core::Connect for Client {
    /// #     fn connect(endpoint: intercom_core::Endpoint) -> Result<Self, intercom_core::Error> {
    /// #         Ok(Self(endpoint))
    /// #     }
    /// # }
    /// use intercom_simulator::Workspace;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let workspace = Workspace::builder().start().await?;
    /// let client: Client = workspace.client()?;
    /// # assert_eq!(client.0.base_url, workspace.base_url());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The HTTP client cannot be set up on this machine, for example because it has no TLS.
    pub fn client<C: Connect>(&self) -> Result<C, Error> {
        let endpoint = Endpoint::new(self.base_url(), self.token());
        C::connect(endpoint.with_clock(self.clock()))
    }
}
