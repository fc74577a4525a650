//! The documentation as docs.rs builds it.

use std::path::Path;

use anyhow::ensure;

use super::scratch::Scratch;
use crate::support::output::say;
use crate::support::rustup;

/// Pages, from the folder of the crate, and the feature that something on each of them needs.
const LABELS: [(&str, &str); 22] = [
    ("canvas/index.html", "canvas"),
    ("canvas/struct.InitializeRequest.html", "canvas"),
    ("contacts/struct.Contacts.html", "contacts"),
    ("external/index.html", "axum"),
    ("external/index.html", "jiff"),
    ("fin_events/index.html", "webhooks"),
    ("index.html", "redis"),
    ("messenger/index.html", "messenger"),
    ("paging/struct.Items.html", "blocking"),
    ("struct.Call.html", "blocking"),
    ("struct.Client.html", "contacts"),
    ("struct.Download.html", "blocking"),
    ("struct.Download.html", "gzip"),
    ("struct.DownloadReader.html", "blocking"),
    ("struct.RedisPace.html", "redis"),
    ("struct.Rows.html", "rows"),
    ("struct.Timestamp.html", "chrono"),
    ("struct.Timestamp.html", "jiff"),
    ("struct.Timestamp.html", "time"),
    ("transcript/index.html", "transcript"),
    ("types/struct.Contact.html", "contacts"),
    ("webhooks/index.html", "webhooks"),
];

/// Builds the documentation of the client, and looks for the labels.
pub(super) fn check(scratch: &Scratch, features: &str, target: &Path) -> anyhow::Result<()> {
    if !rustup::has_toolchain("nightly") {
        say!("skipped: no nightly toolchain; `rustup toolchain install nightly` installs one");
        return Ok(());
    }
    let target = target.join("docs.rs");
    let arguments = format!(
        "doc --quiet --no-deps --package intercom-core --package intercom-api --features {features}"
    );
    let environment = [
        ("RUSTFLAGS", "--cfg docsrs_labels".as_ref()),
        ("RUSTDOCFLAGS", "--cfg docsrs -D warnings".as_ref()),
        ("CARGO_TARGET_DIR", target.as_os_str()),
    ];
    rustup::cargo("nightly", &arguments, scratch.folder(), &environment)?;
    let mut missing = Vec::new();
    for (page, feature) in LABELS {
        let html = std::fs::read_to_string(target.join("doc/intercom_api").join(page));
        if !html.is_ok_and(|html| is_labeled(&html, feature)) {
            missing.push(format!("{page}: {feature}"));
        }
    }
    ensure!(
        missing.is_empty(),
        "pages without a label for a feature:\n  {}",
        missing.join("\n  ")
    );
    say!("{} labels of features found", LABELS.len());
    Ok(())
}

/// Whether a page states that something needs a feature.
fn is_labeled(html: &str, feature: &str) -> bool {
    let labels = html.split("Available on ").skip(1);
    labels
        .filter_map(|label| label.split("</span>").next())
        .any(|label| {
            label.contains(&format!("<code>{feature}</code>"))
                || label.contains(&format!("`{feature}`"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_of_another_feature_does_not_count() {
        let html = "<span class=\"stab portability\" title=\"Available on crate feature `rows` only\">\
                    <code>rows</code></span> <code>redis</code>";
        assert!(is_labeled(html, "rows"));
        assert!(!is_labeled(html, "redis"));
        assert!(!is_labeled("<code>rows</code>", "rows"));
    }
}
