//! `cargo xtask watch`: what upstream did since the pinned commit, and what is to be done about it.

mod git;
mod plan;

use std::path::PathBuf;

use super::bump;
use crate::support::api_crate::crate_version;
use crate::support::fetch;
use crate::support::output::say;
use crate::support::program::printed;
use crate::support::workspace::Workspace;
use plan::{Plan, Proposal};

/// Follow upstream: propose what changed in the description of the crate's version
///
/// Keeps one pull request up to date, or opens an issue where upstream cannot be read. Edits of prose
/// wait for the next change that matters.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// A clone of the upstream repository, with its history [default: target/upstream, which is
    /// brought up to date]
    #[arg(long, alias = "upstream", value_name = "DIR")]
    from: Option<PathBuf>,
    /// Only print what would be done
    #[arg(long)]
    dry_run: bool,
}

/// Where the texts of pull requests and issues are left for `gh`.
const BODY: &str = "target/watch.md";
/// Where the upstream file is left for the bump.
const DESCRIPTION: &str = "target/upstream.yaml";

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let plan = plan::make(workspace, args.from.as_deref())?;
    say!("{plan}");
    if args.dry_run {
        return Ok(());
    }
    match plan {
        Plan::Nothing | Plan::Wait { .. } => Ok(()),
        Plan::Issue {
            title,
            body,
            commit,
        } => open_issue(workspace, &title, &body, &commit),
        Plan::Propose(proposal) => propose(workspace, &proposal),
    }
}

/// Opens an issue, unless there was one for the same commit.
fn open_issue(workspace: &Workspace, title: &str, body: &str, commit: &str) -> anyhow::Result<()> {
    let search = [
        "issue",
        "list",
        "--state",
        "all",
        "--search",
        commit,
        "--json",
        "number",
        "--jq",
        ".[].number",
    ];
    if !run_program(workspace, "gh", &search)?.is_empty() {
        say!("there is an issue already");
        return Ok(());
    }
    workspace.write(&[(BODY, body)])?;
    run_program(
        workspace,
        "gh",
        &[
            "issue",
            "create",
            "--title",
            title,
            "--body-file",
            BODY,
            "--label",
            "upstream",
        ],
    )?;
    Ok(())
}

/// Brings the branch and the pull request up to date.
fn propose(workspace: &Workspace, proposal: &Proposal) -> anyhow::Result<()> {
    let branch = proposal.branch.as_str();
    run_program(workspace, "git", &["checkout", "-B", branch])?;
    workspace.write(&[(DESCRIPTION, &proposal.description)])?;
    let version = crate_version(workspace)?;
    let origin = fetch::Request {
        version,
        from: Some(workspace.path(DESCRIPTION)),
        commit: Some(proposal.commit.clone()),
        path: Some(proposal.path.clone()),
        ..fetch::Request::default()
    };
    // The pull request is checked by CI, like any other.
    let report = bump::unchecked(workspace, &origin, false)?;
    let body = format!("{}\n{report}", proposal.commits);
    workspace.write(&[(BODY, &body)])?;
    run_program(workspace, "git", &["add", "--all"])?;
    let bot = "github-actions[bot]";
    let name = format!("user.name={bot}");
    let mail = format!("user.email=41898282+{bot}@users.noreply.github.com");
    run_program(
        workspace,
        "git",
        &[
            "-c",
            &name,
            "-c",
            &mail,
            "commit",
            "--message",
            &proposal.title,
        ],
    )?;
    run_program(workspace, "git", &["push", "--force", "origin", branch])?;
    let known = run_program(
        workspace,
        "gh",
        &[
            "pr",
            "list",
            "--head",
            branch,
            "--json",
            "number",
            "--jq",
            ".[].number",
        ],
    )?;
    let labels = proposal.labels.join(",");
    if known.is_empty() {
        let create = [
            "pr",
            "create",
            "--head",
            branch,
            "--title",
            &proposal.title,
            "--body-file",
            BODY,
            "--label",
            &labels,
        ];
        run_program(workspace, "gh", &create)?;
    } else {
        // Labels of an earlier state may hold no more.
        let stale: Vec<_> = plan::LABELS
            .into_iter()
            .filter(|label| !proposal.labels.contains(label))
            .collect();
        let stale = stale.join(",");
        let mut edit = vec![
            "pr",
            "edit",
            branch,
            "--title",
            &proposal.title,
            "--body-file",
            BODY,
            "--add-label",
            &labels,
        ];
        if !stale.is_empty() {
            edit.extend(["--remove-label", &stale]);
        }
        run_program(workspace, "gh", &edit)?;
    }
    let merge = if proposal.merges_itself {
        ["--auto", "--squash"].as_slice()
    } else {
        &["--disable-auto"]
    };
    run_program(
        workspace,
        "gh",
        &[["pr", "merge", branch].as_slice(), merge].concat(),
    )?;
    Ok(())
}

/// Runs a program in the workspace and gives what it prints.
fn run_program(workspace: &Workspace, program: &str, arguments: &[&str]) -> anyhow::Result<String> {
    let output = printed(program, arguments, &workspace.path("."))?;
    Ok(String::from_utf8_lossy(&output).trim().to_owned())
}

#[cfg(test)]
mod tests;
