//! Checks a page in a headless browser, for tests.
//!
//! [`check`] opens the page in Chromium, where that is installed. It must not depend on the contents of a
//! page, only on what every page has.

mod check;
mod devtools;
mod tab;

use std::path::PathBuf;

use devtools::Browser;

/// The names of programs that are Chromium.
const PROGRAMS: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// How a check ended, unless it failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// The page did what every page must do.
    Passed,
    /// No browser is installed here.
    Skipped,
}

/// Checks that a page works: it is visible in light and dark mode, on wide and narrow screens; the keyboard
/// searches, moves and opens rows; contrasts are sufficient; the console has no errors; nothing is loaded.
///
/// Writes why it is skipped to standard error.
///
/// # Errors
///
/// Returns what does not work, or why the browser cannot be used.
pub fn check(html: &str) -> Result<Checked, String> {
    let Some(program) = find() else {
        eprintln!("skipped: Chromium is not installed");
        return Ok(Checked::Skipped);
    };
    let mut browser = Browser::start(&program)?;
    check::page(&mut browser, html)?;
    Ok(Checked::Passed)
}

/// Returns the browser of `CHROMIUM`, or the first one in `PATH`.
fn find() -> Option<PathBuf> {
    // The pipes of the protocol are handed over by a shell.
    if !cfg!(unix) {
        return None;
    }
    if let Some(program) = std::env::var_os("CHROMIUM") {
        return Some(program.into());
    }
    let path = std::env::var_os("PATH")?;
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    let places = PROGRAMS
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|place| place.is_file())
}
