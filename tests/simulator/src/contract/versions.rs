//! Contracts: the descriptions of the API that a workspace can implement.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use serde_json::Value;

use super::description::{Description, built_in};
use super::document::object;
use super::operation::Operation;

/// The version after that of the crate, as its description is published.
static NEXT: LazyLock<Arc<Description>> = LazyLock::new(|| {
    let document = serde_json::from_str(include_str!("../generated/2.15.json"));
    Arc::new(Description::new(document.unwrap_or_default()))
});

/// The versions with a built-in contract.
const BUILT_IN: [&str; 2] = ["2.14", "2.15"];

/// The contract of a workspace: which operations it has, and what it accepts.
///
/// The built-in contracts are those of 2.14, which is the default, and of 2.15. Every other version
/// can be read from its OpenAPI 3.0 document in JSON.
///
/// A contract decides which operations there are, how requests are checked, and what an operation
/// returns that has no state. Stored objects have the fields of 2.14; under another contract,
/// responses have `null` for each further field that can be null.
///
/// ```
/// use intercom_simulator::Workspace;
/// use intercom_simulator::contract::Contract;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let contract = Contract::built_in("2.15")?;
/// let workspace = Workspace::builder().contract(contract).start().await?;
/// assert_eq!(workspace.contract().version(), "2.15");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Contract(Arc<Description>);

/// A contract that cannot be read; the message states why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractError(String);

impl Contract {
    /// Returns the built-in contract of a version.
    ///
    /// # Errors
    /// There is none for this version.
    pub fn built_in(version: &str) -> Result<Self, ContractError> {
        let own = Self(built_in().clone());
        match version {
            _ if version == own.version() => Ok(own),
            "2.15" => Ok(Self(NEXT.clone())),
            _ => Err(ContractError(format!(
                "no built-in contract for version `{}`; use one of {}, or read the OpenAPI document of \
                 the version",
                version.escape_debug(),
                BUILT_IN.join(", "),
            ))),
        }
    }

    /// Returns the versions with a built-in contract.
    pub fn versions() -> &'static [&'static str] {
        &BUILT_IN
    }

    /// Reads an OpenAPI 3.0 document.
    ///
    /// # Errors
    /// The value is not such a document, or has no operation.
    pub fn from_value(document: Value) -> Result<Self, ContractError> {
        let version = document["openapi"].as_str().unwrap_or_default();
        if !version.starts_with("3.0.") {
            return Err(ContractError(
                "not an OpenAPI 3.0 document: the key `openapi` must be `3.0.x`".to_owned(),
            ));
        }
        if !document["info"]["version"].is_string() {
            return Err(ContractError(
                "`info.version` must be the version of the API, as a string".to_owned(),
            ));
        }
        if object(&document["paths"]).next().is_none() {
            return Err(ContractError("`paths` has no operation".to_owned()));
        }
        let description = Description::new(document);
        if description.operations.is_empty() {
            return Err(ContractError("`paths` has no operation".to_owned()));
        }
        Ok(Self(Arc::new(description)))
    }

    /// Reads an OpenAPI 3.0 document in JSON.
    ///
    /// # Errors
    /// As [`from_value`](Self::from_value), or the text is not JSON.
    pub fn from_json(text: &str) -> Result<Self, ContractError> {
        let document = serde_json::from_str(text).map_err(|error| {
            ContractError(format!("not JSON (convert YAML to JSON first): {error}"))
        })?;
        Self::from_value(document)
    }

    /// Reads an OpenAPI 3.0 document from a JSON file.
    ///
    /// # Errors
    /// As [`from_json`](Self::from_json), or the file cannot be read.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, ContractError> {
        let path = path.as_ref();
        let place = path.display();
        let text = std::fs::read_to_string(path)
            .map_err(|error| ContractError(format!("cannot read {place}: {error}")))?;
        Self::from_json(&text).map_err(|ContractError(reason)| {
            ContractError(format!("cannot read {place}: {reason}"))
        })
    }

    /// Returns the version of the API that the contract describes.
    pub fn version(&self) -> &str {
        self.0.version()
    }

    /// Returns the operations in the order of the document.
    pub fn operations(&self) -> &[Operation] {
        &self.0.operations
    }

    pub(crate) fn description(&self) -> &Description {
        &self.0
    }

    /// Whether it is the contract that stored objects are made for.
    pub(crate) fn is_default(&self) -> bool {
        Arc::ptr_eq(&self.0, built_in())
    }
}

/// Returns the contract of the version that the crate is made for.
impl Default for Contract {
    fn default() -> Self {
        Self(built_in().clone())
    }
}

impl std::fmt::Debug for Contract {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Contract")
            .field("version", &self.version())
            .field("operations", &self.operations().len())
            .finish()
    }
}

impl std::fmt::Display for ContractError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "contract: {}", self.0)
    }
}

impl std::error::Error for ContractError {}
