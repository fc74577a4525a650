//! The whole chain on an upstream repository of a few commits.

mod host;

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
            from: Some(self.upstream.path().to_owned()),
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
