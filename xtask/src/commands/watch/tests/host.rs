//! The command end to end, on a local host: a bare repository, and a program in place of `gh`.

use std::path::Path;

use tempfile::TempDir;

use super::{Args, FIRST, Fixture, replace};
use crate::commands::watch::run;
use crate::support::program::printed;

/// The program of the host: keeps one pull request and one issue in files beside it.
const GH: &str = r#"#!/bin/sh
dir=$(dirname "$0")
printf '%s\n' "$*" >> "$dir/log"
case "$1 $2" in
"pr list" | "issue list")
    case "$*" in
    *--search*) grep -q "$6" "$dir/issue.md" 2>/dev/null && echo 8 ;;
    *) cat "$dir/$1" 2>/dev/null ;;
    esac
    ;;
"pr create") echo 7 > "$dir/pr" && cp target/watch.md "$dir/pr.md" ;;
"pr edit") cp target/watch.md "$dir/pr.md" ;;
"issue create") echo 8 > "$dir/issue" && cp target/watch.md "$dir/issue.md" ;;
"pr close" | "issue close") rm "$dir/$1" ;;
esac
exit 0
"#;

/// A workspace under version control, its bare origin, and a program of the host.
struct Hosted {
    fixture: Fixture,
    origin: TempDir,
    host: TempDir,
}

impl Hosted {
    fn new() -> Self {
        let hosted = Self {
            fixture: Fixture::new(),
            origin: tempfile::tempdir().unwrap(),
            host: tempfile::tempdir().unwrap(),
        };
        let manifest = "[package]\nversion = \"0.1.0+2.14\"\n[package.metadata.intercom]\n\
                        api-version = \"2.14\"\n\n[features]\n\
                        # One feature for each resource, written by `cargo xtask codegen`.\n\
                        # End of what `cargo xtask codegen` writes.\n";
        let workspace = hosted.fixture.workspace();
        workspace
            .write(&[
                ("intercom-api/Cargo.toml", manifest),
                (".gitignore", "target\n"),
            ])
            .unwrap();
        Hosted::git_in(hosted.origin.path(), &["init", "--quiet", "--bare"]);
        let here = hosted.fixture.folder.path();
        Hosted::git_in(here, &["init", "--quiet", "--initial-branch", "main"]);
        let origin = hosted.origin.path().to_string_lossy().into_owned();
        Hosted::git_in(here, &["remote", "add", "origin", &origin]);
        Hosted::git_in(here, &["add", "--all"]);
        Hosted::git_in(here, &["commit", "--quiet", "--message", "first"]);
        Hosted::git_in(here, &["push", "--quiet", "origin", "main"]);
        let gh = hosted.host.path().join("gh");
        std::fs::write(&gh, GH).unwrap();
        let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(gh, permissions).unwrap();
        hosted
    }

    fn git_in(folder: &Path, arguments: &[&str]) -> String {
        let settings = [
            "user.name=T",
            "user.email=t@example.com",
            "commit.gpgsign=false",
        ];
        let settings = settings.map(|setting| ["-c", setting]).concat();
        let output = printed("git", &[&settings, arguments].concat(), folder).unwrap();
        String::from_utf8(output).unwrap().trim().to_owned()
    }

    /// Runs the command as the workflow does, on a fresh checkout of the main branch, and returns
    /// what it asked of the host.
    fn watch(&self) -> String {
        let here = self.fixture.folder.path();
        Self::git_in(here, &["checkout", "--quiet", "--force", "main"]);
        let log = self.host.path().join("log");
        _ = std::fs::remove_file(&log);
        let args = Args {
            from: Some(self.fixture.upstream.path().to_owned()),
            dry_run: false,
            gh: self.host.path().join("gh").to_string_lossy().into_owned(),
        };
        run(&self.fixture.workspace(), &args).unwrap();
        let log = std::fs::read_to_string(log).unwrap_or_default();
        let calls = log
            .lines()
            .map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "));
        calls
            .filter(|call| !call.ends_with("list"))
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.host.path().join(name)).unwrap()
    }

    /// A file of the branch that was pushed.
    fn pushed(&self, name: &str) -> String {
        Self::git_in(
            self.origin.path(),
            &["show", &format!("upstream-2.14:{name}")],
        )
    }
}

#[test]
fn the_host_sees_what_upstream_does() {
    let mut hosted = Hosted::new();
    let first = hosted.fixture.git(&["rev-parse", "HEAD"]);
    assert_eq!(hosted.watch(), "");

    // Prose alone is quiet.
    hosted
        .fixture
        .commit("words", replace("Lists.", "Lists them."));
    assert_eq!(hosted.watch(), "");

    // A new commit is a pull request with the range of commits that caused it.
    let field = replace(
        "name: {type: string}",
        "name: {type: string}, at: {type: integer}",
    );
    let second = hosted.fixture.commit("a field", field);
    assert_eq!(hosted.watch(), "pr create, pr merge");
    let text = hosted.text("pr.md");
    let range = format!("https://github.com/o/n/compare/{first}...{second}");
    for part in [
        &range,
        "words",
        "a field",
        "| `prop-added` | 1 |",
        "+ Tag::at: Option<i64>",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(hosted.pushed("openapi/2.14.json").contains("\"at\""));
    assert!(
        hosted
            .pushed("intercom-api/api.txt")
            .contains("Tag::at: Option<i64>")
    );

    // One more commit updates it. A limit that is only stated in prose counts as a change.
    let third = hosted
        .fixture
        .commit("a limit", replace("Lists them.", "Lists up to 50 of them."));
    assert_eq!(hosted.watch(), "pr edit, pr merge");
    let text = hosted.text("pr.md");
    assert!(
        text.contains(&format!("compare/{first}...{third}")),
        "{text}"
    );
    assert!(
        text.contains("| `GET /tags` | `maximum none → 50` |"),
        "{text}"
    );

    // What is broken but usable is for a person to merge.
    hosted
        .fixture
        .commit("dangling", replace("schemas/tag'", "schemas/tags'"));
    assert_eq!(hosted.watch(), "pr edit, pr merge");
    assert!(
        hosted
            .text("log")
            .contains("pr merge upstream-2.14 --disable-auto")
    );
    assert!(
        hosted
            .text("pr.md")
            .contains("`#/components/schemas/tags` points to nothing")
    );
    let undecided = hosted.pushed("openapi/2.14/corrections/undecided-defects.yaml");
    assert!(undecided.contains("perhaps `tag` is meant"), "{undecided}");

    // What cannot be read is an issue, once.
    let broken = hosted
        .fixture
        .commit("oops", replace("paths:\n", "paths: [\n"));
    assert_eq!(hosted.watch(), "issue create");
    let text = hosted.text("issue.md");
    assert!(text.contains(&format!("/commit/{broken}")), "{text}");
    assert!(
        text.contains(&format!("compare/{first}...{broken}")),
        "{text}"
    );
    assert_eq!(hosted.watch(), "");

    // A commit that goes back closes both.
    hosted.fixture.text = FIRST.to_owned();
    hosted.fixture.commit("reverted", |_| {});
    assert_eq!(hosted.watch(), "pr close, issue close");
    assert!(hosted.text("log").contains("pr close 7 --comment"));
    assert_eq!(hosted.watch(), "");
}
