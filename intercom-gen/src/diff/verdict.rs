//! Verdicts on a change: what it means for the Rust API and for running programs.

/// What a change means for the Rust API of the regenerated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rust {
    /// Nothing changes.
    None,
    /// Programs that compiled compile still.
    Additive,
    /// A program that compiled may not compile any more.
    Breaking,
}

/// What a change means for programs that run with the crate as it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Running {
    /// They work as before.
    Works,
    /// They work, but something that they read is missing or something that they send is ignored.
    Degrades,
    /// A call that succeeded may fail.
    Breaks,
}

impl Rust {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        }
    }
}

impl Running {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Degrades => "degrades",
            Self::Breaks => "breaks",
        }
    }
}

/// Both verdicts on a change. What is sent and received gets the worse of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// On the Rust API.
    pub rust: Rust,
    /// On running programs.
    pub running: Running,
}

impl Verdict {
    /// Of what no generated type shows.
    pub(super) const HARMLESS: Self = Self {
        rust: Rust::None,
        running: Running::Works,
    };

    pub(super) fn worse(self, other: Self) -> Self {
        Self {
            rust: self.rust.max(other.rust),
            running: self.running.max(other.running),
        }
    }
}
