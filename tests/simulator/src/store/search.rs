//! Searches: a query of filters, joined by AND and OR, held against rows, and the order of results.

mod operators;
mod results;
mod sort_key;

use std::borrow::Cow;

use serde_json::Value;

use self::operators::{Kind, check, kind};
pub(crate) use self::results::{Searched, search};
pub(crate) use self::sort_key::SortKey;
use super::{Collection, Store};
use crate::contract::{array, description};
use crate::exchange::{ApiError, text};

/// Filters that one group may hold.
const MOST_FILTERS: usize = 15;

/// How deeply groups may be nested, the outermost counted.
const MOST_LEVELS: usize = 3;

/// What can be searched, and how its filters find values in a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Searchable {
    /// The schema whose properties are fields.
    pub(crate) component: &'static str,
    /// Fields that are elsewhere in the row: field and path.
    pub(crate) aliases: &'static [(&'static str, &'static str)],
    /// Whether moments are cut to days.
    pub(crate) cuts_dates: bool,
}

impl Searchable {
    /// Refuses a query that no row could be held against.
    pub(crate) fn check(&self, store: &Store, query: &Value) -> Result<(), ApiError> {
        self.check_level(store, query, 1)
    }

    fn check_level(&self, store: &Store, query: &Value, level: usize) -> Result<(), ApiError> {
        let operator = query["operator"].as_str().unwrap_or_default();
        if ["AND", "OR"].contains(&operator) {
            if level > MOST_LEVELS {
                return Err(ApiError::invalid(
                    "query",
                    "Groups may be nested two levels deep",
                ));
            }
            if array(&query["value"]).count() > MOST_FILTERS {
                return Err(ApiError::invalid(
                    "query",
                    format!("A group may hold {MOST_FILTERS} filters"),
                ));
            }
            if !query["value"].is_array() {
                return Err(ApiError::invalid("query", "A group takes a list"));
            }
            return array(&query["value"])
                .try_for_each(|filter| self.check_level(store, filter, level + 1));
        }
        let Some(field) = query["field"].as_str() else {
            return Err(ApiError::missing("field"));
        };
        if operator.is_empty() {
            return Err(ApiError::missing("operator"));
        }
        if !self.has_field(field) {
            return Err(ApiError::invalid(
                field,
                format!("{field} cannot be searched"),
            ));
        }
        check(store, self.component, query)
    }

    /// Refuses an order that no rows could be brought into.
    pub(crate) fn check_sort(&self, sort: &Value) -> Result<(), ApiError> {
        if sort.is_null() {
            return Ok(());
        }
        let field = sort["field"].as_str();
        let field = field.ok_or_else(|| ApiError::missing("sort.field"))?;
        if !self.has_field(field) {
            let message = format!("results cannot be sorted by {field}");
            return Err(ApiError::invalid("sort.field", message));
        }
        match sort["order"].as_str() {
            None | Some("ascending" | "descending") => Ok(()),
            Some(_) => Err(ApiError::invalid(
                "sort.order",
                "order must be ascending or descending",
            )),
        }
    }

    /// What a row is sorted by, in an order that [`Searchable::check_sort`] accepts.
    fn key(&self, store: &Store, sort: &Value, row: &Value) -> SortKey {
        let Some(field) = sort["field"].as_str() else {
            return SortKey::Missing;
        };
        let mut found = Vec::new();
        collect(row, &self.path(store, field), &mut found);
        SortKey::of(found.first().copied())
    }

    /// The path of a field in a row.
    fn path<'a>(&self, store: &Store, field: &'a str) -> Cow<'a, str> {
        if let Some(id) = field.strip_prefix("ticket_attribute.") {
            let mut kinds = store.table(Collection::TicketTypes).rows();
            let name = kinds.find_map(|kind| {
                let attribute = array(&kind["_attributes"]).find(|one| one["id"] == id)?;
                Some(attribute["name"].as_str()?.to_owned())
            });
            return format!("ticket_attributes.{}", name.as_deref().unwrap_or(id)).into();
        }
        let alias = self.aliases.iter().find(|(alias, _)| *alias == field);
        alias.map_or(Cow::Borrowed(field), |(_, path)| Cow::Borrowed(path))
    }

    /// Values by which a field of a ticket is found although it is stored otherwise.
    fn terms(&self, store: &Store, field: &str, row: &Value) -> Option<Vec<Value>> {
        match (self.component, field) {
            ("ticket", "category") => {
                let term = match row["category"].as_str() {
                    Some("Back-office") => "task",
                    Some("Tracker") => "tracker",
                    _ => "request",
                };
                Some(vec![term.into()])
            }
            ("ticket", "state") => {
                let id = row["_state"].clone();
                let states = store.table(Collection::TicketStates);
                let state = id.as_str().and_then(|id| states.get(id))?;
                Some(vec![id, state["category"].clone()])
            }
            _ => None,
        }
    }

    fn has_field(&self, field: &str) -> bool {
        let first = field.split('.').next().unwrap_or_default();
        let properties = description().properties(description().component(self.component));
        (self.component == "ticket" && first == "ticket_attribute")
            || self.aliases.iter().any(|(alias, _)| *alias == field)
            || properties.iter().any(|(name, _)| *name == first)
    }

    /// Whether a row fits a query that [`Searchable::check`] accepts.
    fn fits(&self, store: &Store, query: &Value, row: &Value) -> bool {
        let operator = query["operator"].as_str().unwrap_or_default();
        match operator {
            "AND" => array(&query["value"]).all(|filter| self.fits(store, filter, row)),
            "OR" => array(&query["value"]).any(|filter| self.fits(store, filter, row)),
            _ => {
                let field = query["field"].as_str().unwrap_or_default();
                let terms = self.terms(store, field, row);
                let mut found = Vec::new();
                match &terms {
                    Some(terms) => found.extend(terms),
                    None => collect(row, &self.path(store, field), &mut found),
                }
                let has_days =
                    self.cuts_dates && kind(store, self.component, field) == Some(Kind::Date);
                let day = |time| has_days.then(|| store.calendar.day(time));
                self.compare(field, &found, operator, &query["value"], has_days, &day)
            }
        }
    }

    /// `day` gives the day of a time, where the field is compared by days.
    fn compare(
        &self,
        field: &str,
        found: &[&Value],
        operator: &str,
        wanted: &Value,
        has_days: bool,
        day: &dyn Fn(i64) -> Option<i64>,
    ) -> bool {
        let equals = |wanted: &Value| match (found, text_of(wanted)) {
            ([] | [Value::Null], None) => true,
            (_, Some(wanted)) if has_days => {
                let wanted = wanted.parse::<i64>().ok().and_then(day);
                let mut times = found.iter().filter_map(|value| value.as_i64());
                wanted.is_some() && times.any(|time| day(time) == wanted)
            }
            (_, Some(wanted)) if (self.component, field) == ("conversation", "source.body") => {
                // Every word counts by itself.
                let has_word = |text: String| {
                    let mut words = text.split(|c: char| !c.is_alphanumeric());
                    words.any(|word| word == wanted)
                };
                found
                    .iter()
                    .filter_map(|value| text_of(value))
                    .any(has_word)
            }
            (_, wanted) => wanted.is_some() && found.iter().any(|value| text_of(value) == wanted),
        };
        let any_text = |test: &dyn Fn(&str, &str) -> bool| {
            let wanted = text_of(wanted).unwrap_or_default();
            found
                .iter()
                .filter_map(|value| text_of(value))
                .any(|value| test(&value, &wanted))
        };
        match operator {
            "=" => equals(wanted),
            "!=" => !equals(wanted),
            "IN" => array(wanted).any(equals),
            "NIN" => !array(wanted).any(equals),
            "~" => any_text(&|value, wanted| value.contains(wanted)),
            "!~" => !any_text(&|value, wanted| value.contains(wanted)),
            "^" => any_text(&|value, wanted| value.starts_with(wanted)),
            "$" => any_text(&|value, wanted| value.ends_with(wanted)),
            _ => orders(found, operator, wanted, day),
        }
    }
}

/// Whether a value is greater or smaller than the wanted one; times that are compared by days are cut
/// to them first.
fn orders(
    found: &[&Value],
    operator: &str,
    wanted: &Value,
    day: &dyn Fn(i64) -> Option<i64>,
) -> bool {
    let number = |value: &Value| {
        let text = text(value)?;
        let time = text.parse().ok().and_then(day);
        time.map_or(text, |day| day.to_string()).parse::<f64>().ok()
    };
    let Some(wanted) = number(wanted) else {
        return false;
    };
    let mut numbers = found.iter().filter_map(|value| number(value));
    numbers.any(|value| match operator {
        "<" => value < wanted,
        "<=" => value <= wanted,
        ">" => value > wanted,
        _ => value >= wanted,
    })
}

/// Returns the values at a dotted path; a list on the way is replaced by each of its elements.
fn collect<'a>(value: &'a Value, path: &str, found: &mut Vec<&'a Value>) {
    if let Value::Array(elements) = value {
        for element in elements {
            collect(element, path, found);
        }
        return;
    }
    if path.is_empty() {
        found.push(value);
        return;
    }
    let (key, rest) = path.split_once('.').unwrap_or((path, ""));
    if let Some(value) = value.get(key) {
        collect(value, rest, found);
    }
}

/// A scalar as text without regard to case.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Bool(flag) => Some(flag.to_string()),
        _ => text(value).map(|text| text.to_lowercase()),
    }
}
