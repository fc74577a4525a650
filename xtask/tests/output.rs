//! What commands do when their output is not read.

use std::process::Command;

#[test]
fn who_stops_reading_gets_the_status() {
    for arguments in [
        &["operations"][..],
        &["operations", "--format", "csv"],
        &["operations", "--format", "json"],
        &["codegen", "--check"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let run = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .stdout(writer)
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(0), "{arguments:?}: {errors}");
    }
}
