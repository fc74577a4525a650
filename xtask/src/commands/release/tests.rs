use super::number::date;
use super::*;

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

#[test]
fn change_decides_which_number_rises() {
    for (old, change, new) in [
        ("0.1.4", Change::Breaking, "0.2.0"),
        ("0.1.4", Change::Feature, "0.1.5"),
        ("0.1.4", Change::Fix, "0.1.5"),
        ("1.2.3", Change::Breaking, "2.0.0"),
        ("1.2.3", Change::Feature, "1.3.0"),
        ("1.2.3", Change::Fix, "1.2.4"),
    ] {
        assert_eq!(number(old).next(change), number(new), "{old} {change:?}");
    }
    assert_eq!(number("0.1.4").compatible(), "0.1");
    assert_eq!(number("2.1.4").compatible(), "2");
    assert_eq!(Number::parse("0.1.0+2.14"), None);
}

#[test]
fn changelog_announces_the_kind_of_change() {
    let changelog = |sections: &str| {
        format!(
            "# Changelog\n\n## Unreleased\n{sections}\n## 0.1.0 - 2026-01-01\n\n### Removed\n\n- X.\n"
        )
    };
    assert_eq!(change(&changelog("")), None);
    assert_eq!(
        change(&changelog("\n### Fixed\n\n- A.\n")),
        Some(Change::Fix)
    );
    assert_eq!(
        change(&changelog("\n### Added\n\n- A.\n")),
        Some(Change::Feature)
    );
    let both = "\n### Added\n\n- A.\n\n### Changed\n\n- B.\n";
    assert_eq!(change(&changelog(both)), Some(Change::Breaking));
}

#[test]
fn unreleased_changes_become_those_of_the_version() {
    let before = "# Changelog\n\n## Unreleased\n\n### Fixed\n\n- A.\n";
    let after = released(before, number("0.1.1"), "2026-01-02");
    assert_eq!(
        after,
        "# Changelog\n\n## Unreleased\n\n## 0.1.1 - 2026-01-02\n\n### Fixed\n\n- A.\n"
    );
    assert_eq!(change(&after), None);
    let empty = released("## Unreleased\n", number("0.1.1"), "2026-01-02");
    assert_eq!(
        empty,
        "## Unreleased\n\n## 0.1.1 - 2026-01-02\n\n- No changes of its own.\n"
    );
}

#[test]
fn manifests_of_the_repository_can_be_moved() {
    let here = Workspace::here();
    let root = here.read(ROOT).unwrap().unwrap();
    let old = Number::of_workspace(&root).unwrap();
    let new = number("71.3.5");
    let after = moved(&root, old, new).unwrap();
    // The version of the workspace, of intercom-core and of intercom-simulator.
    assert_eq!(after.matches("71.3.5\"").count(), 3, "{after}");
    let client = here.read(CLIENT).unwrap().unwrap();
    let after = moved_client(&client, old, new).unwrap();
    let api = crate::support::api_crate::crate_version(&here).unwrap();
    assert!(
        after.contains(&format!("version = \"71.3.5+{api}\"\n")),
        "{after}"
    );
    for page in PAGES {
        let text = here.read(page).unwrap().unwrap();
        assert!(
            text.contains(&format!("\"{}\"", old.compatible())),
            "{page}"
        );
    }
}

#[test]
fn days_become_dates() {
    for (days, expected) in [
        (0, "1970-01-01"),
        (59, "1970-03-01"),
        (789, "1972-02-29"),
        (790, "1972-03-01"),
        (11_016, "2000-02-29"),
        (20_453, "2025-12-31"),
        (20_454, "2026-01-01"),
    ] {
        assert_eq!(date(days), expected, "{days}");
    }
}
