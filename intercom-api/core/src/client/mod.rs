//! The settings of a client: how they are chosen, checked and shared.

mod environment;
mod handle;
mod options;

pub use self::handle::ClientHandle;
pub use self::options::{ApiPackage, ClientOptions};
