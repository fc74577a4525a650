//! The example `canvas_kit`: the app accepts what Intercom sends, and shows every component.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

#[path = "../../examples/canvas_kit.rs"]
#[allow(dead_code, reason = "the entry point of the example")]
mod canvas_kit;

#[tokio::test]
async fn canvas_kit_app_shows_every_component() {
    let lines = canvas_kit::tour().await.unwrap();
    assert_eq!(
        lines,
        [
            "configure: dropdown, button",
            r#"configured: {"results":{"color":"blue"}}"#,
            "initialize: text \"Hello Ada\", image, spacer, list, divider, data-table, input, \
             textarea, checkbox, dropdown, single-select, button, button",
            "submit: text \"Topics: news, offers\", text \"Wish: More examples\"",
            r#"unchanged: {"same":true}"#,
            r#"coupon: {"canvas":{"content_url":"https://app.example/live"}}"#,
            "live: text \"Shown in: home\"",
            "sheet submit: text \"Booked: 2030-01-01\"",
            "sheet: 200 OK <!doctype html><title>More</title><h1>More for Ada Lovelace</h1>",
            "forged: 401 Unauthorized the signature does not match the body",
            "unsigned: 401 Unauthorized header `x-body-signature` is missing",
        ]
    );
}
