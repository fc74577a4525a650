//! A simulated Intercom workspace, for tests that need neither a network nor an account.
//!
//! [`Workspace`] is a real HTTP server on a loopback port. It implements the contract, checks every
//! request against it, keeps state as Intercom does, and fails in the ways that a test requests:
//!
//! - [`Seed`] is what it stores at first,
//! - [`Fault`] is a failure, for some requests and a number of times,
//! - [`Request`] is a request as it arrived,
//! - [`Builder::replay`] replays recorded exchanges, and [`Drift`] is a request without one,
//! - [`Delivery`] is an attempt to deliver a webhook,
//! - [`contract`] holds the operations of the API, with [`Arguments`] that succeed.
//!
//! ```
//! # use intercom_simulator::{Fault, Seed, Workspace};
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> std::io::Result<()> {
//! let workspace = Workspace::builder().seed(Seed::contacts(500)).start().await?;
//! workspace.inject(Fault::status(503).on("GET /contacts").times(2));
//! assert!(workspace.base_url().starts_with("http://127.0.0.1:"));
//! assert_eq!(workspace.count("contacts"), 500);
//! # Ok(()) }
//! ```
//!
//! This crate must not depend on the client.

mod arguments;
pub mod contract;
mod exchange;
mod replay;
mod seed;
mod server;
mod store;
mod webhooks;
mod workspace;

pub use arguments::Arguments;
pub use exchange::Request;
pub use replay::Drift;
pub use seed::{Seed, SeedError};
pub use server::{Cut, Fault};
pub use store::{Edits, ExportFiles, ExportFormat};
pub use webhooks::{Delivery, DeliveryResult};
pub use workspace::{Builder, Workspace, WorkspaceClock};
