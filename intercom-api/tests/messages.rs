//! What the compiler prints for mistakes that are easy to make.

// In a test, a panic is a report.
#![allow(clippy::expect_used, clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

/// Compiles programs against the crate as it was built for this test.
struct Compiler {
    dependencies: PathBuf,
    library: PathBuf,
    output: PathBuf,
}

impl Compiler {
    /// Finds the build of the crate: the newest that a correct program compiles with. Builds with other
    /// features or of other versions may be in the same folder.
    fn new() -> Self {
        let test = std::env::current_exe().unwrap();
        let dependencies = test.parent().unwrap().to_owned();
        let output = Path::new(env!("CARGO_TARGET_TMPDIR")).join("messages");
        std::fs::create_dir_all(&output).unwrap();
        let mut libraries: Vec<_> = std::fs::read_dir(&dependencies)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| {
                let name = path.file_name().unwrap().to_string_lossy();
                name.starts_with("libintercom_api-") && name.ends_with(".rlib")
            })
            .collect();
        libraries.sort_by_key(|path| path.metadata().unwrap().modified().unwrap());
        let candidates = libraries.into_iter().rev().map(|library| Self {
            dependencies: dependencies.clone(),
            library,
            output: output.clone(),
        });
        let control =
            "async { client.contacts().list().items().next().await; client.tags().list().await }";
        candidates
            .into_iter()
            .find(|compiler| compiler.compile("control", control).is_ok())
            .expect("no build of intercom-api compiles a correct program")
    }

    /// Compiles a program with an expression; `Err` is what the compiler prints.
    fn compile(&self, name: &str, expression: &str) -> Result<(), String> {
        let source = self.output.join(format!("{name}.rs"));
        let program = format!(
            "// As `tokio::spawn` and `tokio::runtime::Runtime::block_on` are declared.\n\
             pub fn spawn<F>(_: F) where F: Future + Send + 'static, F::Output: Send + 'static {{}}\n\
             pub fn drive<F: Future>(_: F) {{}}\n\
             pub fn run(client: intercom_api::Client) {{\n    let _ = {expression};\n    \
             spawn(client.tags().list().into_future());\n}}\n"
        );
        std::fs::write(&source, program).unwrap();
        let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into()));
        rustc
            .args([
                "--edition",
                "2024",
                "--crate-type",
                "lib",
                "--emit",
                "metadata",
            ])
            .arg("--out-dir")
            .arg(&self.output)
            .arg("--extern")
            .arg(format!("intercom_api={}", self.library.display()))
            .arg("-L")
            .arg(format!("dependency={}", self.dependencies.display()))
            .arg(&source);
        let output = rustc.output().unwrap();
        if output.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

#[test]
fn mistake_is_explained_by_the_compiler() {
    let compiler = Compiler::new();
    let everything = "returns everything at once: await it and read `.data`";
    let future = "a `Call` is not a future until it is awaited or converted";
    for (name, expression, excerpts) in [
        (
            "items",
            "client.tags().list().items()",
            [everything, "E0277"],
        ),
        (
            "pages",
            "client.contacts().get(\"1\").pages()",
            [everything, "E0277"],
        ),
        (
            "take_pages",
            "client.tags().list().take_pages(2)",
            [everything, "E0277"],
        ),
        (
            "spawn",
            "spawn(client.tags().list())",
            [future, "tokio::spawn(call.into_future())"],
        ),
        (
            "drive",
            "drive(client.tags().list())",
            ["is not a future", "ConvertWithIntoFuture"],
        ),
        (
            "lacking_argument",
            "async { client.tags().untag_contact(\"1\").await }",
            ["`UntagContactWithoutTagId` is not a future", "E0277"],
        ),
        (
            "swapped_arguments",
            "client.tags().untag_contact(\"1\", \"2\")",
            [
                "this method takes 1 argument but 2 arguments were supplied",
                "E0061",
            ],
        ),
    ] {
        let message = compiler.compile(name, expression).unwrap_err();
        for excerpt in excerpts {
            assert!(message.contains(excerpt), "{name}: {message}");
        }
    }
}
