//! Killed at any time and started again, the program ends with the database of an undisturbed run.

// In a test, a panic is a report.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use intercom_simulator::{Fault, Seed, Workspace};
use rusqlite::Connection;
use rusqlite::types::Value;
use serde_json::json;

const TABLES: [&str; 5] = [
    "contacts",
    "conversations",
    "tickets",
    "companies",
    "conversation_parts",
];

async fn workspace() -> Workspace {
    let workspace = Workspace::builder()
        .seed(Seed::bulk(900, 200))
        .scroll_expiry(Duration::from_secs(1))
        .forget_requests()
        .start()
        .await
        .unwrap();
    // So that it lasts long enough to be killed.
    workspace.inject(Fault::delay(Duration::from_millis(10)));
    workspace
}

fn start(workspace: &Workspace, database: &Path, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_intercom-sync"))
        .arg("--database")
        .arg(database)
        .args(arguments)
        .env("INTERCOM_ACCESS_TOKEN", workspace.token())
        .env("INTERCOM_BASE_URL", workspace.base_url())
        .env_remove("INTERCOM_API_KEY")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn finish(child: Child) -> String {
    let output = child.wait_with_output().unwrap();
    let (text, errors) = (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    );
    assert!(output.status.success(), "{text}{errors}");
    text
}

/// All rows of a table, by id.
fn rows(database: &Path, table: &str) -> Vec<Vec<Value>> {
    let connection = Connection::open(database).unwrap();
    let mut select = connection
        .prepare(&format!("SELECT * FROM {table} ORDER BY id"))
        .unwrap();
    let columns = select.column_count();
    let row = |row: &rusqlite::Row<'_>| (0..columns).map(|index| row.get(index)).collect();
    let rows = select.query_map([], row).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_runs_end_with_the_database_of_an_undisturbed_one() {
    let workspace = workspace().await;
    let folder = tempfile::tempdir().unwrap();
    let undisturbed = folder.path().join("undisturbed.db");
    let text = finish(start(&workspace, &undisturbed, &[]));
    assert!(text.contains("Up to date."), "{text}");
    assert_eq!(rows(&undisturbed, "contacts").len(), 900);
    assert_eq!(rows(&undisturbed, "conversations").len(), 200);
    assert_eq!(rows(&undisturbed, "tickets").len(), 20);
    assert_eq!(rows(&undisturbed, "companies").len(), 90);
    let mut state: u64 = 0x9e37_79b9;
    for attempt in 0..3 {
        let killed = folder.path().join(format!("killed-{attempt}.db"));
        for _ in 0..12 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let mut child = start(&workspace, &killed, &["--at-once", "3"]);
            tokio::time::sleep(Duration::from_millis(10 + (state >> 33) % 400)).await;
            // SIGKILL.
            child.kill().unwrap();
            child.wait().unwrap();
        }
        finish(start(&workspace, &killed, &[]));
        for table in TABLES {
            let (expected, found) = (rows(&undisturbed, table), rows(&killed, table));
            assert_eq!(expected.len(), found.len(), "{table}");
            assert!(expected == found, "{table} differs");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn further_run_copies_what_changed_and_marks_what_is_gone() {
    let workspace = workspace().await;
    workspace.clear_faults();
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("intercom.db");
    let only = ["--resources", "contacts,conversations"];
    finish(start(&workspace, &database, &only));
    assert!(rows(&database, "tickets").is_empty());
    let (contact, conversation) = workspace.edit(|edits| {
        let contact = edits.ids("contacts")[7].clone();
        edits.update("contacts", &contact, &json!({ "name": "Changed" }));
        let conversation = edits.ids("conversations")[3].clone();
        edits.update("conversations", &conversation, &json!({ "read": false }));
        (contact, conversation)
    });
    // It is deleted after the search has found it.
    let victim = conversation.clone();
    workspace.meanwhile(move |request, edits| {
        if request.path == format!("/conversations/{victim}") {
            edits.delete("conversations", &victim);
        }
    });
    let text = finish(start(&workspace, &database, &only));
    assert!(text.contains("1 gone"), "{text}");
    let row = |table: &str, id: &str| {
        let rows = rows(&database, table).into_iter();
        let mut rows = rows.filter(|row| row[0] == Value::Text(id.to_owned()));
        rows.next().unwrap()
    };
    let Value::Text(json) = &row("contacts", &contact)[3] else {
        panic!("no JSON");
    };
    assert!(json.contains("Changed"));
    assert_eq!(row("conversations", &conversation)[2], Value::Integer(1));
    let deleted = rows(&database, "conversations").into_iter();
    assert_eq!(deleted.filter(|row| row[2] == Value::Integer(1)).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn program_fails_with_a_message_and_keeps_what_it_has() {
    let workspace = workspace().await;
    workspace.inject(Fault::status(403).on("POST /tickets/search"));
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("intercom.db");
    let output = start(&workspace, &database, &[])
        .wait_with_output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        errors.contains("tickets") && errors.contains("403"),
        "{errors}"
    );
    assert_eq!(rows(&database, "contacts").len(), 900);
    workspace.clear_faults();
    finish(start(
        &workspace,
        &database,
        &["--resources", "tickets", "--since", "2024-01-01"],
    ));
    assert_eq!(rows(&database, "tickets").len(), 20);
}
