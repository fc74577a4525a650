//! An example for each operation: the one written by hand, or one made of the values in
//! `openapi/examples/values.toml`.
//!
//! - `value`: values of types as expressions; `layout`: statements as rustfmt writes them
//! - `table`: all examples as functions, for the test that runs them

mod layout;
mod table;
mod value;

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use super::operations;
use super::types::Builders;
use crate::model::examples::Examples;
use crate::model::names::is_identifier;
use crate::model::steps::Argument;
use crate::model::{Answer, Api, Operation, Type};
use value::Writer;

pub use table::emit;

/// The example of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// Statements that use a client, `intercom`, and `?`.
    pub lines: Vec<String>,
    /// Where its values are from.
    pub origin: Origin,
}

/// Where the values of an example are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is written by hand.
    Written,
    /// All of them are in `values.toml`.
    Values,
    /// Some are made up, because `values.toml` has none for them.
    MadeUp,
}

/// Examples by `resource.method`.
pub type Snippets = BTreeMap<String, Snippet>;

/// How far an example is indented where it is compiled.
const INDENT: usize = 4;

/// The length of a readable variable.
const LONG: usize = 18;

/// Returns an example for each operation.
pub fn snippets(api: &Api, builders: &Builders, examples: &Examples) -> Snippets {
    let key = |operation: &Operation| format!("{}.{}", operation.resource, operation.name);
    let snippet = |operation| {
        let writer = Writer::new(api, builders, examples);
        (key(operation), snippet(writer, operation))
    };
    api.operations().map(snippet).collect()
}

fn snippet(mut writer: Writer<'_>, operation: &Operation) -> Snippet {
    let Operation { resource, name, .. } = operation;
    if let Some(lines) = writer.examples.written(resource, name) {
        return Snippet {
            lines: lines.to_vec(),
            origin: Origin::Written,
        };
    }
    let mut lines = Vec::new();
    let arguments = arguments(&mut writer, operation, &mut lines);
    let mut call = vec!["intercom".to_owned()];
    call.extend(operations::links(operation, |argument| {
        let found = arguments.iter().find(|(place, _)| *place == argument);
        found.map_or_else(String::new, |(_, value)| value.clone())
    }));
    lines.extend(sent(&writer, operation, call));
    let types: Vec<_> = writer.types.iter().map(String::as_str).collect();
    let mut all = layout::import("intercom_api::types", &types, INDENT);
    if !all.is_empty() {
        all.push(String::new());
    }
    all.extend(lines);
    let origin = if writer.is_known {
        Origin::Values
    } else {
        Origin::MadeUp
    };
    Snippet { lines: all, origin }
}

/// The arguments of the call. A long body becomes a variable.
fn arguments(
    writer: &mut Writer<'_>,
    operation: &Operation,
    lines: &mut Vec<String>,
) -> Vec<(Argument, String)> {
    let Operation { resource, name, .. } = operation;
    let examples = writer.examples;
    let mut arguments = Vec::new();
    for (index, parameter) in operation.path_parameters.iter().enumerate() {
        let known = examples.placeholder(resource, name, &operation.path, &parameter.wire);
        let value = writer.value(&parameter.ty, known);
        arguments.push((Argument::Path(index), value));
    }
    for (index, parameter) in operation.parameters.iter().enumerate() {
        if !parameter.required || parameter.constant.is_some() {
            continue;
        }
        let known = examples.parameter(resource, name, &parameter.wire);
        let value = writer.value(&parameter.ty, known);
        arguments.push((Argument::Other(index), value));
    }
    match &operation.body {
        Some(Type::Named(body)) if writer.builders.record(body).is_some() => {
            let links = writer.record(body);
            lines.append(&mut writer.statements);
            if links.len() == 1 && links[0].len() <= 40 {
                arguments.push((Argument::Body, links[0].clone()));
            } else {
                lines.extend(layout::statement(Some("body"), &links, INDENT));
                arguments.push((Argument::Body, "body".to_owned()));
            }
        }
        Some(body) => {
            let value = writer.value(body, None);
            lines.extend(layout::statement(Some("body"), &[value], INDENT));
            arguments.push((Argument::Body, "body".to_owned()));
        }
        None => {}
    }
    arguments
}

/// The statements that send a call and use its response.
fn sent(writer: &Writer<'_>, operation: &Operation, mut call: Vec<String>) -> Vec<String> {
    let statement = |name, call: &[String]| layout::statement(name, call, INDENT);
    if let Some(paging) = &operation.paging {
        let item = variable(&paging.item);
        let items = plural(&item);
        call.push("items()".to_owned());
        let mut lines = statement(Some(&format!("mut {items}")), &call);
        lines.push(format!("while let Some({item}) = {items}.next().await {{"));
        lines.push(format!("    let {item} = {item}?;"));
        lines.push(format!("    {}", print(writer, &item, &paging.item)));
        lines.push("}".to_owned());
        return lines;
    }
    if let Answer::Events(_) = &operation.answer {
        call.push("events()".to_owned());
        let mut lines = statement(Some("mut events"), &call);
        lines.push("while let Some(event) = events.next().await {".to_owned());
        lines.push("    println!(\"{:?}\", event?.data);".to_owned());
        lines.push("}".to_owned());
        return lines;
    }
    call.push("await?".to_owned());
    let (name, uses) = match &operation.answer {
        Answer::Empty | Answer::Events(_) => return statement(None, &call),
        Answer::Json(ty) => {
            if let Some(element) = list(writer, ty) {
                let item = variable(element);
                let print = format!("    {}", print(writer, &item, element));
                let name = plural(&item);
                let head = format!("for {item} in {name} {{");
                (name, vec![head, print, "}".to_owned()])
            } else {
                let name = variable(ty);
                let print = print(writer, &name, ty);
                (name, vec![print])
            }
        }
        Answer::Text(_) => ("text".to_owned(), vec!["println!(\"{text}\");".to_owned()]),
        Answer::Binary(_) => {
            let print = "println!(\"{} bytes\", bytes.len());";
            ("bytes".to_owned(), vec![print.to_owned()])
        }
        Answer::Redirect => {
            let print = "println!(\"{location:?}\");";
            ("location".to_owned(), vec![print.to_owned()])
        }
        Answer::Undeclared => {
            let print = "println!(\"{response}\");";
            ("response".to_owned(), vec![print.to_owned()])
        }
    };
    let mut lines = statement(Some(&name), &call);
    lines.extend(uses);
    lines
}

/// The element of a list that a response can be iterated as.
fn list<'w>(writer: &'w Writer<'_>, ty: &Type) -> Option<&'w Type> {
    match ty {
        Type::Named(record) => writer.builders.record(record)?.list.as_ref(),
        _ => None,
    }
}

/// A line that prints what is worth seeing of a value.
fn print(writer: &Writer<'_>, variable: &str, ty: &Type) -> String {
    let record = match ty {
        Type::Named(name) => writer.builders.record(name),
        _ => None,
    };
    let shown = record.map(|record| (record.id.as_deref(), record.label.as_deref()));
    match shown {
        Some((Some(id), Some(label))) => {
            format!("println!(\"{{}}: {{:?}}\", {variable}.{id}, {variable}.{label});")
        }
        Some((Some(id), None)) => format!("println!(\"{{}}\", {variable}.{id});"),
        Some((None, Some(label))) => format!("println!(\"{{:?}}\", {variable}.{label});"),
        _ => format!("println!(\"{{{variable}:?}}\");"),
    }
}

/// The name of a variable for a value of a type.
fn variable(ty: &Type) -> String {
    match ty {
        Type::Named(name) => {
            let name = name.to_snake_case();
            let ends = ["_list_item", "_summary_item", "_detailed", "_basic"];
            let short = ends.iter().find_map(|end| name.strip_suffix(end));
            let name = short.unwrap_or(&name);
            // The last word of a long name is clear enough beside the call.
            let last = name.rsplit('_').next().filter(|_| name.len() > LONG);
            let name = last.unwrap_or(name);
            let is_free = is_identifier(name) && !["body", "intercom"].contains(&name);
            if is_free { name } else { "value" }.to_owned()
        }
        Type::List(element) => plural(&variable(element)),
        _ => "item".to_owned(),
    }
}

fn plural(name: &str) -> String {
    match name.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if name.ends_with('s') => format!("{name}_list"),
        _ => format!("{name}s"),
    }
}
