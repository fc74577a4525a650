//! A simulated Intercom workspace, and the tests that need the whole house.
//!
//! [`Workspace`] is a real HTTP server on a loopback port. It knows the contract, checks every
//! request against it, keeps state as Intercom does, and fails in the ways a test asks for.
//!
//! ```
//! # use intercom_tests::{Fault, Seed, Workspace};
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> std::io::Result<()> {
//! let workspace = Workspace::builder().seed(Seed::contacts(500)).start().await?;
//! workspace.inject(Fault::status(503).on("GET /contacts").times(2));
//! assert!(workspace.base_url().starts_with("http://127.0.0.1:"));
//! assert_eq!(workspace.count("contacts"), 500);
//! # Ok(()) }
//! ```

mod answer;
mod arguments;
mod call;
mod check;
#[cfg(feature = "conformance")]
pub mod conformance;
mod connection;
mod description;
mod error;
mod example_arguments;
mod faults;
mod limits;
mod output;
mod paging;
mod request;
mod sample;
mod schema;
mod search;
mod second_host;
mod seed;
mod server;
mod store;
mod workspace;

pub use arguments::Arguments;
pub use description::{Operation, Parameter, Response, operations};
pub use faults::{Cut, Fault};
pub use output::say;
pub use request::Request;
pub use seed::{Seed, SeedError};
pub use workspace::{Builder, Workspace};
