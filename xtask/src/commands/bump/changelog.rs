//! Entries of a changelog in the form of Keep a Changelog.

use anyhow::{Context as _, ensure};

/// Adds entries to a section (`Added`, `Changed`, `Removed`) of what is not released yet.
///
/// # Errors
///
/// A changelog without `## Unreleased`.
pub(super) fn add(changelog: &str, section: &str, entries: &[String]) -> anyhow::Result<String> {
    if entries.is_empty() {
        return Ok(changelog.to_owned());
    }
    let mut lines: Vec<String> = changelog.lines().map(Into::into).collect();
    let unreleased = lines.iter().position(|line| line.trim() == "## Unreleased");
    let start = unreleased.context("CHANGELOG.md has no `## Unreleased`")? + 1;
    let end = lines
        .iter()
        .skip(start)
        .position(|line| line.starts_with("## "));
    let end = end.map_or(lines.len(), |length| start + length);
    let heading = format!("### {section}");
    let found = (start..end).find(|&at| lines[at].trim() == heading);
    let last_text = |lines: &[String], from: usize, to: usize| {
        (from..to)
            .rev()
            .find(|&at| !lines[at].trim().is_empty())
            .map_or(from, |at| at + 1)
    };
    let (at, mut new) = match found {
        Some(heading) => {
            let next = (heading + 1..end)
                .find(|&at| lines[at].starts_with("### "))
                .unwrap_or(end);
            (last_text(&lines, heading, next), Vec::new())
        }
        None => (
            last_text(&lines, start, end),
            vec![String::new(), heading, String::new()],
        ),
    };
    ensure!(
        at <= lines.len(),
        "CHANGELOG.md ends where a section should be"
    );
    let known: Vec<_> = entries
        .iter()
        .map(|entry| format!("- {entry}"))
        .filter(|line| !lines.contains(line))
        .collect();
    if known.is_empty() {
        return Ok(changelog.to_owned());
    }
    if found.is_some_and(|heading| at == heading + 1) {
        new.push(String::new());
    }
    new.extend(known);
    lines.splice(at..at, new);
    Ok(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::add;

    const BEFORE: &str =
        "# Changelog\n\n## Unreleased\n\n### Added\n\n- A thing.\n\n## 0.1.0\n\n- Old.\n";

    #[test]
    fn entries_join_their_section() {
        let after = add(BEFORE, "Added", &["Another.".to_owned()]).unwrap();
        assert_eq!(
            after,
            BEFORE.replace("- A thing.\n", "- A thing.\n- Another.\n")
        );
        // A second run adds nothing.
        assert_eq!(
            add(&after, "Added", &["Another.".to_owned()]).unwrap(),
            after
        );
    }

    #[test]
    fn a_section_is_made_where_there_is_none() {
        let after = add(BEFORE, "Removed", &["That.".to_owned()]).unwrap();
        let expected = "- A thing.\n\n### Removed\n\n- That.\n";
        assert_eq!(after, BEFORE.replace("- A thing.\n", expected));
        let bare = add("## Unreleased\n", "Added", &["X.".to_owned()]).unwrap();
        assert_eq!(bare, "## Unreleased\n\n### Added\n\n- X.\n");
        assert!(add("# Changelog\n", "Added", &["X.".to_owned()]).is_err());
    }
}
