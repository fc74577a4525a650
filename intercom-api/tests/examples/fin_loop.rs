//! The example `fin_loop`: a conversation over server-sent events, with a connection that breaks.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

#[path = "../../examples/fin_loop.rs"]
#[allow(dead_code, reason = "the entry point of the example")]
mod fin_loop;

#[tokio::test]
async fn fin_loop_shows_each_event_once() {
    let shown = fin_loop::tour().await.unwrap();
    assert_eq!(
        shown,
        [
            "you: Where is my order?",
            "(replying)",
            "fin is writing: Your order",
            "fin is writing: Your order is",
            "fin is writing: Your order is on its way.",
            "fin: <p>Your order is on its way.</p>",
            "you: Thanks!",
            "(resolved)",
            "(complete)",
        ]
    );
}
