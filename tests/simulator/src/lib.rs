//! A simulated Intercom workspace, for tests that need neither a network nor an account.
//!
//! [`Workspace`] is a real HTTP server on a loopback port. It implements the contract, checks every
//! request against it, keeps state as Intercom does, and fails in the ways that a test requests:
//!
//! - [`Seed`] is what it stores at first,
//! - `Workspace::client` creates a client for it, of any generated package,
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
//! Three programs with tests are shown in the guide
//! [Testing your integration](https://github.com/intercom-rust/intercom-rust/blob/main/docs/testing.md).
//!
//! # Features
//!
//! Both are enabled by default.
//!
//! - `client`: `Workspace::client`, and the clock of a workspace as that of a client
//! - `cli`: the program `intercom-simulator`, which the library does not need
//!
//! This crate must not depend on the client. With the feature `client` it uses the traits `Connect`
//! and `Clock` of `intercom-core`, which clients implement or take, and nothing else of it.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod arguments;
pub mod contract;
mod exchange;
mod generated;
mod replay;
mod seed;
mod server;
mod store;
mod webhooks;
mod workspace;

pub use arguments::Arguments;
pub use exchange::{Part, Request};
pub use replay::Drift;
pub use seed::{Seed, SeedError};
pub use server::{Cut, Fault};
pub use store::{Edits, ExportFiles, ExportFormat};
pub use webhooks::{Delivery, DeliveryResult};
pub use workspace::{Builder, Workspace, WorkspaceClock};

#[cfg(feature = "client")]
#[cfg_attr(docsrs, doc(cfg(feature = "client")))]
#[doc(inline)]
pub use intercom_core::Connect;
