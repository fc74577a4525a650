//! What the programs of this package print.

use std::fmt::Display;
use std::io::Write as _;

/// Prints a line, but whoever stops reading (`| head`) still gets the exit status instead of a panic.
pub fn say(line: impl Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
