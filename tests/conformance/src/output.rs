//! Output of the programs of this package.

use std::fmt::Display;
use std::io::Write as _;

/// Prints a line. A reader that stops reading (`| head`) still gets the exit status instead of a panic.
pub fn print_line(line: impl Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
