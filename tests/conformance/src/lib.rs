//! The conformance tool: checks the client against a server, or against recorded exchanges.
//!
//! It calls every operation through the dispatch table, as a program that uses the typed client. It
//! checks what arrives at the server and how the client decodes the response.
//!
//! - [`call_server`] calls every operation once on a server,
//! - [`replay()`] replays recorded exchanges on a loopback server,
//! - [`mutate`] and [`scramble`] decode responses that were changed,
//! - [`check_webhooks`] verifies, types and encodes recorded webhooks,
//! - [`Report`] collects the outcomes.

mod case;
mod decoded;
mod dispatch;
mod live;
mod mutation;
mod output;
mod replay;
mod report;
mod webhooks;

pub use decoded::{Encoded, Entry, Fate, Leaves, is_same_scalar};
pub use dispatch::{Row, rows};
pub use live::call_server;
pub use mutation::{Kind, Scrambled, SourceResponse, Tally, mutate, scramble};
pub use output::print_line;
pub use replay::replay;
pub use report::{Check, Outcome, Problem, Report};
pub use webhooks::{WebhookOutcome, WebhookReport, check_webhooks, topics};
