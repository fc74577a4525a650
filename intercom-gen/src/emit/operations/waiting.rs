//! How the end of a job is waited for, as source text.

use super::arguments::path_argument;
use crate::model::Operation;

/// The row of an operation: `waits!(Jobs: Get, get(impl Into<Id>));`
pub(super) fn row(group: &str, operation: &Operation, marker: &str) -> Option<String> {
    let (name, argument) = (&operation.name, argument(operation));
    let row = format!("waits!({group}: {marker}, {name}({argument}));\n");
    operation.is_job_status.then_some(row)
}

/// The type of the argument of `wait`: that of the job in the path.
pub(super) fn argument(operation: &Operation) -> &'static str {
    operation
        .path_parameters
        .first()
        .map_or("impl Display", path_argument)
}
