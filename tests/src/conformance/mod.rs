//! The conformance tool: holds the client against a server, or against recorded exchanges.
//!
//! It calls every operation through the dispatch table, that is, as a program would
//! that uses the typed client, and checks what arrives at the server and what becomes of the
//! answer.

mod arrival;
mod case;
mod dispatch;
mod encoded;
mod given;
mod leaves;
mod live;
mod mutation;
mod outcome;
mod recorder;
mod replay;
mod report;

pub use dispatch::{Row, rows};
pub use encoded::{Encoded, Entry};
pub use leaves::{Fate, Leaves};
pub use live::call_server;
pub use mutation::{Answer, Kind, Scrambled, Tally, mutate, scramble};
pub use outcome::{Check, Outcome, Problem};
pub use replay::replay;
pub use report::Report;
