//! Corrections that are still right, but in other places or in another number of them, as lines.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::erase;

/// An overlay whose targets name paths as `contract` does: parameters of a path get other names,
/// the operation stays the same.
pub(super) fn retarget(overlay: &str, contract: &Value) -> String {
    let mut paths: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (path, _) in contract["paths"].as_object().into_iter().flatten() {
        paths.entry(erase(path)).or_default().push(path);
    }
    let current = |literal: &str| match paths.get(&erase(literal)).map(Vec::as_slice) {
        Some([only]) if literal.starts_with('/') => (*only).to_owned(),
        _ => literal.to_owned(),
    };
    let line = |line: &str| {
        if !line.trim_start().starts_with("- target:") {
            return line.to_owned();
        }
        // What stands between quotes is every other part.
        let parts = line.split('\'').enumerate();
        let parts = parts.map(|(index, part)| match index % 2 {
            1 => current(part),
            _ => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join("'")
    };
    overlay.lines().map(|l| line(l) + "\n").collect()
}

/// The lines of an action with another `count` in its `x-expect`; `None` where that is written in a
/// way that can't be told from the lines.
pub(super) fn recount(action: &[&str], count: usize) -> Option<Vec<String>> {
    let mut lines: Vec<String> = action.iter().map(|line| (*line).to_owned()).collect();
    let at = lines.iter().position(|line| line.contains("x-expect:"))?;
    let (before, expect) = lines[at].split_once("x-expect:")?;
    let expect = expect.trim_start();
    if let Some(flow) = expect.strip_prefix('{') {
        let rest = flow.strip_prefix("count: ");
        let rest = rest.map_or(flow, |rest| {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.strip_prefix(", ").unwrap_or(rest)
        });
        lines[at] = format!("{before}x-expect: {{count: {count}, {rest}");
        return Some(lines);
    }
    let next = lines.get(at + 1).filter(|_| expect.is_empty())?;
    let key = next.trim_start();
    let indent = &next[..next.len() - key.len()];
    let line = format!("{indent}count: {count}");
    if key.starts_with("count:") {
        lines[at + 1] = line;
    } else {
        lines.insert(at + 1, line);
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn renamed_parameters_are_no_other_path() {
        let contract = json!({"paths": {"/a/{id}": {}, "/a/{id}/b": {}}});
        let overlay = "- target: $.paths['/a/{a_id}','/a/{a}/b','/c/{c}'].get['x','/y']\n  description: '/a/{a_id}'\n";
        let expected = "- target: $.paths['/a/{id}','/a/{id}/b','/c/{c}'].get['x','/y']\n  description: '/a/{a_id}'\n";
        assert_eq!(retarget(overlay, &contract), expected);
    }

    #[test]
    fn counts_are_written_anew() {
        let recounted = |lines: &[&str]| recount(lines, 7).map(|lines| lines.join("\n"));
        for (old, new) in [
            (
                "{count: 12, value: {count: 3}}",
                "{count: 7, value: {count: 3}}",
            ),
            ("{absent: [a]}", "{count: 7, absent: [a]}"),
        ] {
            let line = |expect: &str| format!("  x-expect: {expect}");
            assert_eq!(recounted(&[&line(old)]), Some(line(new)));
        }
        let below = "  x-expect:\n    count: 7\n    absent: [a]";
        assert_eq!(
            recounted(&["  x-expect:", "    absent: [a]"]).as_deref(),
            Some(below)
        );
        let lines = ["  x-expect:", "    count: 2", "    absent: [a]"];
        assert_eq!(recounted(&lines).as_deref(), Some(below));
        assert_eq!(recounted(&["  x-expect: *anchor"]), None);
    }
}
