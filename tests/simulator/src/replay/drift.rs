//! A request that the cassette does not have.

use std::fmt;

use super::cassette::Recording;
use super::compare::Comparison;

/// A request that the cassette does not have, or not as often as it was sent.
///
/// `Display` shows the nearest recording and the differences. Values of the request are not shown;
/// [`Workspace::requests`](crate::Workspace::requests) has them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// Method and path; the template of the path if it is one of the API.
    pub request: String,
    /// Line, method and path of the nearest recording; `None` for an empty cassette.
    pub nearest: Option<String>,
    /// How the request differs from it; empty if all recordings of this request were returned before.
    pub differences: Vec<String>,
}

impl Drift {
    pub(super) fn new(
        method: &str,
        path: &str,
        nearest: Option<(usize, &Recording, Comparison)>,
    ) -> Self {
        let (nearest, differences) = match nearest {
            Some((_, recording, found)) => (Some(recording.title()), found.differences),
            None => (None, Vec::new()),
        };
        Self {
            request: format!("{method} {path}"),
            nearest,
            differences,
        }
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not on the cassette", self.request)?;
        match &self.nearest {
            None => f.write_str(", which is empty"),
            Some(nearest) if self.differences.is_empty() => {
                write!(f, " once more: its last recording is {nearest}")
            }
            Some(nearest) => {
                write!(f, "; the nearest recording is {nearest}")?;
                let mut differences = self.differences.iter();
                differences.try_for_each(|difference| write!(f, "\n  {difference}"))
            }
        }
    }
}
