//! `cargo xtask operations`: what the crate can call.

mod html;
mod listed;

use std::path::PathBuf;

use clap::ValueEnum;

use crate::support::api_crate::crate_version;
use crate::support::generation::generate_version;
use crate::support::output::deliver;
use crate::support::terminal;
use crate::support::workspace::Workspace;
use listed::{COLUMNS, Listed};

/// List the operations: resource, method, HTTP method, path, arguments, body, response and paging
///
/// A table fits the terminal. CONTRIBUTING.md documents the JSON.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write to this file instead of printing
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The version [default: the one that the crate is generated from]
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Table,
    Csv,
    Json,
    Html,
}

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let version = match &args.api_version {
        Some(version) => version.clone(),
        None => crate_version(workspace)?,
    };
    let generated = generate_version(workspace, &version)?;
    let operations: Vec<_> = generated.api.operations().map(Listed::of).collect();
    let text = match args.format {
        Format::Table => {
            let width = terminal::width().filter(|_| args.out.is_none());
            table(&operations, width)
        }
        Format::Csv => csv(&operations),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&operations)?),
        Format::Html => html::page(&version, &operations).to_html(),
    };
    deliver(&text, args.out.as_deref())
}

fn table(operations: &[Listed], width: Option<usize>) -> String {
    let rows: Vec<_> = operations.iter().map(Listed::cells).collect();
    let count = format!("{} operations\n", rows.len());
    terminal::table(&COLUMNS, &rows, width, 4) + &count
}

fn csv(operations: &[Listed]) -> String {
    let line = |cells: [String; 8]| {
        let cells = cells.map(|cell| quoted(&cell));
        format!("{}\n", cells.join(","))
    };
    let names = COLUMNS.map(str::to_owned);
    let rows = operations.iter().map(Listed::cells);
    [names].into_iter().chain(rows).map(line).collect()
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

    fn operations() -> (Vec<Listed>, String) {
        let workspace = Workspace::here();
        let version = crate_version(&workspace).unwrap();
        let generated = generate_version(&workspace, &version).unwrap();
        let operations = generated.api.operations().map(Listed::of).collect();
        (operations, generated.description)
    }

    #[test]
    fn every_operation_of_the_version_is_listed() {
        let (operations, description) = operations();
        let count = format!("{} operations\n", operations.len());
        assert!(table(&operations, None).ends_with(&count));
        assert_eq!(csv(&operations).lines().count(), operations.len() + 1);
        let document: serde_json::Value = serde_json::from_str(&description).unwrap();
        let items = document["paths"].as_object().unwrap().values();
        let parts = items.flat_map(|item| item.as_object().unwrap().values());
        let described = parts.filter(|part| part.get("responses").is_some());
        assert_eq!(operations.len(), described.count());
        let mut rows = operations.iter().map(Listed::cells);
        let visitor = rows.find(|row| row[0] == "visitors" && row[1] == "get");
        let expected = [
            "visitors",
            "get",
            "GET",
            "/visitors",
            "user_id: Id",
            "",
            "Visitor",
            "",
        ];
        assert_eq!(visitor.unwrap(), expected.map(str::to_owned));
    }

    #[test]
    fn table_fits_every_terminal() {
        let (operations, _) = operations();
        for width in [40, 80, 120, 200] {
            let text = table(&operations, Some(width));
            let longest = text.lines().map(|line| line.chars().count()).max();
            assert!(longest <= Some(width), "{width}: {longest:?}");
            let together: String = text.split_whitespace().collect();
            // Cells beside one another are wrapped together, so only blocks have whole paths.
            assert!(width > 80 || together.contains("/visitors"), "{width}");
        }
    }

    #[test]
    fn json_has_the_documented_keys() {
        let contributing = Workspace::here().read("CONTRIBUTING.md").unwrap().unwrap();
        let documented = contributing.split("```json\n").nth(1).unwrap();
        let documented = documented.split("```").next().unwrap();
        let documented: serde_json::Value = serde_json::from_str(documented).unwrap();
        let (operations, _) = operations();
        let search = operations
            .iter()
            .find(|one| one.resource == "contacts" && one.method == "search");
        assert_eq!(serde_json::to_value(search).unwrap(), documented);
    }

    #[test]
    fn csv_cells_are_quoted_where_they_must_be() {
        assert_eq!(quoted("a"), "a");
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}
