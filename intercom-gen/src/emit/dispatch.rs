//! Model → the dispatch table: a row for each operation, by which tools call it with plain JSON.
//!
//! The table belongs to no crate that users import. What a row does is written once, beside the
//! `table!` macro that reads it; a row only names the operation, its arguments and their types.

use std::fmt::Write;

use crate::emit::operations::{self, is_object, setter_name};
use crate::emit::print::File;
use crate::emit::rust_type::{Scope, spell};
use crate::model::steps::Argument;
use crate::model::{Answer, Api, Location, Operation, Parameter, Type};

/// Writes the table.
pub fn emit(api: &Api) -> File {
    let mut rows = String::new();
    for (operation, marker) in super::operations::markers(api) {
        rows.push_str(&row(api, operation, &marker));
    }
    let mut body = String::from("use super::table;\n");
    let has_time = rows.contains("Timestamp");
    _ = writeln!(
        body,
        "use intercom_api::{}types{};\n\ntable! {{\n{rows}}}",
        if has_time { "{Timestamp, " } else { "" },
        if has_time { "}" } else { "" },
    );
    File::new(
        "dispatch.rs",
        "Every operation, callable with plain JSON.",
        body,
    )
}

/// `Json contacts List = list() [per_page(query "per_page"): i64];`
fn row(api: &Api, operation: &Operation, marker: &str) -> String {
    let steps = operations::dispatch(operation, |argument| match argument {
        Argument::Path(index) => Some(format!("path({index})")),
        Argument::Other(index) => {
            let parameter = &operation.parameters[index];
            let (source, ty) = (source(api, parameter), outside(&parameter.ty));
            Some(format!("{source}({:?}): {ty}", parameter.wire))
        }
        Argument::Body => {
            let body = operation.body.as_ref()?;
            Some(format!("body(): {}", outside(body)))
        }
    });
    let mut row = format!(
        "    {} {} {marker} = {steps}",
        form(&operation.answer),
        operation.resource
    );
    let optional = operation.parameters.iter();
    let optional: Vec<_> = optional.filter(|parameter| !parameter.required).collect();
    if !optional.is_empty() {
        let setters = optional.into_iter().map(|parameter| {
            let source = source(api, parameter);
            let ty = outside(&parameter.ty);
            format!(
                "{}({source} {:?}): {ty}",
                setter_name(parameter),
                parameter.wire
            )
        });
        _ = write!(row, " [{}]", setters.collect::<Vec<_>>().join(", "));
    }
    row + ";\n"
}

/// Where an argument is found among the plain ones.
fn source(api: &Api, parameter: &Parameter) -> &'static str {
    match parameter.location {
        Location::Header => "header",
        _ if is_object(api, &parameter.ty) => "object",
        _ => "query",
    }
}

/// How a response is decoded.
fn form(answer: &Answer) -> &'static str {
    match answer {
        Answer::Json(_) | Answer::Undeclared => "Json",
        Answer::Text(_) => "Text",
        Answer::Binary(_) => "Binary",
        Answer::Events(_) => "Events",
        Answer::Redirect => "Redirect",
        Answer::Empty => "Empty",
    }
}

/// Returns a type as it is named outside of the client crate.
fn outside(ty: &Type) -> String {
    spell(ty, Scope::Outside)
}
