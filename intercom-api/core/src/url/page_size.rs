//! The number of items per page.

/// The largest number of items per page that Intercom allows.
const MAX_PAGE_SIZE: u32 = 150;

/// Checks a number of items per page.
///
/// # Errors
///
/// A number that Intercom refuses or cuts.
pub(crate) fn check_page_size(size: u32) -> Result<(), String> {
    if (1..=MAX_PAGE_SIZE).contains(&size) {
        return Ok(());
    }
    Err(format!(
        "`per_page` is {size}: it must be between 1 and {MAX_PAGE_SIZE}"
    ))
}
