//! The settings of a client: how they are chosen, checked and shared.

mod builder;
mod connect;
mod environment;
mod handle;

pub use self::builder::{ApiPackage, ClientOptions};
pub use self::connect::{Connect, Endpoint};
pub use self::handle::ClientHandle;
