//! The rows of one collection, in the order they were made.
//!
//! Rows that a seed adds by number are not stored but made whenever they are read, so that a
//! hundred thousand of them take no memory and any page starts at once.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::iter::Peekable;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::exchange::text;

/// How the ids of a collection look.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ids {
    /// 24 hexadecimal digits that begin with these eight, as contacts have.
    Hex(&'static str),
    /// Digits, counted from this number.
    From(usize),
}

impl Ids {
    /// The id that the row at a position has unless it brought its own.
    pub(crate) fn at(self, position: usize) -> String {
        match self {
            Self::Hex(prefix) => format!("{prefix}{position:016x}"),
            Self::From(first) => (first + position).to_string(),
        }
    }
}

/// How a row is made on demand from its number.
#[derive(Clone)]
pub(crate) struct Recipe(Arc<dyn Fn(usize) -> Map<String, Value> + Send + Sync>);

impl Recipe {
    pub(crate) fn new(make: impl Fn(usize) -> Map<String, Value> + Send + Sync + 'static) -> Self {
        Self(Arc::new(make))
    }
}

impl std::fmt::Debug for Recipe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Recipe")
    }
}

/// The rows of a collection.
#[derive(Debug)]
pub(crate) struct Table {
    ids: Ids,
    /// The keys by which rows are found without reading all of them.
    indexed: &'static [&'static str],
    rows: BTreeMap<usize, Value>,
    /// How many of the first positions hold rows made on demand, and how to make one.
    generated: (usize, Option<Recipe>),
    /// Generated positions whose row was removed, or is stored in `rows` after a change.
    overridden: BTreeSet<usize>,
    /// Positions of rows with ids of their own.
    named: HashMap<String, usize>,
    index: HashMap<(&'static str, String), BTreeSet<usize>>,
    next: usize,
    /// How many rows were made by number.
    pub(crate) made: usize,
    /// Counts changes, so that earlier results can be recognized.
    pub(crate) version: u64,
}

impl Table {
    pub(crate) fn new(ids: Ids, indexed: &'static [&'static str]) -> Self {
        Self {
            ids,
            indexed,
            rows: BTreeMap::new(),
            generated: (0, None),
            overridden: BTreeSet::new(),
            named: HashMap::new(),
            index: HashMap::new(),
            next: 0,
            made: 0,
            version: 0,
        }
    }

    /// Adds `count` rows made by number. In a table that is still empty they are made on demand.
    pub(crate) fn generate(&mut self, count: usize, recipe: Recipe) {
        let first = self.made;
        self.made = first.saturating_add(count);
        if self.next == 0 {
            self.generated = (count, Some(recipe));
            self.next = count;
            self.version += 1;
            return;
        }
        for number in first..self.made {
            self.insert(recipe.0(number));
        }
    }

    /// Whether all rows are made on demand.
    pub(crate) fn is_all_generated(&self) -> bool {
        self.rows.is_empty() && self.overridden.is_empty()
    }

    /// Adds a row at the end and returns its id, which is made if the row has none.
    pub(crate) fn insert(&mut self, mut row: Map<String, Value>) -> String {
        let position = self.next;
        self.next += 1;
        let id = match row.get("id").and_then(text) {
            Some(id) => {
                self.named.insert(id.clone(), position);
                id
            }
            None => self.ids.at(position),
        };
        row.insert("id".to_owned(), Value::String(id.clone()));
        self.store(position, Value::Object(row));
        id
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.generated.0 - self.overridden.len() + self.rows.len()
    }

    pub(crate) fn get(&self, id: &str) -> Option<Value> {
        self.at(self.position(id)?)
    }

    /// Puts a row in place of the one with its id, and returns it.
    pub(crate) fn replace(&mut self, id: &str, row: Value) -> Option<Value> {
        let position = self.position(id)?;
        self.take(position)?;
        self.store(position, row.clone());
        Some(row)
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<Value> {
        let position = self.position(id)?;
        self.named.remove(id);
        self.take(position)
    }

    /// The first row with this value under an indexed key.
    pub(crate) fn find(&self, key: &'static str, value: &str) -> Option<Value> {
        self.find_all(key, value).into_iter().next()
    }

    /// All rows with this value under an indexed key.
    pub(crate) fn find_all(&self, key: &'static str, value: &str) -> Vec<Value> {
        let stored = self.index.get(&(key, value.to_owned()));
        let generated = last_number(value).filter(|position| self.is_generated(*position));
        let positions = generated
            .into_iter()
            .chain(stored.into_iter().flatten().copied());
        positions
            .filter_map(|position| self.at(position))
            .filter(|row| text(&row[key]).as_deref() == Some(value))
            .collect()
    }

    /// The positions of rows from `start` on, in order; no row is made for it.
    pub(crate) fn positions_from(&self, start: usize) -> impl Iterator<Item = usize> {
        let generated =
            (start..self.generated.0).filter(|position| !self.overridden.contains(position));
        let stored = self.rows.range(start..).map(|(position, _)| *position);
        Merged {
            generated: generated.peekable(),
            stored: stored.peekable(),
        }
    }

    /// All rows in order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Value> {
        self.positions_from(0)
            .filter_map(|position| self.at(position))
    }

    /// The row at a position, if there is one.
    pub(crate) fn at(&self, position: usize) -> Option<Value> {
        self.look(position).map(Cow::into_owned)
    }

    /// The row at a position, if there is one; a row that is stored is not copied.
    pub(crate) fn look(&self, position: usize) -> Option<Cow<'_, Value>> {
        if !self.is_generated(position) {
            return self.rows.get(&position).map(Cow::Borrowed);
        }
        let mut row = self.generated.1.as_ref()?.0(position);
        row.insert("id".to_owned(), Value::String(self.ids.at(position)));
        Some(Cow::Owned(Value::Object(row)))
    }

    /// Whether there is a row with this id; no row is made for it.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.position(id).is_some()
    }

    fn position(&self, id: &str) -> Option<usize> {
        if let Some(position) = self.named.get(id) {
            return Some(*position);
        }
        let position = match self.ids {
            Ids::Hex(prefix) => usize::from_str_radix(id.strip_prefix(prefix)?, 16).ok()?,
            Ids::From(first) => id.parse::<usize>().ok()?.checked_sub(first)?,
        };
        let row = self.rows.get(&position);
        let is_its_own = row.map_or_else(|| self.is_generated(position), |row| row["id"] == id);
        is_its_own.then_some(position)
    }

    fn is_generated(&self, position: usize) -> bool {
        position < self.generated.0 && !self.overridden.contains(&position)
    }

    /// Takes a row out of its place.
    fn take(&mut self, position: usize) -> Option<Value> {
        let row = self.at(position)?;
        if self.is_generated(position) {
            self.overridden.insert(position);
        } else {
            self.rows.remove(&position);
            for key in self.indexed {
                if let Some(value) = text(&row[*key])
                    && let Some(positions) = self.index.get_mut(&(*key, value))
                {
                    positions.remove(&position);
                }
            }
        }
        self.version += 1;
        Some(row)
    }

    fn store(&mut self, position: usize, row: Value) {
        for key in self.indexed {
            if let Some(value) = text(&row[*key]) {
                self.index
                    .entry((*key, value))
                    .or_default()
                    .insert(position);
            }
        }
        self.rows.insert(position, row);
        self.version += 1;
    }
}

/// Two ascending sequences of positions as one.
struct Merged<G: Iterator<Item = usize>, S: Iterator<Item = usize>> {
    generated: Peekable<G>,
    stored: Peekable<S>,
}

impl<G: Iterator<Item = usize>, S: Iterator<Item = usize>> Iterator for Merged<G, S> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        match (self.generated.peek(), self.stored.peek()) {
            (Some(generated), Some(stored)) if stored < generated => self.stored.next(),
            (Some(_), _) => self.generated.next(),
            (None, _) => self.stored.next(),
        }
    }
}

/// The last run of digits: generated rows carry their number in every key they are found by.
fn last_number(text: &str) -> Option<usize> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let start = digits
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + 1);
    digits.get(start..)?.parse().ok()
}
