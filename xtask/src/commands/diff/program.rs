//! What a program has to change: all items that are affected, or the uses in one project.

use anyhow::bail;
use intercom_gen::Generated;
use intercom_gen::diff::mends;
use intercom_gen::manifest::compare;
use intercom_gen::uses::{Affected, Certainty};
use serde_json::json;

use super::{Args, Format, project};
use crate::support::description::Description;
use crate::support::workspace::Workspace;

/// What is printed, and whether something in it breaks a program.
pub(super) struct Program {
    pub(super) text: String,
    pub(super) breaks: bool,
    /// Whether there is anything.
    pub(super) is_affected: bool,
}

/// Returns what the arguments request.
pub(super) fn of(
    workspace: &Workspace,
    args: &Args,
    old: &Description,
    new: &Description,
) -> anyhow::Result<Program> {
    let (before, after) = (old.generate(workspace)?, new.generate(workspace)?);
    let Some(folder) = &args.project else {
        return items(args.format, &before, &after);
    };
    let diff = intercom_gen::diff::diff(&old.contract, &new.contract);
    let uses = project::uses(folder, &before, &after, &diff)?;
    let text = match args.format {
        Format::Text => text(&uses),
        Format::Markdown => markdown(&uses),
        Format::Json => json(&uses),
        Format::Github => github(&uses),
        Format::Html => bail!("uses cannot be written as html; use text, markdown, json or github"),
    };
    let is_certain = |found: &&Affected| found.certainty == Certainty::Certain;
    let breaks = |found: &Affected| found.verdict != "degrades";
    Ok(Program {
        text,
        breaks: uses.iter().filter(is_certain).any(breaks),
        is_affected: !uses.is_empty(),
    })
}

/// All items that a program can no longer use as before.
fn items(format: Format, old: &Generated, new: &Generated) -> anyhow::Result<Program> {
    let changes = compare(&old.manifest, &new.manifest);
    let items = mends(&changes);
    let text = match format {
        Format::Text if items.is_empty() => {
            "no item that a program can use is affected\n".to_owned()
        }
        Format::Text => {
            let items = items.iter();
            let lines = items.map(|(_, what, mend)| format!("{what}\n  help: {mend}\n"));
            lines.collect::<Vec<_>>().concat()
        }
        Format::Markdown => {
            let rows = items
                .iter()
                .map(|(_, what, mend)| format!("| {} | {} |\n", cell(what), cell(mend)));
            format!(
                "| change | what to write |\n|---|---|\n{}",
                rows.collect::<String>()
            )
        }
        Format::Json => {
            let all = items
                .iter()
                .map(|(item, what, mend)| json!({"item": item, "what": what, "mend": mend}));
            pretty(&all.collect())
        }
        Format::Github | Format::Html => {
            bail!("items can be written as text, markdown or json")
        }
    };
    Ok(Program {
        text,
        breaks: !items.is_empty(),
        is_affected: !items.is_empty(),
    })
}

fn text(uses: &[Affected]) -> String {
    if uses.is_empty() {
        return "nothing that the project uses is affected\n".to_owned();
    }
    let possible = uses
        .iter()
        .filter(|found| found.certainty == Certainty::Possible)
        .count();
    let lines: Vec<_> = uses.iter().map(ToString::to_string).collect();
    let lines = lines.join("\n");
    format!(
        "{lines}\n\n{} affected uses, {possible} of them by their names alone\n",
        uses.len()
    )
}

fn markdown(uses: &[Affected]) -> String {
    let row = |found: &Affected| {
        let place = format!("{}:{}:{}", found.file, found.line, found.column);
        let verdict = match found.certainty {
            Certainty::Certain => found.verdict.to_owned(),
            Certainty::Possible => format!("possibly {}", found.verdict),
        };
        let (what, mend) = (cell(&found.what), cell(&found.mend));
        format!("| `{place}` | {verdict} | {what} | {mend} |\n")
    };
    let rows: String = uses.iter().map(row).collect();
    format!("| place | verdict | change | what to write |\n|---|---|---|---|\n{rows}")
}

/// A text within a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn json(uses: &[Affected]) -> String {
    let uses = uses.iter().map(|found| {
        json!({
            "file": found.file,
            "line": found.line,
            "column": found.column,
            "item": found.item,
            "certain": found.certainty == Certainty::Certain,
            "verdict": found.verdict,
            "what": found.what,
            "mend": found.mend,
        })
    });
    pretty(&uses.collect())
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

/// Annotations of a workflow.
fn github(uses: &[Affected]) -> String {
    let line = |found: &Affected| {
        let level = match (found.certainty, found.verdict) {
            (Certainty::Certain, "breaking" | "breaks") => "error",
            _ => "warning",
        };
        let message = format!("{}; {}", found.what, found.mend);
        format!(
            "::{level} file={},line={},col={}::{}\n",
            found.file,
            found.line,
            found.column,
            message.replace('%', "%25")
        )
    };
    uses.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::commands::diff::FailOn;

    fn program(project: Option<&Path>, format: Format) -> Program {
        let workspace = Workspace::here();
        let args = Args {
            old: "2.14".to_owned(),
            new: "2.15".to_owned(),
            format,
            out: None,
            since_crate: project.is_none(),
            project: project.map(Path::to_owned),
            fail_on: FailOn::Breaking,
        };
        let open = |name: &str| Description::open(&workspace, name).unwrap();
        of(&workspace, &args, &open("2.14"), &open("2.15")).unwrap()
    }

    #[test]
    fn uses_of_what_the_next_version_removes_are_found_in_a_project() {
        let folder = tempfile::tempdir().unwrap();
        let source = "use intercom_api::types::AiAgentResolutionState;\n\
                      fn is_over(state: &AiAgentResolutionState) -> bool {\n\
                      \x20   matches!(state, AiAgentResolutionState::Abandoned)\n\
                      }\n";
        std::fs::create_dir(folder.path().join("src")).unwrap();
        std::fs::write(folder.path().join("src/main.rs"), source).unwrap();
        let found = program(Some(folder.path()), Format::Json);
        assert!(found.breaks);
        let uses: serde_json::Value = serde_json::from_str(&found.text).unwrap();
        assert_eq!(uses[0]["line"], 3);
        assert_eq!(uses[0]["item"], "AiAgentResolutionState::Abandoned");
        assert_eq!(uses.as_array().unwrap().len(), 1);
        assert!(
            program(Some(folder.path()), Format::Text)
                .text
                .contains("main.rs:3:")
        );
        assert!(
            program(Some(folder.path()), Format::Github)
                .text
                .starts_with("::error file=")
        );
    }

    #[test]
    fn all_affected_items_are_listed_with_what_to_write() {
        let found = program(None, Format::Text);
        assert!(
            found
                .text
                .contains("`AiAgentResolutionState::Abandoned` is gone\n  help: ")
        );
        assert!(found.breaks && found.is_affected);
    }

    #[test]
    fn folder_without_sources_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::here();
        let description = Description::open(&workspace, "2.14").unwrap();
        let generated = description.generate(&workspace).unwrap();
        let diff = intercom_gen::diff::diff(&description.contract, &description.contract);
        let error = project::uses(folder.path(), &generated, &generated, &diff).unwrap_err();
        assert!(error.to_string().contains("has no Rust sources"), "{error}");
    }
}
