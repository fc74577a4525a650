//! The list of what is measured.

pub mod calls;
mod changes;
mod decode;
mod encode;
mod transport;
mod walk;

/// A piece of work that is done many times.
pub struct Work {
    /// `page/client`: what is done, and which side does it.
    pub name: &'static str,
    /// Sets everything up; the function that comes back does the work once.
    pub prepare: fn() -> Box<dyn FnMut()>,
}

impl Work {
    pub fn new(name: &'static str, prepare: fn() -> Box<dyn FnMut()>) -> Self {
        Self { name, prepare }
    }

    /// What is done, whichever side does it.
    pub fn subject(&self) -> &'static str {
        self.name.split('/').next().unwrap_or(self.name)
    }

    /// Which side does it.
    pub fn side(&self) -> &'static str {
        self.name.split('/').nth(1).unwrap_or("client")
    }
}

/// Returns all works. Those with one subject stand together.
pub fn works() -> Vec<Work> {
    [
        decode::works(),
        encode::works(),
        walk::works(),
        changes::works(),
        calls::works(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
