//! How the end of a job is waited for, as source text.

use crate::model::Operation;

/// The row of an operation: `waits!(Jobs: Get, get);`
pub(super) fn row(group: &str, operation: &Operation, marker: &str) -> Option<String> {
    let row = format!("waits!({group}: {marker}, {});\n", operation.name);
    operation.tells_of_a_job.then_some(row)
}
