//! Searches: a query of filters, joined by AND and OR, held against rows, and the order of results.

mod operators;

use std::cmp::Ordering;

use serde_json::Value;

use self::operators::{accepts, is_date};

use crate::contract::{array, description};
use crate::exchange::{ApiError, text};

/// The result of a search, with what decides whether it is still valid.
#[derive(Debug)]
pub(crate) struct Remembered {
    pub(crate) collection: crate::store::Collection,
    pub(crate) version: u64,
    pub(crate) query: Value,
    pub(crate) sort: Value,
    pub(crate) positions: Vec<usize>,
}

/// Filters that one group may hold.
const MOST_FILTERS: usize = 15;

/// How deeply groups may be nested, the outermost counted.
const MOST_LEVELS: usize = 3;

/// Seconds of a day.
const DAY: i64 = 86_400;

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
    pub(crate) fn check(&self, query: &Value) -> Result<(), ApiError> {
        self.check_level(query, 1)
    }

    fn check_level(&self, query: &Value, level: usize) -> Result<(), ApiError> {
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
            return array(&query["value"])
                .try_for_each(|filter| self.check_level(filter, level + 1));
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
        if ["IN", "NIN"].contains(&operator) && !query["value"].is_array() {
            return Err(ApiError::invalid(field, format!("{operator} takes a list")));
        }
        if !accepts(self.component, field, operator) {
            return Err(ApiError::invalid(
                field,
                format!("{operator} cannot be used on {field}"),
            ));
        }
        Ok(())
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

    /// How two rows follow each other in an order that [`Searchable::check_sort`] accepts.
    pub(crate) fn order(&self, sort: &Value, first: &Value, second: &Value) -> Ordering {
        let field = sort["field"].as_str().unwrap_or_default();
        let key = |row: &Value| {
            let mut found = Vec::new();
            collect(row, self.path(field), &mut found);
            found.first().map(|value| (*value).clone())
        };
        let (first, second) = (key(first), key(second));
        let number = |value: &Option<Value>| value.as_ref().and_then(Value::as_f64);
        let words = |value: &Option<Value>| value.as_ref().and_then(text_of);
        let order = match (number(&first), number(&second)) {
            (Some(first), Some(second)) => first.total_cmp(&second),
            _ => words(&first).cmp(&words(&second)),
        };
        match sort["order"].as_str() {
            Some("descending") => order.reverse(),
            _ => order,
        }
    }

    /// The path of a field in a row.
    fn path<'a>(&'a self, field: &'a str) -> &'a str {
        let alias = self.aliases.iter().find(|(alias, _)| *alias == field);
        alias.map_or(field, |(_, path)| path)
    }

    fn has_field(&self, field: &str) -> bool {
        let first = field.split('.').next().unwrap_or_default();
        let properties = description().properties(description().component(self.component));
        self.aliases.iter().any(|(alias, _)| *alias == field)
            || properties.iter().any(|(name, _)| *name == first)
    }

    /// Whether a row fits a query that [`Searchable::check`] accepts.
    pub(crate) fn fits(&self, query: &Value, row: &Value) -> bool {
        let operator = query["operator"].as_str().unwrap_or_default();
        match operator {
            "AND" => array(&query["value"]).all(|filter| self.fits(filter, row)),
            "OR" => array(&query["value"]).any(|filter| self.fits(filter, row)),
            _ => {
                let field = query["field"].as_str().unwrap_or_default();
                let mut found = Vec::new();
                collect(row, self.path(field), &mut found);
                self.compare(field, &found, operator, &query["value"])
            }
        }
    }

    fn compare(&self, field: &str, found: &[&Value], operator: &str, wanted: &Value) -> bool {
        let equals = |wanted: &Value| match (found, text_of(wanted)) {
            ([] | [Value::Null], None) => true,
            (_, Some(wanted)) if self.cuts_dates && is_date(field) => {
                let day = wanted
                    .parse::<i64>()
                    .ok()
                    .map(|moment| moment.div_euclid(DAY));
                day.is_some()
                    && found
                        .iter()
                        .any(|value| value.as_i64().map(|moment| moment.div_euclid(DAY)) == day)
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
            _ => self.orders(field, found, operator, wanted),
        }
    }

    fn orders(&self, field: &str, found: &[&Value], operator: &str, wanted: &Value) -> bool {
        let number = |value: &Value| text(value).and_then(|text| text.parse::<f64>().ok());
        let cut = |value: f64| {
            #[expect(clippy::cast_precision_loss, reason = "a day's seconds fit")]
            let day = DAY as f64;
            if self.cuts_dates && is_date(field) {
                (value / day).floor()
            } else {
                value
            }
        };
        let Some(wanted) = number(wanted).map(cut) else {
            return false;
        };
        found
            .iter()
            .filter_map(|value| number(value))
            .map(cut)
            .any(|value| match operator {
                "<" => value < wanted,
                "<=" => value <= wanted,
                ">" => value > wanted,
                _ => value >= wanted,
            })
    }
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
