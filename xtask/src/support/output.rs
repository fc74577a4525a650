//! What commands print.

/// Prints a line, as `println!` does, but whoever stops reading (`| head`) still gets the exit
/// status instead of a panic.
macro_rules! say {
    ($($line:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($line)*);
    }};
}

pub(crate) use say;
