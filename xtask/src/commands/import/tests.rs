//! `import` from a file and from a server of a few lines.

use std::cell::Cell;
use std::net::TcpListener;
use std::path::PathBuf;

use super::*;
use crate::support::fetch::{Request, fetch_or_contract, is_plain, sha256};
use crate::support::sources::{self, Pin, Sources};
use crate::support::test_server::serve;

const DESCRIPTION: &str = "openapi: 3.0.1\ninfo: {title: T, version: '2.14'}\npaths: {}\n";
const OTHER: &str = "openapi: 3.0.1\ninfo: {title: U, version: '2.14'}\npaths: {}\n";
const BROKEN: &str = "openapi: 3.0.1\ninfo: {title: T}\npaths: {stray: text, \
                      /a: {get: {responses: {'200': {$ref: '#/gone'}}}}}\n";

fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A workspace in a folder of its own, with `DESCRIPTION` pinned.
struct Fixture {
    folder: tempfile::TempDir,
    workspace: Workspace,
    strict: Cell<bool>,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::at(folder.path());
        let strict = Cell::new(false);
        let fixture = Self {
            folder,
            workspace,
            strict,
        };
        fixture.pin(Some("c0ffee"), DESCRIPTION);
        fixture
    }

    fn pin(&self, commit: Option<&str>, description: &str) {
        let mut sources = Sources::read(&self.workspace).unwrap();
        let pin = Pin {
            commit: commit.map(str::to_owned),
            path: commit.map(|_| "2.14/api.yaml".to_owned()),
            sha256: sha256(description.as_bytes()),
        };
        sources.descriptions.insert("2.14".to_owned(), pin);
        let text = sources.to_text().unwrap();
        self.workspace.write(&[(sources::FILE, &text)]).unwrap();
    }

    fn file(&self, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join("upstream.yaml");
        std::fs::write(&path, text).unwrap();
        path
    }

    fn run(&self, change: impl FnOnce(&mut Request)) -> Result<(), String> {
        let mut request = Request {
            version: "2.14".to_owned(),
            from: None,
            base_url: None,
            commit: None,
            path: None,
        };
        change(&mut request);
        let strict = self.strict.get();
        run(&self.workspace, &Args { request, strict }).map_err(|error| format!("{error:#}"))
    }

    /// Runs the command, which must fail and leave every file as it was.
    fn refused(&self, change: impl FnOnce(&mut Request)) -> String {
        let sources = self.workspace.read(sources::FILE).unwrap();
        let message = self.run(change).unwrap_err();
        assert_eq!(self.workspace.read(sources::FILE).unwrap(), sources);
        assert_eq!(self.contract(), None);
        message
    }

    fn contract(&self) -> Option<serde_json::Value> {
        let text = self.workspace.read("openapi/2.14.json").unwrap()?;
        Some(serde_json::from_str(&text).unwrap())
    }

    fn recorded(&self) -> Pin {
        Sources::read(&self.workspace).unwrap().descriptions["2.14"].clone()
    }
}

#[test]
fn the_pinned_file_keeps_its_pin() {
    let fixture = Fixture::new();
    let pinned = fixture.recorded();
    let file = fixture.file(DESCRIPTION);
    fixture.run(|args| args.from = Some(file)).unwrap();
    assert_eq!(fixture.recorded(), pinned);
    let upstream = &fixture.contract().unwrap()["x-upstream"];
    assert_eq!(upstream["commit"], "c0ffee");
    assert_eq!(upstream["path"], "2.14/api.yaml");
    assert_eq!(upstream["sha256"], sha256(DESCRIPTION.as_bytes()));
}

#[test]
fn another_file_is_recorded_as_what_is_known_of_it() {
    let fixture = Fixture::new();
    let file = fixture.file(OTHER);
    fixture.run(|args| args.from = Some(file.clone())).unwrap();
    let unknown = Pin {
        commit: None,
        path: None,
        sha256: sha256(OTHER.as_bytes()),
    };
    assert_eq!(fixture.recorded(), unknown);
    assert!(fixture.contract().unwrap()["x-upstream"]["commit"].is_null());

    fixture
        .run(|args| {
            args.from = Some(file);
            args.commit = Some("5ee5".to_owned());
        })
        .unwrap();
    let known = Pin {
        commit: Some("5ee5".to_owned()),
        path: Some("descriptions/2.14/api.intercom.io.yaml".to_owned()),
        ..unknown
    };
    assert_eq!(fixture.recorded(), known);
}

#[test]
fn the_pinned_file_is_downloaded() {
    let fixture = Fixture::new();
    fixture
        .run(|args| args.base_url = Some(serve(ok(DESCRIPTION))))
        .unwrap();
    assert_eq!(fixture.contract().unwrap()["info"]["title"], "T");
}

#[test]
fn a_new_commit_is_downloaded_and_pinned() {
    let fixture = Fixture::new();
    fixture
        .run(|args| {
            args.base_url = Some(serve(ok(OTHER)));
            args.commit = Some("5ee5".to_owned());
        })
        .unwrap();
    let pin = fixture.recorded();
    assert_eq!(pin.commit.as_deref(), Some("5ee5"));
    assert_eq!(pin.sha256, sha256(OTHER.as_bytes()));
}

#[test]
fn a_download_that_is_not_the_pinned_file_is_refused() {
    let fixture = Fixture::new();
    let message = |answer: String| fixture.refused(|args| args.base_url = Some(serve(answer)));
    let other = message(ok(OTHER));
    assert!(
        other.contains("is not the pinned file: its sha256 is"),
        "{other}"
    );
    let missing = message("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_owned());
    assert!(
        missing.contains("cannot download http://127.0.0.1"),
        "{missing}"
    );
    assert!(
        missing.contains("/intercom/Intercom-OpenAPI/c0ffee/2.14/api.yaml"),
        "{missing}"
    );
    assert!(
        missing.ends_with("the server returned 404 Not Found"),
        "{missing}"
    );
    let truncated = message(ok(DESCRIPTION).replace("content-length: ", "content-length: 1"));
    assert!(truncated.contains("cannot download"), "{truncated}");
    let gone = fixture.refused(|args| args.base_url = Some("http://127.0.0.1:1".to_owned()));
    assert!(gone.contains("cannot download"), "{gone}");
    let plain = fixture.refused(|args| args.base_url = Some("http://mirror.example".to_owned()));
    assert!(
        plain.contains("neither https nor on this machine"),
        "{plain}"
    );
}

#[test]
fn what_is_not_pinned_is_not_guessed() {
    let fixture = Fixture::new();
    let unpinned = fixture.refused(|args| args.version = "2.16".to_owned());
    assert!(
        unpinned.contains("pins no commit for 2.16: name one with --commit"),
        "{unpinned}"
    );
    fixture.pin(None, DESCRIPTION);
    let unknown = fixture.refused(|_| {});
    assert!(unknown.contains("pins no commit for 2.14"), "{unknown}");
}

#[test]
fn a_broken_description_is_mended_and_refused_by_strict() {
    let fixture = Fixture::new();
    let file = fixture.file(BROKEN);
    fixture.strict.set(true);
    let message = fixture.refused(|args| args.from = Some(file.clone()));
    assert!(message.ends_with("has 3 defects"), "{message}");
    fixture.strict.set(false);
    fixture.run(|args| args.from = Some(file)).unwrap();
    let written = "openapi/2.14/corrections/undecided-defects.yaml";
    let corrections = fixture.workspace.read(written).unwrap().unwrap();
    for part in [
        "`version` is missing",
        "`stray` is not allowed here",
        "`#/gone` points to nothing",
    ] {
        assert!(corrections.contains(part), "{part} in {corrections}");
    }
    // The contract is as upstream wrote it.
    let contract = fixture.contract().unwrap();
    assert!(contract["paths"]["stray"].is_string(), "{contract}");
    // What is decided by a person is left out of the file.
    let decision = "overlay: 1.0.0\ninfo: {title: D, version: '1'}\nactions:\n\
                    - {target: $.paths.stray, description: D., x-expect: {value: text}, remove: true}\n";
    fixture
        .workspace
        .write(&[("openapi/2.14/corrections/decided.yaml", decision)])
        .unwrap();
    let file = fixture.file(BROKEN);
    fixture.run(|args| args.from = Some(file)).unwrap();
    let corrections = fixture.workspace.read(written).unwrap().unwrap();
    assert!(!corrections.contains("stray"), "{corrections}");
    assert!(corrections.contains("gone"), "{corrections}");
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let fixture = Fixture::new();
    let refused = |text: &[u8]| {
        let file = fixture.file(text);
        fixture.refused(|args| args.from = Some(file))
    };
    let version = refused(DESCRIPTION.replace("2.14", "2.15").as_bytes());
    assert!(
        version.ends_with("describes version \"2.15\", not 2.14"),
        "{version}"
    );
    let binary = refused(b"openapi: 3.0.1\ninfo: \xff");
    assert!(
        binary.contains("is not UTF-8: line 2, column 7"),
        "{binary}"
    );
    let pathless = refused(b"openapi: 3.0.1\n");
    assert!(pathless.contains("the document has no paths"), "{pathless}");
    let syntax = refused(b"openapi: 3.0.1\npaths: {\n");
    assert!(syntax.contains("line 2, column"), "{syntax}");
}

#[test]
fn other_encodings_are_read() {
    let fixture = Fixture::new();
    let wide: Vec<u8> = format!("\u{feff}{DESCRIPTION}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let file = fixture.file(wide);
    fixture.run(|args| args.from = Some(file)).unwrap();
    assert_eq!(fixture.contract().unwrap()["info"]["title"], "T");
}

#[test]
fn a_correction_lets_a_broken_description_pass() {
    let fixture = Fixture::new();
    let file = fixture.file(DESCRIPTION.replace("{}", "{tags: {}}"));
    fixture.strict.set(true);
    fixture.refused(|args| args.from = Some(file.clone()));
    let correction = "overlay: 1.0.0\ninfo: {title: C, version: '1'}\nactions:\n\
                   - {target: $.paths.tags, description: D., x-expect: {value: {}}, remove: true}\n";
    fixture
        .workspace
        .write(&[("openapi/2.14/corrections/tags.yaml", correction)])
        .unwrap();
    fixture.run(|args| args.from = Some(file)).unwrap();
    assert!(fixture.contract().unwrap()["paths"]["tags"].is_object());
}

#[test]
fn a_version_names_a_file_and_nothing_else() {
    let fixture = Fixture::new();
    for version in ["", "..", "../2.14", "a/b", ".hidden", "a b"] {
        let message = fixture.refused(|args| args.version = version.to_owned());
        assert!(message.contains("is not a version"), "{message}");
    }
    assert!(is_plain("2.14") && is_plain("Preview") && is_plain("3.0-rc_1"));
}

#[test]
fn a_contract_keeps_its_origin() {
    let fixture = Fixture::new();
    let from = fixture.file(DESCRIPTION);
    fixture.run(|args| args.from = Some(from)).unwrap();
    let (pin, contract) = (fixture.recorded(), fixture.contract().unwrap());
    let from = fixture.workspace.path("openapi/2.14.json");
    fixture.run(|args| args.from = Some(from)).unwrap();
    assert_eq!(
        (fixture.recorded(), fixture.contract().unwrap()),
        (pin, contract)
    );
}

#[test]
fn contract_replaces_a_file_that_cannot_be_reached() {
    let fixture = Fixture::new();
    // A port that nothing listens on.
    let nobody = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let fetch = || {
        let args = Request {
            version: "2.14".to_owned(),
            base_url: Some(format!("http://{nobody}")),
            ..Request::default()
        };
        fetch_or_contract(&fixture.workspace, &args)
    };
    let message = format!("{:#}", fetch().unwrap_err());
    assert!(message.starts_with("--from FILE reads a copy"), "{message}");
    let from = fixture.file(DESCRIPTION);
    fixture.run(|args| args.from = Some(from)).unwrap();
    let fetched = fetch().unwrap();
    assert!(fetched.is_contract);
    assert_eq!(fetched.pin, fixture.recorded());
    // A contract of another file than the pinned one does not.
    fixture.pin(Some("beef"), OTHER);
    assert!(fetch().is_err());
}
