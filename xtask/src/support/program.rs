//! Other programs that commands call, such as git and cargo.

use std::fmt;
use std::path::Path;
use std::process::{Command, ExitStatus};

use anyhow::{Context as _, bail};

/// A program that failed, and that has printed why: its status becomes that of the command.
#[derive(Debug)]
pub(crate) struct Failed {
    program: String,
    status: ExitStatus,
}

impl Failed {
    /// Returns the status to exit with. A program that a signal ended has 128 and the number of the signal,
    /// as in a shell.
    pub(crate) fn code(&self) -> u8 {
        #[cfg(unix)]
        let signal = std::os::unix::process::ExitStatusExt::signal(&self.status);
        #[cfg(not(unix))]
        let signal = None;
        let code = self.status.code().or_else(|| Some(128 + signal?));
        code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed: {}", self.program, self.status)
    }
}

impl std::error::Error for Failed {}

/// Runs a program that prints for itself.
///
/// Its failure is the error [`Failed`].
pub(crate) fn run(program: &str, command: &mut Command) -> anyhow::Result<()> {
    let status = command.status();
    let status = status.with_context(|| format!("cannot start {program}"))?;
    if status.success() {
        return Ok(());
    }
    let program = program.to_owned();
    Err(Failed { program, status }.into())
}

/// Returns cargo, to be run in this repository.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Set by the outer cargo for this program; the inner cargo is for the workspace.
    cargo.env_remove("CARGO_MANIFEST_DIR");
    cargo
}

/// Runs cargo in a folder, as [`run`] does; what it builds is in `target`.
pub(crate) fn run_cargo(arguments: &str, folder: &Path, target: &Path) -> anyhow::Result<()> {
    let mut cargo = cargo();
    cargo
        .args(arguments.split(' '))
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target);
    run(&format!("cargo {arguments}"), &mut cargo)
}

/// Runs a program in a folder and gives what it prints.
pub(crate) fn printed(program: &str, arguments: &[&str], folder: &Path) -> anyhow::Result<Vec<u8>> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .with_context(|| format!("cannot run {program}"))?;
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        bail!("{program} {} failed: {}", arguments.join(" "), error.trim());
    }
    Ok(output.stdout)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn status_of_the_program_is_kept() {
        let shell = |script: &str| run("sh", Command::new("sh").args(["-c", script]));
        shell("exit 0").unwrap();
        for (script, code) in [("exit 7", 7), ("exit 255", 255), ("kill -9 $$", 137)] {
            let error = shell(script).unwrap_err().context("while testing");
            assert_eq!(
                error.downcast_ref::<Failed>().unwrap().code(),
                code,
                "{script}"
            );
        }
        let missing = run("no-such-program", &mut Command::new("no-such-program"));
        assert!(missing.unwrap_err().downcast_ref::<Failed>().is_none());
    }
}
