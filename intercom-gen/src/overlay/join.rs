//! Overlays as texts: more actions for one, and two of them in one.

use super::carry::blocks;

/// An overlay with more actions at its end, each given as its lines.
pub fn extend<'a>(overlay: &str, actions: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = overlay.trim_end().to_owned() + "\n";
    let mut actions = actions.into_iter().peekable();
    if actions.peek().is_some() {
        // An overlay without a correction that is still needed has an empty list.
        text = text.replace("\nactions: []\n", "\nactions:\n");
    }
    for action in actions {
        text.push('\n');
        text.push_str(action.trim_end());
        text.push('\n');
    }
    text
}

/// An overlay with those actions of another that it does not have yet, be it as comments.
///
/// A version that has corrections of its own needs those of the crate's version all the same.
pub fn join(own: &str, other: &str) -> String {
    let uncommented = |line: &str| match line.strip_prefix('#') {
        Some(rest) => rest.strip_prefix(' ').unwrap_or(rest).to_owned(),
        None => line.to_owned(),
    };
    let known: Vec<_> = own.lines().map(uncommented).collect();
    let lines: Vec<&str> = other.lines().collect();
    let actions: Vec<String> = blocks(&lines)
        .into_iter()
        .map(|block| &lines[block])
        .filter(|block| !known.windows(block.len()).any(|window| window == *block))
        .map(|block| block.join("\n"))
        .collect();
    extend(own, actions.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::overlay::apply;

    const A: &str = "- {target: $.a, description: D, x-expect: {value: 1}, update: 2}\n";
    const B: &str =
        "- target: $.b\n  description: >-\n    D\n\n    E\n  x-expect: {value: 1}\n  update: 2\n";

    fn overlay(actions: &str) -> String {
        format!("overlay: 1.0.0\ninfo: {{title: T, version: 1.0.0}}\n{actions}")
    }

    #[test]
    fn two_overlays_become_one() {
        let own = overlay(&format!("actions:\n{A}"));
        let other = overlay(&format!("actions:\n# Both\n{A}\n# One\n{B}"));
        let joined = join(&own, &other);
        assert_eq!(joined, format!("{own}\n{B}"));
        let corrected = apply("c", json!({"a": 1, "b": 1}), "o", &joined).unwrap();
        assert_eq!(corrected, json!({"a": 2, "b": 2}));
        // What is there needs no second time.
        assert_eq!(join(&joined, &other), joined);
    }

    #[test]
    fn what_was_given_up_does_not_come_back() {
        let given_up = B
            .lines()
            .map(|line| format!("# {line}").trim_end().to_owned() + "\n");
        let own = overlay(&format!("actions: []\n{}", given_up.collect::<String>()));
        assert_eq!(join(&own, &overlay(&format!("actions:\n{B}"))), own);
        let more = join(&own, &overlay(&format!("actions:\n{A}")));
        assert_eq!(more, own.replace("actions: []", "actions:") + "\n" + A);
    }
}
