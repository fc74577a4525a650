//! The whole chain on an upstream repository of a few commits.

use std::path::Path;

use tempfile::TempDir;

use super::plan::{Plan, make};
use super::*;
use crate::commands::import;
use crate::support::fetch::sha256;

const PATH: &str = "descriptions/2.14/api.intercom.io.yaml";

const FIRST: &str = "\
openapi: 3.0.1
info: {title: T, version: '2.14'}
paths:
  /tags:
    get: {operationId: listTags, tags: [Tags], description: Lists., responses: {'200': {description: ok}}}
  /tags/{id}:
    get:
      operationId: getTag
      tags: [Tags]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/tag'}}}}}
components:
  schemas:
    tag: {type: object, properties: {id: {type: string}, name: {type: string}}}
";

/// An upstream repository, and a workspace that follows its first commit.
struct Fixture {
    upstream: TempDir,
    folder: TempDir,
    text: String,
}

impl Fixture {
    fn new() -> Self {
        let mut fixture = Self {
            upstream: tempfile::tempdir().unwrap(),
            folder: tempfile::tempdir().unwrap(),
            text: FIRST.to_owned(),
        };
        fixture.git(&["init", "--quiet"]);
        let commit = fixture.commit("first", |_| {});
        let sources = format!(
            "repository = \"https://github.com/o/n\"\n[descriptions.\"2.14\"]\ncommit = \"{commit}\"\n\
             path = \"{PATH}\"\nsha256 = \"{}\"\n",
            sha256(FIRST.as_bytes())
        );
        let manifest = "[package.metadata.intercom]\napi-version = \"2.14\"\n";
        let workspace = fixture.workspace();
        workspace
            .write(&[
                ("openapi/sources.toml", &sources),
                ("intercom-api/Cargo.toml", manifest),
            ])
            .unwrap();
        let file = fixture.upstream.path().join(PATH);
        let request = fetch::Request {
            version: "2.14".to_owned(),
            from: Some(file),
            ..fetch::Request::default()
        };
        let strict = false;
        import::run(&workspace, &import::Args { request, strict }).unwrap();
        fixture
    }

    fn workspace(&self) -> Workspace {
        Workspace::at(self.folder.path())
    }

    fn git(&self, arguments: &[&str]) -> String {
        let settings = [
            "user.name=T",
            "user.email=t@example.com",
            "commit.gpgsign=false",
        ];
        let settings = settings.map(|setting| ["-c", setting]).concat();
        let arguments = [&settings, arguments].concat();
        let output = printed("git", &arguments, self.upstream.path()).unwrap();
        String::from_utf8(output).unwrap().trim().to_owned()
    }

    /// Commits a change of the description upstream.
    fn commit(&mut self, message: &str, change: impl FnOnce(&mut String)) -> String {
        change(&mut self.text);
        let file = self.upstream.path().join(PATH);
        std::fs::create_dir_all(file.parent().unwrap_or(Path::new("."))).unwrap();
        std::fs::write(file, &self.text).unwrap();
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    fn plan(&self) -> Plan {
        make(&self.workspace(), Some(self.upstream.path())).unwrap()
    }

    /// The proposal, as the dry run prints it.
    fn printed(&self) -> String {
        let args = Args {
            upstream: Some(self.upstream.path().to_owned()),
            dry_run: true,
            gh: "false".to_owned(),
        };
        run(&self.workspace(), &args).unwrap();
        self.plan().to_string()
    }
}

fn replace(from: &str, to: &str) -> impl FnOnce(&mut String) {
    move |text| {
        assert!(text.contains(from));
        *text = text.replace(from, to);
    }
}

#[test]
fn pinned_description_is_not_reported() {
    let mut fixture = Fixture::new();
    assert_eq!(fixture.plan(), Plan::Nothing);
    std::fs::write(fixture.upstream.path().join("README.md"), "hello").unwrap();
    fixture.commit("elsewhere", |_| {});
    assert_eq!(fixture.plan(), Plan::Nothing);
}

#[test]
fn prose_waits() {
    let mut fixture = Fixture::new();
    fixture.commit("words", replace("Lists.", "Lists them."));
    fixture.commit("more words", replace("Lists them.", "Lists all of them."));
    assert_eq!(fixture.plan(), Plan::Wait { commits: 2 });
}

#[test]
fn an_addition_is_proposed_with_the_commits_that_caused_it() {
    let mut fixture = Fixture::new();
    let words = fixture.commit("words", replace("Lists.", "Lists them."));
    let field = fixture.commit(
        "a field",
        replace(
            "name: {type: string}",
            "name: {type: string}, at: {type: integer}",
        ),
    );
    let text = fixture.printed();
    assert!(text.starts_with(
        "plan: pull request\nbranch: upstream-2.14\ntitle: Follow Intercom API 2.14: 1 other change\n\
         labels: upstream\nmerged: when its checks pass\n"
    ), "{text}");
    assert!(
        text.contains(&format!("(https://github.com/o/n/commit/{words}) words")),
        "{text}"
    );
    assert!(
        text.contains(&format!("(https://github.com/o/n/commit/{field}) a field")),
        "{text}"
    );
    assert!(text.contains("| `prop-added` | 1 |"), "{text}");
    assert!(text.contains("+ Tag::at: Option<i64>"), "{text}");
}

#[test]
fn the_pinned_commit_may_be_of_another_history() {
    let mut fixture = Fixture::new();
    let sources = fixture.workspace().read("openapi/sources.toml").unwrap();
    let elsewhere: Vec<_> = sources
        .iter()
        .flat_map(|text| text.lines())
        .map(|line| {
            if line.starts_with("commit") {
                "commit = \"c0ffee\""
            } else {
                line
            }
        })
        .collect();
    let elsewhere = elsewhere.join("\n");
    let workspace = fixture.workspace();
    workspace
        .write(&[("openapi/sources.toml", &elsewhere)])
        .unwrap();
    fixture.commit("words", replace("Lists.", "Lists them."));
    fixture.commit("more words", replace("Lists them.", "Lists all of them."));
    assert_eq!(fixture.plan(), Plan::Wait { commits: 2 });
}

#[test]
fn a_clone_is_made_and_kept_up_to_date() {
    let mut fixture = Fixture::new();
    let workspace = fixture.workspace();
    let sources = workspace.read("openapi/sources.toml").unwrap().unwrap();
    let here = fixture.upstream.path().to_string_lossy().into_owned();
    let sources = sources.replace("https://github.com/o/n", &here);
    workspace
        .write(&[("openapi/sources.toml", &sources)])
        .unwrap();
    assert_eq!(make(&workspace, None).unwrap(), Plan::Nothing);
    fixture.commit("words", replace("Lists.", "Lists them."));
    assert_eq!(make(&workspace, None).unwrap(), Plan::Wait { commits: 1 });
}

#[test]
fn a_removed_operation_is_labeled_and_left_to_a_person() {
    let mut fixture = Fixture::new();
    fixture.commit("gone", replace(
        "    get: {operationId: listTags, tags: [Tags], description: Lists., responses: {'200': {description: ok}}}\n",
        "    {}\n",
    ));
    let text = fixture.printed();
    assert!(
        text.contains("labels: upstream, breaking, operation-removed\nmerged: by a person\n"),
        "{text}"
    );
    assert!(
        text.contains("title: Follow Intercom API 2.14: 1 operation removed\n"),
        "{text}"
    );
    assert!(
        text.contains("- tags::Tags::list(): fn(&self) -> Call<List>"),
        "{text}"
    );
}

#[test]
fn a_broken_upstream_is_an_issue_that_names_the_commit() {
    let mut fixture = Fixture::new();
    fixture.commit(
        "a field",
        replace(
            "name: {type: string}",
            "name: {type: string}, at: {type: integer}",
        ),
    );
    let broken = fixture.commit("oops", replace("paths:\n", "paths: [\n"));
    fixture.commit(
        "still broken",
        replace("version: '2.14'", "version: \"2.14\""),
    );
    let Plan::Issue {
        title,
        body,
        commit,
    } = fixture.plan()
    else {
        panic!("{}", fixture.plan());
    };
    assert_eq!(commit, broken);
    assert_eq!(
        title,
        format!("Upstream cannot be read since {}", &broken[..10])
    );
    assert!(
        body.contains(&format!("https://github.com/o/n/commit/{broken}")),
        "{body}"
    );
    assert!(body.contains("not readable as YAML"), "{body}");
    // What mends it is followed as if nothing had been.
    fixture.commit("mended", replace("paths: [\n", "paths:\n"));
    assert!(
        fixture
            .printed()
            .contains("title: Follow Intercom API 2.14: 1 other change")
    );
}

#[test]
fn a_reference_to_nothing_is_broken_too() {
    let mut fixture = Fixture::new();
    let broken = fixture.commit("dangling", replace("schemas/tag'", "schemas/tags'"));
    let text = fixture.printed();
    assert!(
        text.contains(&broken) && text.contains("points to nothing"),
        "{text}"
    );
}

#[test]
fn new_versions_are_mentioned() {
    let mut fixture = Fixture::new();
    for version in ["2.9", "2.15", "Unstable"] {
        let folder = fixture.upstream.path().join("descriptions").join(version);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("api.intercom.io.yaml"), "").unwrap();
    }
    fixture.commit(
        "a field",
        replace("name: {type: string}", "name: {type: integer}"),
    );
    let text = fixture.printed();
    assert!(
        text.contains("Upstream also describes 2.15, which"),
        "{text}"
    );
    assert!(text.contains("labels: upstream, breaking\n"), "{text}");
}

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
        let manifest = "[package.metadata.intercom]\napi-version = \"2.14\"\n\n[features]\n\
                        # One feature for each resource, written by `cargo xtask codegen`.\n\
                        # End of what `cargo xtask codegen` writes.\n";
        let workspace = hosted.fixture.workspace();
        workspace
            .write(&[
                ("intercom-api/Cargo.toml", manifest),
                (".gitignore", "target\n"),
            ])
            .unwrap();
        hosted.git_in(hosted.origin.path(), &["init", "--quiet", "--bare"]);
        let here = hosted.fixture.folder.path();
        hosted.git_in(here, &["init", "--quiet", "--initial-branch", "main"]);
        let origin = hosted.origin.path().to_string_lossy().into_owned();
        hosted.git_in(here, &["remote", "add", "origin", &origin]);
        hosted.git_in(here, &["add", "--all"]);
        hosted.git_in(here, &["commit", "--quiet", "--message", "first"]);
        hosted.git_in(here, &["push", "--quiet", "origin", "main"]);
        let gh = hosted.host.path().join("gh");
        std::fs::write(&gh, GH).unwrap();
        let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(gh, permissions).unwrap();
        hosted
    }

    fn git_in(&self, folder: &Path, arguments: &[&str]) -> String {
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
        self.git_in(here, &["checkout", "--quiet", "--force", "main"]);
        let log = self.host.path().join("log");
        _ = std::fs::remove_file(&log);
        let args = Args {
            upstream: Some(self.fixture.upstream.path().to_owned()),
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
        self.git_in(
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
