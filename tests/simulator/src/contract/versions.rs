//! Contracts: the descriptions of the API that a workspace can implement.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use super::description::{Description, built_in};
use super::document::object;
use super::operation::Operation;
use crate::generated::{OTHERS, VERSION, VERSIONS};

/// The built-in contracts other than that of the crate, in the order of [`OTHERS`]. Each is read when it is first
/// needed, and shared by every workspace of a process.
static READ: [OnceLock<Arc<Description>>; OTHERS.len()] = [const { OnceLock::new() }; OTHERS.len()];

/// The contract of a workspace: which operations it has, and what it accepts.
///
/// The built-in contracts are those of [`Contract::versions`]; the default is that of the version that the
/// crate is made for. Every other version can be read from its OpenAPI 3.0 document in JSON.
///
/// A contract decides which operations there are, how requests are checked, and what an operation
/// returns that has no state. Stored objects have the fields of the default contract; under another one,
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
        if version == VERSION {
            return Ok(Self::default());
        }
        let mut others = OTHERS.iter().zip(&READ);
        let Some(((_, document), read)) = others.find(|((other, _), _)| *other == version) else {
            return Err(ContractError(format!(
                "no built-in contract for version `{}`; use one of {}, or read the OpenAPI document of \
                 the version",
                version.escape_debug(),
                VERSIONS.join(", "),
            )));
        };
        let description = read.get_or_init(|| Description::generated(document));
        Ok(Self(description.clone()))
    }

    /// Returns the versions with a built-in contract, oldest first.
    pub fn versions() -> &'static [&'static str] {
        &VERSIONS
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
