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
    /// The program that talks to the host of this repository
    #[arg(long, value_name = "PROGRAM", default_value = "gh", hide = true)]
    gh: String,
}

/// The host of this repository, through its program.
struct Host<'a> {
    workspace: &'a Workspace,
    gh: &'a str,
}

impl Host<'_> {
    /// Runs the program and gives what it prints.
    fn run(&self, arguments: &[&str]) -> anyhow::Result<String> {
        run_program(self.workspace, self.gh, arguments)
    }
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
    let host = Host {
        workspace,
        gh: &args.gh,
    };
    match plan {
        // What was proposed before is not there any more, such as a commit that was reverted.
        Plan::Nothing | Plan::Wait { .. } => {
            close_pull_request(&host)?;
            close_issues(&host)
        }
        Plan::Issue {
            title,
            body,
            commit,
        } => open_issue(&host, &title, &body, &commit),
        Plan::Propose(proposal) => {
            close_issues(&host)?;
            propose(&host, &proposal)
        }
    }
}

/// Closes the pull request of an earlier run, and removes its branch.
fn close_pull_request(host: &Host<'_>) -> anyhow::Result<()> {
    let branch = plan::branch(&crate_version(host.workspace)?);
    let list = [
        "pr",
        "list",
        "--head",
        &branch,
        "--json",
        "number",
        "--jq",
        ".[].number",
    ];
    for number in host.run(&list)?.lines() {
        let comment = "Upstream has gone back to the description that the crate follows.";
        let close = [
            "pr",
            "close",
            number,
            "--comment",
            comment,
            "--delete-branch",
        ];
        host.run(&close)?;
        say!("closed pull request {number}");
    }
    Ok(())
}

/// Closes the issues of earlier runs: upstream can be read again.
fn close_issues(host: &Host<'_>) -> anyhow::Result<()> {
    let list = [
        "issue",
        "list",
        "--state",
        "open",
        "--label",
        "upstream",
        "--json",
        "number",
        "--jq",
        ".[].number",
    ];
    for number in host.run(&list)?.lines() {
        let comment = "Upstream can be read again.";
        host.run(&["issue", "close", number, "--comment", comment])?;
        say!("closed issue {number}");
    }
    Ok(())
}

/// Opens an issue, unless there was one for the same commit.
fn open_issue(host: &Host<'_>, title: &str, body: &str, commit: &str) -> anyhow::Result<()> {
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
    if !host.run(&search)?.is_empty() {
        say!("there is an issue already");
        return Ok(());
    }
    host.workspace.write(&[(BODY, body)])?;
    host.run(&[
        "issue",
        "create",
        "--title",
        title,
        "--body-file",
        BODY,
        "--label",
        "upstream",
    ])?;
    Ok(())
}

/// Brings the branch and the pull request up to date.
fn propose(host: &Host<'_>, proposal: &Proposal) -> anyhow::Result<()> {
    let workspace = host.workspace;
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
    let known = host.run(&[
        "pr",
        "list",
        "--head",
        branch,
        "--json",
        "number",
        "--jq",
        ".[].number",
    ])?;
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
        host.run(&create)?;
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
        host.run(&edit)?;
    }
    let merge = if proposal.merges_itself {
        ["--auto", "--squash"].as_slice()
    } else {
        &["--disable-auto"]
    };
    host.run(&[["pr", "merge", branch].as_slice(), merge].concat())?;
    Ok(())
}

/// Runs a program in the workspace and gives what it prints.
fn run_program(workspace: &Workspace, program: &str, arguments: &[&str]) -> anyhow::Result<String> {
    let output = printed(program, arguments, &workspace.path("."))?;
    Ok(String::from_utf8_lossy(&output).trim().to_owned())
}

#[cfg(test)]
mod tests;
