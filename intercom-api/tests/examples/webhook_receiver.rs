//! The example `webhook_receiver`: each change is reported once, although it is delivered twice.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../examples/webhook_receiver.rs"]
#[allow(dead_code, reason = "the entry point of the example")]
mod webhook_receiver;

#[tokio::test]
async fn webhook_receiver_reports_each_change_once() {
    let lines = webhook_receiver::tour().await.unwrap();
    let [created, closed, deleted, unknown] = lines.as_slice() else {
        panic!("{lines:?}");
    };
    assert_eq!(created, "new contact: Ada");
    assert!(closed.starts_with("closed: conversation "), "{closed}");
    assert!(deleted.starts_with("deleted: contact "), "{deleted}");
    assert_eq!(unknown, "nothing to do for topic.of.tomorrow");
}
