//! `cargo xtask operations`: what the crate can call.

use clap::ValueEnum;
use intercom_gen::emit::{Scope, spell};
use intercom_gen::model::{Answer, Operation, Parameter};
use serde_json::{Value, json};

use crate::support::api_crate::crate_version;
use crate::support::generation::generate_version;
use crate::support::output::say;
use crate::support::workspace::Workspace;

/// List the operations: resource, method, HTTP method, path, arguments, body, response and paging
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// The version [default: the one that the crate is generated from]
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Table,
    Csv,
    Json,
}

const COLUMNS: [&str; 8] = [
    "resource",
    "method",
    "http",
    "path",
    "arguments",
    "body",
    "answer",
    "paging",
];

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let version = match &args.api_version {
        Some(version) => version.clone(),
        None => crate_version(workspace)?,
    };
    let generated = generate_version(workspace, &version)?;
    let rows: Vec<_> = generated.api.operations().map(row).collect();
    match args.format {
        Format::Table => say!("{}", table(&rows).trim_end()),
        Format::Csv => {
            say!("{}", COLUMNS.join(","));
            for row in &rows {
                let cells: Vec<_> = row.iter().map(|cell| quoted(cell)).collect();
                say!("{}", cells.join(","));
            }
        }
        Format::Json => {
            let rows: Vec<Value> = rows
                .iter()
                .map(|row| {
                    let cells = COLUMNS.iter().zip(row);
                    cells
                        .map(|(name, cell)| ((*name).to_owned(), json!(cell)))
                        .collect()
                })
                .collect();
            say!("{}", serde_json::to_string_pretty(&rows)?);
        }
    }
    Ok(())
}

fn row(operation: &Operation) -> [String; 8] {
    let argument = |parameter: &Parameter| {
        let optional = if parameter.required { "" } else { "?" };
        format!(
            "{}{optional}: {}",
            parameter.name,
            spell(&parameter.ty, Scope::Types)
        )
    };
    let parameters = operation
        .path_parameters
        .iter()
        .chain(&operation.parameters);
    let arguments: Vec<_> = parameters.map(argument).collect();
    [
        operation.resource.clone(),
        operation.name.clone(),
        operation.method.clone(),
        operation.path.clone(),
        arguments.join("; "),
        operation
            .body
            .as_ref()
            .map_or_else(String::new, |ty| spell(ty, Scope::Types)),
        match &operation.answer {
            Answer::Json(ty) => spell(ty, Scope::Types),
            Answer::Text(_) => "String".to_owned(),
            Answer::Events(ty) => format!("Vec<StreamedEvent<{}>>", spell(ty, Scope::Types)),
            Answer::Undeclared => "Value".to_owned(),
            Answer::Binary(_) => "Bytes".to_owned(),
            Answer::Redirect => "Location".to_owned(),
            Answer::Empty => "()".to_owned(),
        },
        operation
            .paging
            .as_ref()
            .map_or("", |paging| paging.kind.name())
            .to_owned(),
    ]
}

fn table(rows: &[[String; 8]]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([COLUMNS[column].len()]).max().unwrap_or(0)
    };
    let widths: Vec<_> = (0..COLUMNS.len()).map(width).collect();
    let line = |cells: &[&str]| {
        let padded: Vec<_> = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        format!("{}\n", padded.join("  ").trim_end())
    };
    let mut text = line(&COLUMNS);
    for row in rows {
        text.push_str(&line(&row.each_ref().map(String::as_str)));
    }
    text + &format!("{} operations\n", rows.len())
}

/// A cell of CSV (RFC 4180).
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_of_the_version_is_listed() {
        let workspace = Workspace::here();
        let version = crate_version(&workspace).unwrap();
        let generated = generate_version(&workspace, &version).unwrap();
        let rows: Vec<_> = generated.api.operations().map(row).collect();
        let count = format!("{} operations\n", rows.len());
        assert!(table(&rows).ends_with(&count));
        let document: serde_json::Value = serde_json::from_str(&generated.description).unwrap();
        let items = document["paths"].as_object().unwrap().values();
        let parts = items.flat_map(|item| item.as_object().unwrap().values());
        let described = parts.filter(|part| part.get("responses").is_some());
        assert_eq!(rows.len(), described.count());
        let visitor = rows
            .iter()
            .find(|row| row[0] == "visitors" && row[1] == "get")
            .unwrap();
        assert_eq!(
            visitor.each_ref().map(String::as_str),
            [
                "visitors",
                "get",
                "GET",
                "/visitors",
                "user_id: Id",
                "",
                "Visitor",
                ""
            ]
        );
    }

    #[test]
    fn csv_cells_are_quoted_where_they_must_be() {
        assert_eq!(quoted("a"), "a");
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}
