//! Three programs that use Intercom, each with a test in `tests/`.

pub mod bot;
pub mod receiver;
pub mod sync;
