//! Carries the corrections of one version over to another: which are still needed, which
//! upstream has adopted, which no longer match.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use serde_json::Value;

use super::states::states;
use super::{action, adapt};
use crate::{Problems, yaml};

/// What became of the corrections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The overlay of the new version. Corrections that are no longer needed stand in it as
    /// comments, for a person to delete.
    pub text: String,
    /// Every correction, in order.
    pub corrections: Vec<Correction>,
}

/// One correction after the move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// How messages call it: `action 3 ($.paths…: Tags are not paged)`.
    pub name: String,
    /// What became of it.
    pub state: State,
    /// Its lines in the new text, counted from 1: those to delete unless it is needed.
    pub lines: RangeInclusive<usize>,
}

/// Whether a correction is still right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It applies as before.
    Needed,
    /// It applies as before, but in this number of places.
    Recounted(usize),
    /// The new description says by itself what the correction would make it say.
    Adopted(String),
    /// The new description is not as it was when the correction was written.
    NoMatch(String),
}

impl State {
    /// Whether the correction is still made.
    pub fn applies(&self) -> bool {
        matches!(self, Self::Needed | Self::Recounted(_))
    }

    /// The words for it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Needed => "still needed",
            Self::Recounted(_) => "still needed, in another number of places",
            Self::Adopted(_) => "already fixed upstream",
            Self::NoMatch(_) => "no longer matching",
        }
    }
}

impl Carried {
    /// The corrections that are not made any more.
    pub fn stale(&self) -> impl Iterator<Item = &Correction> {
        let corrections = self.corrections.iter();
        corrections.filter(|correction| !correction.state.applies())
    }

    /// The corrections that are made in another number of places than before.
    pub fn recounted(&self) -> impl Iterator<Item = &Correction> {
        let corrections = self.corrections.iter();
        corrections.filter(|correction| matches!(correction.state, State::Recounted(_)))
    }
}

/// Tries every correction of an overlay on another contract.
///
/// # Errors
///
/// Everything wrong with the overlay as a document.
pub fn carry(
    contract: &Value,
    version: &str,
    overlay_file: &str,
    overlay_yaml: &str,
) -> Result<Carried, Problems> {
    let overlay_yaml = &adapt::retarget(overlay_yaml, contract);
    let overlay = yaml::read(overlay_file, overlay_yaml)?;
    let mut problems = Problems::default();
    let actions = action::read(overlay_file, &overlay, &mut problems);
    let mut problems = problems.or(Problems::default())?;
    let lines: Vec<&str> = overlay_yaml.lines().collect();
    let blocks = blocks(&lines);
    if blocks.len() != actions.len() {
        let cure =
            "write `actions:` on a line of its own, and `- target:` at the start of each action";
        problems.push(
            overlay_file,
            "actions",
            "its actions cannot be told apart by lines",
            cure,
        );
        return Err(problems);
    }
    let old_version = overlay["info"]["title"]
        .as_str()
        .and_then(|title| title.rsplit(' ').next());
    let mut carried = Carried {
        text: String::new(),
        corrections: Vec::new(),
    };
    let mut next = 0;
    for ((action, block), mut state) in actions.iter().zip(blocks).zip(states(&actions, contract)) {
        let between = &lines[next..*block.start()];
        let old_version = old_version.filter(|_| next == 0);
        copy(&mut carried.text, between, old_version, version);
        let first = carried.text.lines().count() + 1;
        next = block.end() + 1;
        let block = &lines[block];
        let mut written: Vec<String> = block.iter().map(|line| (*line).to_owned()).collect();
        if let State::Recounted(count) = state {
            match adapt::recount(block, count) {
                Some(recounted) => written = recounted,
                None => state = State::NoMatch(format!("matches {count}")),
            }
        }
        if let State::Adopted(why) | State::NoMatch(why) = &state {
            let why = why.replace('\n', " ");
            let reason = format!(
                "{}: {why}. Delete it, or mend it:",
                capitalized(state.as_str())
            );
            written.insert(0, reason);
            written = written
                .iter()
                .map(|line| format!("# {line}").trim_end().to_owned())
                .collect();
        }
        carried
            .text
            .extend(written.iter().map(|line| format!("{line}\n")));
        carried.corrections.push(Correction {
            name: action.name.clone(),
            state,
            lines: first..=first + written.len() - 1,
        });
    }
    copy(
        &mut carried.text,
        &lines[next.min(lines.len())..],
        None,
        version,
    );
    // A list in which everything is commented out is nothing, which is no list.
    if carried.stale().count() == carried.corrections.len() {
        carried.text = carried.text.replace("\nactions:\n", "\nactions: []\n");
    }
    Ok(carried)
}

/// Copies lines, in the header with the new version in place of the old one.
fn copy(text: &mut String, lines: &[&str], old_version: Option<&str>, version: &str) {
    for line in lines {
        // `2.14.overlay.yaml` names a file, not the version that this one is about.
        let line = match old_version {
            Some(old) if line.contains("Intercom") => line.replace(old, version),
            _ => (*line).to_owned(),
        };
        _ = writeln!(text, "{line}");
    }
}

/// The lines of each action, without the comments and blank lines between them.
pub(super) fn blocks(lines: &[&str]) -> Vec<RangeInclusive<usize>> {
    let Some(start) = lines.iter().position(|line| line.trim_end() == "actions:") else {
        return Vec::new();
    };
    let is_item = |line: &str| line.trim_start().starts_with("- ");
    let Some(first) = lines.iter().skip(start).find(|line| is_item(line)) else {
        return Vec::new();
    };
    let indent = &first[..first.len() - first.trim_start().len()];
    let begins = |line: &str| {
        line.strip_prefix(indent)
            .is_some_and(|rest| rest.starts_with("- "))
    };
    let starts: Vec<usize> = (start..lines.len())
        .filter(|&at| begins(lines[at]))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| {
            let inside =
                |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
            let last = (start..end)
                .rev()
                .find(|&at| inside(&lines[at]))
                .unwrap_or(start);
            start..=last
        })
        .collect()
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const OVERLAY: &str = "\
# Corrections to Intercom 2.14.
overlay: 1.0.0
info: {title: Corrections to Intercom 2.14, version: 1.0.0}
actions:

# --- Part one

- target: $.a
  description: Still wrong.
  x-expect: {value: 1}
  update: 2

- target: $.b
  description: >-
    Mended.

    With a gap.
  x-expect: {value: 1}
  update: 2
# --- Part two
- target: $.gone
  description: Nothing there.
  x-expect: {value: 1}
  update: 2
";

    #[test]
    fn every_correction_is_accounted_for() {
        let contract = json!({"a": 1, "b": 2});
        let carried = carry(&contract, "2.15", "o.yaml", OVERLAY).unwrap();
        let states: Vec<_> = carried
            .corrections
            .iter()
            .map(|c| c.state.as_str())
            .collect();
        assert_eq!(
            states,
            [
                "still needed",
                "already fixed upstream",
                "no longer matching"
            ]
        );
        let expected = "\
# Corrections to Intercom 2.15.
overlay: 1.0.0
info: {title: Corrections to Intercom 2.15, version: 1.0.0}
actions:

# --- Part one

- target: $.a
  description: Still wrong.
  x-expect: {value: 1}
  update: 2

# Already fixed upstream: changes nothing at /b. Delete it, or mend it:
# - target: $.b
#   description: >-
#     Mended.
#
#     With a gap.
#   x-expect: {value: 1}
#   update: 2
# --- Part two
# No longer matching: matches nothing. Delete it, or mend it:
# - target: $.gone
#   description: Nothing there.
#   x-expect: {value: 1}
#   update: 2
";
        assert_eq!(carried.text, expected);
        let lines: Vec<_> = carried.stale().map(|c| c.lines.clone()).collect();
        assert_eq!(lines, [13..=20, 22..=26]);
        // What is carried over applies strictly.
        let corrected = super::super::apply("c", contract, "o.yaml", &carried.text).unwrap();
        assert_eq!(corrected, json!({"a": 2, "b": 2}));
    }

    #[test]
    fn a_correction_that_would_break_the_document_is_given_up() {
        let overlay = "\
overlay: 1.0.0
info: {title: T, version: 1.0.0}
actions:
- {target: $.paths, description: D, x-expect: {absent: [a]}, update: {a: {$ref: '#/components/b'}}}
- {target: $.components, description: D, x-expect: {absent: [b]}, update: {b: {$ref: '#/components/c'}}}
- {target: $.components, description: D, x-expect: {absent: [d]}, update: {d: {}}}
";
        let carried = carry(&json!({"paths": {}, "components": {}}), "2", "o", overlay).unwrap();
        let states: Vec<_> = carried.corrections.into_iter().map(|c| c.state).collect();
        let gone = |name: &str| {
            State::NoMatch(format!(
                "refers to `#/components/{name}`, which is not there"
            ))
        };
        assert_eq!(states, [gone("b"), gone("c"), State::Needed]);
    }

    #[test]
    fn a_correction_that_takes_away_what_is_needed_is_given_up() {
        let overlay = "\
overlay: 1.0.0
info: {title: T, version: 1.0.0}
actions:
- {target: $.components.a, description: D, x-expect: {value: {}}, remove: true}
- {target: $.components.b, description: D, x-expect: {value: {}}, remove: true}
";
        let contract =
            json!({"paths": {"x": {"$ref": "#/components/a"}}, "components": {"a": {}, "b": {}}});
        let carried = carry(&contract, "2", "o", overlay).unwrap();
        let states: Vec<_> = carried.corrections.into_iter().map(|c| c.state).collect();
        let why = "takes `#/components/a` away, which is still referred to";
        assert_eq!(states, [State::NoMatch(why.to_owned()), State::Needed]);
    }

    #[test]
    fn a_correction_of_more_or_fewer_places_is_recounted() {
        let overlay = "\
overlay: 1.0.0
info: {title: T, version: 1.0.0}
actions:
- target: $.paths['/a/{x}','/b']
  description: D
  x-expect: {count: 2, absent: [y]}
  update: {y: 1}
- target: $.paths[*].z
  description: D
  x-expect: {value: 1}
  update: 2
";
        let contract = json!({"paths": {"/a/{id}": {"z": 1}, "/c": {"z": 1}, "/d": {"z": 1}}});
        let carried = carry(&contract, "2", "o", overlay).unwrap();
        let states: Vec<_> = carried.recounted().map(|c| c.state.clone()).collect();
        assert_eq!(states, [State::Recounted(1), State::Recounted(3)]);
        let expected = overlay
            .replace("{x}", "{id}")
            .replace("count: 2", "count: 1")
            .replace("{value", "{count: 3, value");
        assert_eq!(carried.text, expected);
        let corrected = super::super::apply("c", contract, "o", &carried.text).unwrap();
        let expected =
            json!({"paths": {"/a/{id}": {"z": 2, "y": 1}, "/c": {"z": 2}, "/d": {"z": 2}}});
        assert_eq!(corrected, expected);
    }

    #[test]
    fn nothing_needed_leaves_a_valid_overlay() {
        let carried = carry(&json!({"a": 2, "b": 2}), "2.15", "o.yaml", OVERLAY).unwrap();
        super::super::apply("c", json!({}), "o.yaml", &carried.text).unwrap();
    }
}
