//! What commands share. Nothing here depends on a command.

pub(crate) mod anomalies;
pub(crate) mod api_crate;
pub(crate) mod cases;
pub(crate) mod comparison;
pub(crate) mod corrections;
pub(crate) mod description;
pub(crate) mod download;
pub(crate) mod examples;
pub(crate) mod fetch;
pub(crate) mod generation;
pub(crate) mod json;
pub(crate) mod lists;
pub(crate) mod manifest;
pub(crate) mod output;
pub(crate) mod program;
pub(crate) mod prose;
pub(crate) mod rustup;
pub(crate) mod sources;
pub(crate) mod terminal;
#[cfg(test)]
pub(crate) mod test_server;
pub(crate) mod tests_package;
pub(crate) mod workspace;
