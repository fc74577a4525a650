//! What commands print.

/// Prints a line like `println!`, but returns the exit status instead of a panic when the reader
/// stops (`| head`).
macro_rules! say {
    ($($line:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($line)*);
    }};
}

pub(crate) use say;
