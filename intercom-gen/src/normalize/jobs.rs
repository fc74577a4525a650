//! Which operations return the status of a job, so that its end can be waited for.
//!
//! Such an operation has a `{job_…}` in its path and no other parameter, and returns the `status`
//! of the job.

use indexmap::IndexMap;

use crate::model::{Answer, Api, Definition, Operation, Shape, Type};

/// Marks at most one operation of each resource.
pub(super) fn decide(api: &mut Api) {
    let definitions = &api.definitions;
    for resource in &mut api.resources {
        if resource.operations.iter().any(|o| o.name == "wait") {
            // The name under which one waits is taken.
            continue;
        }
        let mut operations = resource.operations.iter_mut();
        if let Some(operation) = operations.find(|o| is_job_status(definitions, o)) {
            operation.is_job_status = true;
        }
    }
}

fn is_job_status(definitions: &IndexMap<String, Definition>, operation: &Operation) -> bool {
    let names_a_job = match operation.path_parameters.as_slice() {
        [only] => only.wire.starts_with("job"),
        _ => false,
    };
    let asks_for_more = operation.body.is_some() || operation.parameters.iter().any(|p| p.required);
    let Answer::Json(Type::Named(answer)) = &operation.answer else {
        return false;
    };
    let Some(Definition {
        shape: Shape::Record(fields),
        sent: false,
        ..
    }) = definitions.get(answer)
    else {
        return false;
    };
    let is_word = |ty: &Type| match ty {
        Type::Text => true,
        Type::Named(name) => definitions
            .get(name)
            .is_some_and(|definition| matches!(definition.shape, Shape::Enumeration(_))),
        _ => false,
    };
    operation.method == "GET"
        && names_a_job
        && !asks_for_more
        && fields
            .iter()
            .any(|field| field.wire == "status" && is_word(&field.ty))
}
