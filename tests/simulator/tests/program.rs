//! The program `intercom-simulator`, as somebody starts and stops it.

#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use intercom_simulator::contract::Contract;

const PROGRAM: &str = env!("CARGO_BIN_EXE_intercom-simulator");

/// A running program; ended when dropped.
struct Running {
    child: Child,
    output: BufReader<ChildStdout>,
    host: String,
    token: String,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut value = |name: &str| {
            let mut line = String::new();
            output.read_line(&mut line).unwrap();
            line.strip_prefix(name).unwrap().trim().to_owned()
        };
        let url = value("url");
        let token = value("token");
        Self {
            host: url.strip_prefix("http://").unwrap().to_owned(),
            child,
            output,
            token,
        }
    }

    /// Sends a request under a name of the host, and returns the response as text.
    fn get(&self, path: &str, host: &str) -> String {
        let mut connection = TcpStream::connect(&self.host).unwrap();
        let token = &self.token;
        write!(
            connection,
            "GET {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n"
        )
        .unwrap();
        let mut response = String::new();
        connection.read_to_string(&mut response).unwrap();
        response
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn run(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().unwrap()
}

/// Runs the program with a mistake, and returns what it prints about it.
fn mistake(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(!output.status.success(), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn seeds_by_number_are_served_and_requests_are_printed() {
    let mut program = Running::start(&["--contacts", "30", "--conversations", "4"]);
    let contacts = program.get("/contacts", &program.host);
    assert!(contacts.starts_with("HTTP/1.1 200"), "{contacts}");
    assert!(contacts.contains("\"total_count\":30"), "{contacts}");
    let conversations = program.get("/conversations", &program.host);
    assert!(conversations.contains("\"total_count\":4"));
    let mut line = String::new();
    program.output.read_line(&mut line).unwrap();
    assert_eq!(line, "200 GET /contacts ListContacts\n");
}

#[test]
fn links_have_the_host_that_the_request_was_sent_to() {
    let program = Running::start(&["--companies", "30", "--quiet"]);
    let companies = program.get("/companies?per_page=2", "simulator.test:8080");
    assert!(
        companies.contains("http://simulator.test:8080/"),
        "{companies}"
    );
    assert!(!companies.contains(&program.host));
}

#[cfg(unix)]
#[test]
fn interruption_and_termination_end_it_cleanly() {
    for signal in ["-INT", "-TERM"] {
        let mut program = Running::start(&["--empty"]);
        let id = program.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
        assert!(program.child.wait().unwrap().success(), "{signal}");
        let mut rest = String::new();
        program.output.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "stopped\n", "{signal}");
    }
}

#[test]
fn busy_port_is_a_clear_error() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let error = mistake(&["--port", &port]);
    let expected = format!(
        "error: cannot listen on 127.0.0.1:{port}: another program uses the port; choose another one, or 0 \
         for any that is free\n"
    );
    assert_eq!(error, expected);
}

#[test]
fn wrong_values_are_errors_that_show_the_fix() {
    for (arguments, expected) in [
        (&["--time-zone", "Dublin"][..], "such as `Europe/Dublin`"),
        (&["--rate-limit", "many"], "such as 100/10"),
        (&["--api-version", "2.9"], &Contract::versions().join(", ")),
        (
            &["--contract", "/none.json"],
            "contract: cannot read /none.json",
        ),
        (&["--seed", "/none.json"], "cannot read /none.json"),
        (
            &["--webhook", "https://example.com/"],
            "http addresses only",
        ),
        (&["--token", "two words"], "visible ASCII"),
        (&["--empty", "--contacts", "3"], "cannot be used with"),
    ] {
        let error = mistake(arguments);
        assert!(error.contains(expected), "{arguments:?}: {error}");
    }
}

#[test]
fn settings_are_those_of_the_options() {
    let program = Running::start(&[
        "--token",
        "dG9rOm1pbmU=",
        "--rate-limit",
        "7/60",
        "--time-zone",
        "Europe/Dublin",
        "--api-version",
        "2.15",
        "--webhook",
        "http://127.0.0.1:9/",
        "--example",
        "--quiet",
    ]);
    assert_eq!(program.token, "dG9rOm1pbmU=");
    let response = program.get("/me", &program.host);
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    assert!(response.contains("x-ratelimit-limit: 7"), "{response}");
}

#[test]
fn help_has_every_option_and_examples() {
    let output = run(&["--help"]);
    assert!(output.status.success());
    let help = String::from_utf8(output.stdout).unwrap();
    for text in [
        "--port <PORT>",
        "--contacts <COUNT>",
        "--conversations <COUNT>",
        "--rate-limit <LIMIT>",
        "--time-zone <ZONE>",
        "--webhook <URL>",
        "--api-version <VERSION>",
        "--contract <FILE>",
        "--seed <FILE>",
        "Examples:",
        "[default: any that is free]",
    ] {
        assert!(help.contains(text), "{text} is missing:\n{help}");
    }
}
