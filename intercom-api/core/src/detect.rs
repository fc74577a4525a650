//! Whether a client uses the host of its workspace's region.

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
    /// The region of the client's host; `None` for a host that is not Intercom's.
    pub client: Option<Region>,
}

impl DetectedRegion {
    /// Returns whether the client uses the host of the workspace's region. If not, build it with
    /// [`workspace`](Self::workspace) as its region: requests that Intercom routes to another
    /// region leave the region of the data.
    pub fn is_own_host(&self) -> bool {
        self.client == Some(self.workspace)
    }
}

/// Reads from the API (`GET /me`) where the workspace is hosted.
///
/// # Errors
///
/// [`ErrorKind::Decode`](crate::ErrorKind::Decode) when the response names an unknown region, and
/// the errors of every call.
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
