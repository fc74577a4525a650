//! What an error prints, to be searched for secrets.

use std::error::Error;

/// Returns an error with its sources, in every form that can be printed.
pub fn everything_printed(error: &(dyn Error + 'static)) -> String {
    std::iter::successors(Some(error), |&error| error.source())
        .flat_map(|error| [format!("{error}\n"), format!("{error:?}\n{error:#?}\n")])
        .collect()
}
