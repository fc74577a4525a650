//! What changed in the facts that descriptions only state in prose.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::document::erase;
use crate::import::{FACTS, places};

/// A fact that changed, such as a limit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// The place: `GET /contacts parameters.query:per_page`, with the old path template or the new
    /// one.
    pub place: String,
    /// The name of the fact: `maximum`, `default`, `deprecated`, …
    pub fact: String,
    /// What was stated; empty where nothing was.
    pub old: String,
    /// What is stated; empty where nothing is.
    pub new: String,
}

impl Note {
    /// `maximum 10 → 20`, on one line.
    pub fn change(&self) -> String {
        let shown = |text: &str| if text.is_empty() { "none" } else { text }.to_owned();
        format!("{} {} → {}", self.fact, shown(&self.old), shown(&self.new))
    }
}

/// Compares the facts of places that both contracts have.
pub(super) fn notes(old: &Value, new: &Value) -> Vec<Note> {
    let none = Map::new();
    let [old_facts, new_facts] = [old, new].map(|side| side[FACTS].as_object().unwrap_or(&none));
    let all = |contract: &Value| {
        let mut all = BTreeSet::new();
        places(contract, &mut |place, _| {
            all.insert(erase(&place));
        });
        all
    };
    let (in_old, in_new) = (all(old), all(new));
    let described: BTreeSet<(String, &str)> = [old_facts, new_facts]
        .into_iter()
        .flat_map(|facts| facts.keys())
        .map(|place| (erase(place), place.as_str()))
        .filter(|(erased, _)| in_old.contains(erased) && in_new.contains(erased))
        .collect();
    let mut notes = BTreeSet::new();
    for (erased, place) in described {
        let [before, after] = [old_facts, new_facts].map(|facts| {
            let of_place = facts.iter().find(|(place, _)| erase(place) == erased);
            of_place.map_or(&Value::Null, |(_, facts)| facts)
        });
        let names = [before, after].into_iter().filter_map(Value::as_object);
        let names: BTreeSet<_> = names.flat_map(|facts| facts.keys()).collect();
        for fact in names {
            let shown = |facts: &Value| -> String {
                let values = facts[fact.as_str()].as_array().into_iter().flatten();
                let values: Vec<_> = values.filter_map(Value::as_str).collect();
                values.join(", ")
            };
            let (old, new) = (shown(before), shown(after));
            if old != new {
                notes.insert(Note {
                    place: place.to_owned(),
                    fact: fact.clone(),
                    old,
                    new,
                });
            }
        }
    }
    let mut seen = BTreeSet::new();
    notes
        .into_iter()
        .filter(|note| seen.insert((erase(&note.place), note.fact.clone())))
        .collect()
}
