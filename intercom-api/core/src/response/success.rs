//! Which statuses are a success.

/// Which statuses are a success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Success {
    /// 200 to 299.
    Ok,
    /// 301, 302, 303, 307 and 308: the target is returned.
    Redirect,
}
