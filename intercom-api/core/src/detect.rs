//! Whether a client talks to the host of its workspace's own region.

use http::Method;
use serde_json::Value;

use crate::call::RawCall;
use crate::client::ClientHandle;
use crate::error::Error;
use crate::url::Region;

/// What [`Client::detect_region`](struct.Client.html#method.detect_region) found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DetectedRegion {
    /// The region that hosts the workspace.
    pub workspace: Region,
    /// The region whose host the client talks to; `None` for a host that is not Intercom's.
    pub client: Option<Region>,
}

impl DetectedRegion {
    /// Whether the client talks to the workspace's own host. If not, build it with
    /// [`workspace`](Self::workspace) as its region: what is routed elsewhere on its way leaves
    /// the region in which the data are to stay.
    pub fn is_own_host(&self) -> bool {
        self.client == Some(self.workspace)
    }
}

/// Reads from the API (`GET /me`) where the workspace is hosted.
///
/// # Errors
///
/// [`ErrorKind::Decode`](crate::ErrorKind::Decode) when the response names no known region; what
/// every call can fail with.
pub async fn detect_region(client: &ClientHandle) -> Result<DetectedRegion, Error> {
    let call = RawCall::new(client.settings(), Method::GET, "/me");
    let response = call.send_as::<Value>().await?;
    let region = response.value()["app"]["region"].as_str();
    match region.map(Region::parse) {
        Some(Ok(workspace)) => Ok(DetectedRegion {
            workspace,
            client: client.region(),
        }),
        _ => Err(Error::decode(
            response.raw(),
            "expected an app with a known region",
        )),
    }
}
