//! Carries corrections over to another contract: which still apply, which upstream has adopted, and
//! which no longer match.

use std::collections::BTreeSet;

use serde_json::Value;

use super::edit::{self, Edit};
use super::file::{self, Action, Change};
use super::{conflict, references};
use crate::document::{erase, yaml};
use crate::input::Input;
use crate::problem::Problems;

/// What happened to the corrections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Every file, in the given order.
    pub files: Vec<CarriedFile>,
}

/// A file of corrections after the move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedFile {
    /// The name, as given.
    pub file: String,
    /// The text with the corrections that still apply, unchanged if all of them do; `None` if none
    /// does.
    pub text: Option<String>,
    /// Every correction, in order.
    pub corrections: Vec<Correction>,
}

/// One correction after the move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// How messages refer to it: `action 3 ($.paths…: Tags are not paged)`.
    pub name: String,
    /// What happened to it.
    pub state: State,
    /// The action as YAML.
    pub text: String,
}

/// Whether a correction is still right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It applies as before.
    Needed,
    /// It applies as before, but in this number of places.
    Recounted(usize),
    /// The new description already has what the correction would add.
    Adopted(String),
    /// The new description is not as it was when the correction was written.
    NoMatch(String),
}

impl State {
    /// Whether the correction is still made.
    pub fn applies(&self) -> bool {
        matches!(self, Self::Needed | Self::Recounted(_))
    }

    /// The state as words for a report.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Needed => "still needed",
            Self::Recounted(_) => "still needed, in another number of places",
            Self::Adopted(_) => "adopted upstream",
            Self::NoMatch(_) => "no longer matching",
        }
    }

    /// Why the correction is dropped.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Adopted(why) | Self::NoMatch(why) => Some(why),
            Self::Needed | Self::Recounted(_) => None,
        }
    }
}

impl Carried {
    /// The files that remain, ready to apply.
    pub fn inputs(&self) -> Vec<Input<'_>> {
        let files = self.files.iter();
        let remain = files.filter_map(|CarriedFile { file, text, .. }| {
            let text = text.as_deref()?;
            Some(Input { file, text })
        });
        remain.collect()
    }

    /// Every correction, with the name of its file.
    pub fn corrections(&self) -> impl Iterator<Item = (&str, &Correction)> {
        self.files.iter().flat_map(|carried| {
            let corrections = carried.corrections.iter();
            corrections.map(|correction| (carried.file.as_str(), correction))
        })
    }

    /// The dropped corrections.
    pub fn stale(&self) -> impl Iterator<Item = (&str, &Correction)> {
        self.corrections()
            .filter(|(_, correction)| !correction.state.applies())
    }

    /// The corrections that are made in another number of places than before.
    pub fn recounted(&self) -> impl Iterator<Item = (&str, &Correction)> {
        self.corrections()
            .filter(|(_, correction)| matches!(correction.state, State::Recounted(_)))
    }
}

/// Applies corrections to another contract than the one they were written for.
///
/// What remains of them applies strictly. A file with the subject of an earlier one is left out, and
/// of two corrections that conflict the later one is dropped.
///
/// # Errors
///
/// Every mistake in the files.
pub fn carry(contract: &Value, corrections: &[Input<'_>]) -> Result<Carried, Problems> {
    let mut problems = Problems::default();
    let mut subjects = BTreeSet::new();
    let mut sources = Vec::new();
    for input in corrections {
        let Some(mut document) = problems.note(yaml::read(input.file, input.text)) else {
            continue;
        };
        let retargeted = retarget(&mut document, contract);
        let file = file::read(input.file, &document, &mut problems);
        if subjects.insert(file.title.clone()) {
            sources.push(Source {
                text: input.text,
                document,
                retargeted,
                file,
            });
        }
    }
    problems.or(())?;
    let (last, first): (Vec<_>, Vec<_>) = sources.into_iter().partition(|source| source.file.last);
    let mut carried = carry_stage(contract, &first)?;
    if !last.is_empty() {
        // What the other files make of the contract.
        let corrected = super::apply("the contract", contract.clone(), &carried.inputs())?;
        carried.files.extend(carry_stage(&corrected, &last)?.files);
    }
    Ok(carried)
}

/// A file of corrections, read.
struct Source<'a> {
    text: &'a str,
    document: Value,
    /// Whether its targets name other paths than its text.
    retargeted: bool,
    file: file::File<'a>,
}

/// Carries over files that apply to the same document.
fn carry_stage(contract: &Value, sources: &[Source<'_>]) -> Result<Carried, Problems> {
    let mut candidates: Vec<Candidate<'_>> = sources
        .iter()
        .enumerate()
        .flat_map(|(index, source)| {
            let actions = source.file.actions.iter();
            actions.map(move |action| Candidate::new(index, &source.file, action, contract))
        })
        .collect();
    while let Some((index, why)) = next_to_drop(&candidates, contract) {
        candidates[index].state = State::NoMatch(why);
    }
    let mut carried = Carried::default();
    let mut candidates = candidates.into_iter().peekable();
    for (index, source) in sources.iter().enumerate() {
        let Source {
            text,
            document,
            retargeted,
            file,
        } = source;
        let states = std::iter::from_fn(|| {
            candidates
                .next_if(|candidate| candidate.file == index)
                .map(|candidate| candidate.state)
        });
        let states: Vec<State> = states.collect();
        let unchanged = !retargeted && states.iter().all(|state| *state == State::Needed);
        let text = if unchanged {
            Some((*text).to_owned())
        } else {
            rewritten(file.name, document, &states)?
        };
        let actions = document["actions"].as_array().into_iter().flatten();
        let names = file.actions.iter().map(|action| action.name.clone());
        let corrections = names
            .zip(states)
            .zip(actions)
            .map(|((name, state), action)| {
                let text = yaml::write(file.name, action)?;
                Ok(Correction { name, state, text })
            });
        carried.files.push(CarriedFile {
            file: file.name.to_owned(),
            text,
            corrections: corrections.collect::<Result<_, Problems>>()?,
        });
    }
    Ok(carried)
}

/// A correction while it is being tried.
struct Candidate<'a> {
    /// The index of its file.
    file: usize,
    together: bool,
    file_name: &'a str,
    action: &'a Action,
    state: State,
    edits: Vec<Edit>,
}

impl<'a> Candidate<'a> {
    fn new(index: usize, file: &file::File<'a>, action: &'a Action, contract: &Value) -> Self {
        let (state, edits) = match edit::plan(action, action.expect.count, contract) {
            Ok(edits) => (State::Needed, edits),
            Err(failure) if failure.adopted => (State::Adopted(failure.what), Vec::new()),
            // If every match is as expected, the correction is right in another number of places.
            Err(failure) => match failure
                .matches
                .map(|count| (count, edit::plan(action, count, contract)))
            {
                Some((count, Ok(edits))) => (State::Recounted(count), edits),
                _ => (State::NoMatch(failure.what), Vec::new()),
            },
        };
        Self {
            file: index,
            together: file.together,
            file_name: file.name,
            action,
            state,
            edits,
        }
    }
}

/// The next correction that cannot be made together with the others, and why.
fn next_to_drop(candidates: &[Candidate<'_>], contract: &Value) -> Option<(usize, String)> {
    let live = || {
        let candidates = candidates.iter().enumerate();
        candidates.filter(|(_, candidate)| candidate.state.applies())
    };
    // Actions that are one correction.
    let parted = live().find_map(|(index, candidate)| {
        let fellow = candidates.iter().find(|other| {
            candidate.together && other.file == candidate.file && !other.state.applies()
        })?;
        let why = format!("belongs to {}, which is dropped", fellow.action.name);
        Some((index, why))
    });
    if parted.is_some() {
        return parted;
    }
    let edits = live().map(|(index, candidate)| (index, candidate.edits.as_slice()));
    if let Some(&(first, second, place)) = conflict::find(edits).first() {
        let other = &candidates[first];
        let (file, name) = (other.file_name, &other.action.name);
        let why = format!("changes {place}, which is also changed by {file}: {name}");
        return Some((second, why));
    }
    let mut document = contract.clone();
    let edits = live().flat_map(|(_, candidate)| &candidate.edits);
    edit::perform(edits, &mut document);
    // A correction that refers to what upstream, or a correction just dropped, no longer provides.
    let dangling = live().find_map(|(index, candidate)| {
        let (Change::Update(update) | Change::Replace(update)) = &candidate.action.change else {
            return None;
        };
        let reference = references::find(update, &|r| !references::resolves(r, &document))?;
        Some((
            index,
            format!("refers to `{reference}`, which does not exist"),
        ))
    });
    if dangling.is_some() {
        return dangling;
    }
    // A correction that removes what the description refers to.
    let lost = |reference: &str| {
        !references::resolves(reference, &document) && references::resolves(reference, contract)
    };
    let reference = references::find(&document, &lost)?;
    let (index, _) = live().find(|(_, candidate)| {
        let edits = candidate.edits.iter();
        edits.into_iter().any(|edit| edit.removes(&reference[1..]))
    })?;
    Some((
        index,
        format!("removes `{reference}`, which is still in use"),
    ))
}

/// Replaces paths in targets by those of the contract that differ only in the names of parameters,
/// and returns whether there are any.
fn retarget(document: &mut Value, contract: &Value) -> bool {
    let paths = contract["paths"].as_object();
    let current = |literal: &str| {
        let mut same = paths.into_iter().flatten().map(|(path, _)| path);
        let mut same = same.by_ref().filter(|path| erase(path) == erase(literal));
        match (same.next(), same.next()) {
            (Some(only), None) if literal.starts_with('/') => only.clone(),
            _ => literal.to_owned(),
        }
    };
    let mut changed = false;
    let actions = document.get_mut("actions").and_then(Value::as_array_mut);
    for action in actions.into_iter().flatten() {
        let Some(Value::String(target)) = action.get_mut("target") else {
            continue;
        };
        // Every other part is quoted.
        let parts = target.split('\'').enumerate();
        let parts = parts.map(|(index, part)| match index % 2 {
            1 => current(part),
            _ => part.to_owned(),
        });
        let retargeted = parts.collect::<Vec<_>>().join("'");
        changed |= retargeted != *target;
        *target = retargeted;
    }
    changed
}

/// The text of a file with those actions that apply; `None` if none does.
fn rewritten(file: &str, document: &Value, states: &[State]) -> Result<Option<String>, Problems> {
    let actions = document["actions"].as_array().into_iter().flatten();
    let kept: Vec<Value> = actions
        .zip(states)
        .filter(|(_, state)| state.applies())
        .map(|(action, state)| {
            let mut action = action.clone();
            if let State::Recounted(count) = state {
                action["x-expect"]["count"] = (*count).into();
            }
            action
        })
        .collect();
    if kept.is_empty() {
        return Ok(None);
    }
    let mut document = document.clone();
    document["actions"] = kept.into();
    yaml::write(file, &document).map(Some)
}
