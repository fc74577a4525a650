//! Facts that a description only states in prose: limits, defaults, rate limits, deprecations and
//! availability. The contract keeps them as numbers and single words, and none of the prose.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::node_path::NodePath;
use super::shape::Kind;

/// The key of a contract that holds the facts, by place.
pub const FACTS: &str = "x-facts";

/// The longest word that is a value and not prose.
const LONGEST_WORD: usize = 30;

/// Units of numbers, as they are kept.
const UNITS: [(&str, &[&str]); 9] = [
    ("characters", &["character", "characters", "chars"]),
    ("bytes", &["byte", "bytes"]),
    ("KB", &["kb", "kilobytes"]),
    ("MB", &["mb", "megabytes"]),
    ("GB", &["gb", "gigabytes"]),
    ("seconds", &["second", "seconds"]),
    ("minutes", &["minute", "minutes"]),
    ("hours", &["hour", "hours", "hrs"]),
    ("days", &["day", "days"]),
];

/// Words that describe who can use something.
const AVAILABILITY: [(&str, &[&str]); 5] = [
    ("managed", &["managed availability"]),
    (
        "limited",
        &[
            "limited availability",
            "select customers",
            "selected customers",
        ],
    ),
    (
        "beta",
        &[
            "closed beta",
            "open beta",
            "in beta",
            "beta feature",
            "early access",
        ],
    ),
    (
        "preview",
        &[
            "preview only",
            "in preview",
            "only available in preview",
            "only in preview",
        ],
    ),
    (
        "not available",
        &[
            "no longer available",
            "not currently available",
            "not yet available",
        ],
    ),
];

/// Phrases before a number or a word that is a fact.
const LEADS: [(&str, &[&str]); 3] = [
    (
        "maximum",
        &[
            "maximum of",
            "maximum is",
            "maximum",
            "max",
            "max of",
            "up to",
            "no more than",
            "at most",
            "cannot exceed",
            "must not exceed",
            "limited to",
            "limit of",
            "limit is",
            "fewer than",
            "less than",
        ],
    ),
    (
        "minimum",
        &["minimum of", "minimum is", "minimum", "at least"],
    ),
    (
        "default",
        &[
            "defaults to",
            "default is",
            "default of",
            "default to",
            "by default is",
        ],
    ),
];

/// The facts of a node, by name: their values in the order of the prose.
pub type Facts = BTreeMap<&'static str, Vec<String>>;

/// Returns the facts of an upstream document by place, for the contract; `None` if there are none.
pub(super) fn of(description: &Value) -> Option<Value> {
    let mut all = Map::new();
    places(description, &mut |place, node| {
        let text = ["summary", "description"].map(|key| node.get(key).and_then(Value::as_str));
        let mut facts = Facts::new();
        for text in text.into_iter().flatten() {
            for (name, values) in read(text) {
                facts.entry(name).or_default().extend(values);
            }
        }
        if !facts.is_empty() {
            all.insert(place, json!(facts));
        }
    });
    (!all.is_empty()).then_some(Value::Object(all))
}

/// Visits every node that can have prose, with its place; parameters are named, not counted.
pub fn places(document: &Value, visit: &mut dyn FnMut(String, &Map<String, Value>)) {
    below(Kind::Document, &NodePath::default(), document, visit);
}

fn below(
    kind: Kind,
    place: &NodePath,
    value: &Value,
    visit: &mut dyn FnMut(String, &Map<String, Value>),
) {
    match (kind, value) {
        (Kind::List(of), Value::Array(elements)) => {
            for (index, element) in elements.iter().enumerate() {
                let name = match (element["in"].as_str(), element["name"].as_str()) {
                    (Some(location), Some(name)) => format!("{location}:{name}"),
                    _ => index.to_string(),
                };
                below(*of, &place.child(name), element, visit);
            }
        }
        (Kind::Fact | Kind::Prose | Kind::Blank | Kind::Plain, _) => {}
        (kind, Value::Object(object)) => {
            // The description of a map is one of its entries.
            if !matches!(kind, Kind::Map(_) | Kind::Paths | Kind::Responses) {
                visit(place.to_string(), object);
            }
            for (key, inner) in object {
                below(kind.of(key), &place.child(key.as_str()), inner, visit);
            }
        }
        _ => {}
    }
}

/// Reads the facts of a text.
pub fn read(text: &str) -> Facts {
    let mut facts = Facts::new();
    let mut add = |name: &'static str, value: String| {
        let values: &mut Vec<String> = facts.entry(name).or_default();
        if !values.contains(&value) {
            values.push(value);
        }
    };
    let words = words(text);
    let plain: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    for at in 0..words.len() {
        for (name, leads) in LEADS {
            if let Some(length) = leads.iter().filter_map(|lead| led(&plain, at, lead)).max() {
                let value = match name {
                    "default" => value(&words, at + length),
                    _ => number(&plain, at + length),
                };
                if let Some(value) = value {
                    add(name, value);
                }
            }
        }
        if let Some(rate) = rate(&plain, at) {
            add("rate limit", rate);
        }
        if plain[at] == "deprecated"
            && !(at > 0 && ["not", "non"].contains(&plain[at - 1].as_str()))
        {
            add("deprecated", "yes".to_owned());
        }
        for (name, phrases) in AVAILABILITY {
            if phrases
                .iter()
                .any(|phrase| led(&plain, at, phrase).is_some())
            {
                add("availability", name.to_owned());
            }
        }
    }
    facts
}

/// The words of a text, without marks of Markdown; ends of sentences are words.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let trimmed = word.trim_matches(|c: char| "*_`\"'()[],:;".contains(c));
        let ends = trimmed.ends_with(['.', '!', '?']);
        let trimmed = trimmed
            .trim_end_matches(['.', '!', '?'])
            .trim_matches(|c: char| "*_`\"'()[],:;".contains(c));
        if !trimmed.is_empty() {
            words.push(trimmed.to_owned());
        }
        if ends {
            words.push(".".to_owned());
        }
    }
    words
}

/// The number of words of a phrase, if it stands at this place.
fn led(words: &[String], at: usize, phrase: &str) -> Option<usize> {
    let mut length = 0;
    for wanted in phrase.split(' ') {
        if words.get(at + length)? != wanted {
            return None;
        }
        length += 1;
    }
    Some(length)
}

/// `150`, `10,000`, `5 MB`.
fn number(words: &[String], at: usize) -> Option<String> {
    let mut word = words.get(at)?.as_str();
    let mut next = at + 1;
    if ["of", "is", "a", "an", "the", "max"].contains(&word) {
        word = words.get(next)?;
        next += 1;
    }
    let digits: String = word.chars().filter(|c| *c != ',').collect();
    let end = digits
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(digits.len());
    let (number, rest) = digits.split_at(end);
    let number = number.trim_end_matches('.');
    if number.is_empty() || !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let unit_of = |word: &str| {
        let word = word.trim_start_matches('-');
        let found = UNITS.into_iter().find(|(_, names)| names.contains(&word));
        found.map(|(unit, _)| unit)
    };
    let unit = if rest.is_empty() {
        words.get(next).and_then(|word| unit_of(word))
    } else {
        // A date or a name that begins with a digit is not a number.
        Some(unit_of(rest)?)
    };
    Some(match unit {
        Some(unit) => format!("{number} {unit}"),
        None => number.to_owned(),
    })
}

/// The value that something has by default: a number, or one word that is a value.
fn value(words: &[String], at: usize) -> Option<String> {
    let plain: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    if let Some(number) = number(&plain, at) {
        return Some(number);
    }
    let word = words.get(at)?;
    let is_value = word.len() <= LONGEST_WORD
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    // A word in the middle of a sentence is prose.
    let follows = words.get(at + 1).map_or(".", String::as_str);
    let ends = [".", "if", "when", "unless", "and"].contains(&follows);
    (is_value && ends).then(|| word.clone())
}

/// `1000 requests per minute`.
fn rate(words: &[String], at: usize) -> Option<String> {
    const COUNTED: [&str; 6] = [
        "request",
        "requests",
        "calls",
        "operations",
        "messages",
        "events",
    ];
    let counted = words.get(at + 1)?;
    if !COUNTED.contains(&counted.as_str()) {
        return None;
    }
    let number = number(words, at)?;
    let per = words.get(at + 2)?;
    let unit = match per.as_str() {
        "per" | "a" | "every" | "each" => words.get(at + 3)?,
        _ => return None,
    };
    let unit = ["second", "minute", "hour", "day"]
        .into_iter()
        .find(|known| known == unit)?;
    Some(format!("{number} per {unit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(text: &str) -> String {
        let facts = read(text);
        let lines = facts
            .iter()
            .map(|(name, values)| format!("{name}: {}", values.join(", ")));
        lines.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn facts_are_read_from_prose() {
        for (text, expected) in [
            ("There is a maximum of 10 tags.", "maximum: 10"),
            (
                "You can pass up to **150** results per page.",
                "maximum: 150",
            ),
            ("Max 25", "maximum: 25"),
            (
                "The maximum is `150` and the default is `20` results.",
                "default: 20; maximum: 150",
            ),
            ("There's a limit of 10,000 Companies.", "maximum: 10000"),
            ("A limit of max 15 filters for each group.", "maximum: 15"),
            (
                "Files up to 5MB, and at most 40 MB in total.",
                "maximum: 5 MB, 40 MB",
            ),
            ("At least 2 characters.", "minimum: 2 characters"),
            ("Defaults to desc.", "default: desc"),
            ("Defaults to `false` if not provided", "default: false"),
            ("Defaults to first page", ""),
            ("This endpoint is deprecated.", "deprecated: yes"),
            ("It is not deprecated.", ""),
            (
                "Under managed availability for now.",
                "availability: managed",
            ),
            (
                "You can send 1,000 requests per minute.",
                "rate limit: 1000 per minute",
            ),
            (
                "The maximum number of things is up to you, since 2024-01-01.",
                "",
            ),
        ] {
            assert_eq!(facts(text), expected, "{text}");
        }
    }
}
