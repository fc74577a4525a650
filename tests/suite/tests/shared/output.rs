//! No secret in anything that is printed: the test program that includes this module runs all its
//! other tests again, with everything logged, and searches what they print.
//!
//! Tokens, codes and client secrets of tests begin with [`SECRET`], that of a simulated workspace as
//! in [`MARKS`], and customers have addresses at `example.com` or `example.org`, in URLs too.

use std::process::{Command, Output};
use std::sync::Once;

use intercom_api::{Client, ClientBuilder, ErrorKind, TokenError};
use intercom_simulator::Workspace;

/// What every secret here begins with.
pub const SECRET: &str = "s3cret";

/// A token.
pub const TOKEN: &str = "s3cret-token";

/// Set where everything is to be logged.
const LOGGED: &str = "INTERCOM_TESTS_LOGGED";

/// What must not be printed.
const MARKS: [&str; 4] = [SECRET, "dG9rO", "@example.", "%40example."];

/// Lets a client print all that comes of its calls, where everything is to be logged.
pub fn print_everything(builder: ClientBuilder) -> ClientBuilder {
    static LOGGING: Once = Once::new();
    if std::env::var_os(LOGGED).is_none() {
        return builder;
    }
    LOGGING.call_once(|| {
        let subscriber = tracing_subscriber::fmt().with_ansi(false);
        subscriber.with_max_level(tracing::Level::TRACE).init();
    });
    println!("{builder:?}");
    builder.on_response(|info| {
        println!("{info:?}");
        let error = info.error.map(|error| error as &dyn std::error::Error);
        for cause in std::iter::successors(error, |cause| cause.source()) {
            println!("{cause}\n{cause:?}\n{cause:#?}");
        }
    })
}

/// What tests of this program print and log.
fn printed(arguments: &[&str], leak: &str) -> (Output, String) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(arguments)
        .args(["--nocapture", "--test-threads", "2"])
        .env(LOGGED, leak)
        .env("RUST_BACKTRACE", "full")
        .output()
        .unwrap();
    let text = [output.stdout.as_slice(), &output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    (output, text)
}

/// The lines with something that must not be printed.
fn leaks(text: &str) -> Vec<&str> {
    let leaks = |line: &&str| MARKS.iter().any(|mark| line.contains(mark));
    text.lines().filter(leaks).collect()
}

#[test]
fn no_secret_in_what_all_tests_print() {
    let (output, text) = printed(&["--skip", "output::"], "all");
    assert_eq!(leaks(&text), [""; 0]);
    assert!(output.status.success(), "{text}");
    // It was all there: spans, the HTTP client's own log, hooks, errors with their causes.
    for told in [
        "intercom.call",
        "TRACE",
        "reqwest",
        "starting new connection",
        "ResponseInfo {",
        "token: <redacted>",
    ] {
        assert!(text.contains(told), "{told} in {text}");
    }
}

#[test]
fn each_kind_of_leak_is_found() {
    for kind in ["print", "log", "error", "panic", "customer"] {
        let leak = ["--ignored", "--exact", "output::leak"];
        let (_, text) = printed(&leak, kind);
        assert!(!leaks(&text).is_empty(), "{kind}: {text}");
    }
    let (output, text) = printed(&["--ignored", "--exact", "output::leak"], "none");
    assert_eq!(leaks(&text), [""; 0]);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
}

/// Leaks a secret in one way, to be found by the test above.
#[tokio::test]
#[ignore = "leaks a secret on purpose"]
async fn leak() {
    let workspace = Workspace::builder().token(TOKEN).start().await.unwrap();
    let builder = || {
        let builder = Client::builder().token(TOKEN);
        print_everything(builder.base_url(workspace.base_url()))
    };
    let client = builder().build().unwrap();
    match std::env::var(LOGGED).unwrap().as_str() {
        "print" => println!("the token is {TOKEN}"),
        "log" => tracing::trace!(token = TOKEN, "sent"),
        "error" => {
            // A provider that prints the secret although it must not.
            let leaking = builder().token_provider(|| async { Err(TokenError::from(TOKEN)) });
            let error = leaking.build().unwrap().tags().list().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Token);
        }
        "panic" => panic!("{TOKEN}"),
        "customer" => println!("{:?}", client.contacts().list().await),
        _ => drop(client.contacts().list().await.unwrap()),
    }
}
