//! Intercom's own clients for Node and Python drive the workspace: every method that they have, and lists
//! to the end. The tables of methods are in `tests/sdks`.
//!
//! The packages are installed once, below `target/tmp`. Where `node`, `npm` or `python3` is missing, or the
//! installation fails, a test passes with a message.

// What is not there fails the test.
#![allow(clippy::expect_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use intercom_simulator::{Seed, Workspace, contract};
use serde_json::Value;

const NODE_PACKAGE: &str = "intercom-client@7.0.3";

/// Operations that have no method in these clients.
const NO_METHOD: [&str; 3] = ["POST /fin/csat", "POST /fin/reply", "POST /fin/start"];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "installs a package with npm"]
async fn node_client_calls_every_operation() {
    let folder = installed(NODE_PACKAGE, |folder| {
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts"])
            .arg("--prefix")
            .arg(folder)
            .arg(NODE_PACKAGE);
        npm
    });
    let Some(folder) = folder else { return };
    let mut node = Command::new("node");
    node.arg(drivers().join("drive.mjs"))
        .env("NODE_SDK", folder);
    drive(node, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "installs packages with pip"]
async fn python_clients_call_every_operation() {
    for arguments in [&[][..], &["async"]] {
        let Some(python) = python() else { return };
        drive(python, arguments).await;
    }
}

fn python() -> Option<Command> {
    let requirements = drivers().join("requirements.txt");
    let folder = installed("python-intercom", |folder| {
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--upgrade", "--target"])
            .arg(folder)
            .arg("--requirement")
            .arg(&requirements);
        pip
    })?;
    let mut python = Command::new("python3");
    python
        .arg(drivers().join("drive.py"))
        .env("PYTHONPATH", folder)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    Some(python)
}

fn drivers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../sdks")
}

/// The folder into which a package is installed, which happens once for each version.
fn installed(package: &str, install: impl FnOnce(&Path) -> Command) -> Option<PathBuf> {
    let requirements = std::fs::read(drivers().join("requirements.txt")).unwrap_or_default();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("sdks")
        .join(package);
    let done = folder.join("installed");
    if std::fs::read(&done).is_ok_and(|known| known == requirements) {
        return Some(folder);
    }
    std::fs::create_dir_all(&folder).expect("a folder below target");
    let problem = match install(&folder).output() {
        Ok(output) if output.status.success() => {
            std::fs::write(&done, requirements).expect("a file below target");
            return Some(folder);
        }
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => error.to_string(),
    };
    println!("skipped: {package} cannot be installed: {problem}");
    None
}

/// Runs a driver against a workspace of its own, and checks its report and what has arrived.
async fn drive(mut driver: Command, arguments: &[&str]) {
    let workspace = Workspace::builder()
        .seed(Seed::bulk(180, 90))
        .seed(Seed::example())
        .start()
        .await
        .expect("a workspace");
    driver
        .args([workspace.base_url(), workspace.token()])
        .args(arguments);
    let run = tokio::task::spawn_blocking(move || driver.output());
    let output = match run.await.expect("a driver that ends") {
        Ok(output) => output,
        Err(error) => return println!("skipped: the driver cannot be started: {error}"),
    };
    let messages = String::from_utf8_lossy(&output.stderr);
    let report: Value = serde_json::from_slice(&output.stdout).expect(&messages);
    println!(
        "{}: {} methods, {} called; excluded: {}",
        report["client"], report["methods"], report["called"], report["excluded"]
    );
    let failures = report["failures"].as_array().expect("a list");
    let failures: Vec<_> = failures.iter().filter_map(Value::as_str).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let arrived = workspace.requests();
    let succeeded: BTreeSet<&str> = arrived
        .iter()
        .filter(|request| (200..400).contains(&request.status))
        .filter_map(|request| request.operation_id.as_deref())
        .collect();
    let missing: Vec<_> = contract::operations()
        .iter()
        .filter(|operation| !succeeded.contains(operation.id.as_str()))
        .map(|operation| operation.route.as_str())
        .filter(|route| !NO_METHOD.contains(route))
        .collect();
    assert!(missing.is_empty(), "not called: {missing:?}");
    let unknown: BTreeSet<String> = arrived
        .iter()
        .flat_map(|request| {
            let operation = request.operation_id.clone().unwrap_or_default();
            (request.unknown_keys.iter()).map(move |key| format!("{operation}: {key}"))
        })
        .collect();
    assert_eq!(
        unknown,
        BTreeSet::new(),
        "keys that the contract does not have"
    );
}
