//! What commands print, or write to a file.

use std::path::Path;

use anyhow::Context as _;

/// Prints a line like `println!`, but returns the exit status instead of a panic when the reader
/// stops (`| head`).
macro_rules! say {
    ($($line:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($line)*);
    }};
}

pub(crate) use say;

/// Prints a text, or writes it to the file that `--out` names, whose path is then printed.
pub(crate) fn deliver(text: &str, out: Option<&Path>) -> anyhow::Result<()> {
    let Some(file) = out else {
        say!("{}", text.trim_end());
        return Ok(());
    };
    let place = file.display();
    let folder = file.parent().map_or(Ok(()), std::fs::create_dir_all);
    folder
        .and_then(|()| std::fs::write(file, text))
        .with_context(|| format!("cannot write {place}"))?;
    say!("{place}");
    Ok(())
}
