//! Pages of a list: by cursor in query or body, or by number with a URL to the next page.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::search::SortKey;
use crate::exchange::{ApiError, Call, text};
use crate::store::Table;

/// The most objects a page may have.
const MOST: usize = 150;

/// The most calls a page may have.
const MOST_CALLS: usize = 25;

/// How each cursor begins.
const CURSOR: &str = "c7.";

/// What to return of a list.
#[derive(Debug)]
pub(crate) struct Page {
    /// Positions in the table.
    pub(crate) positions: Vec<usize>,
    /// How many objects the whole list has.
    pub(crate) total: usize,
    /// Returns the `pages` object of the response.
    pub(crate) pages: Value,
}

/// The positions of a list in ascending order, counted and read from anywhere.
pub(crate) enum List<'a> {
    /// Every row of a table.
    All(&'a Table),
    /// Some rows.
    Some(&'a [usize]),
    /// Some rows sorted by their keys. A cursor holds key and position of the last row on its page, as
    /// Intercom's do, so that it leads on behind this row even when others have come or gone.
    Sorted {
        positions: &'a [usize],
        keys: &'a [SortKey],
        is_descending: bool,
    },
}

/// Where a page begins.
enum Start {
    /// At a position, or after the last one before it.
    At(usize),
    /// Behind a row with this key.
    Behind(SortKey, usize),
}

impl List<'_> {
    fn len(&self) -> usize {
        match self {
            Self::All(table) => table.len(),
            Self::Some(positions) | Self::Sorted { positions, .. } => positions.len(),
        }
    }

    /// Up to `count` positions from the start of a page on. `None` where the cursor is one of another
    /// kind of list.
    fn from(&self, start: &Start, count: usize) -> Option<Vec<usize>> {
        Some(match (self, start) {
            (_, Start::At(0)) => self.after(0, count),
            (Self::All(table), Start::At(start)) => {
                table.positions_from(*start).take(count).collect()
            }
            (Self::Some(positions), Start::At(start)) => self.after(
                positions.partition_point(|position| position < start),
                count,
            ),
            (
                Self::Sorted {
                    positions,
                    keys,
                    is_descending,
                },
                Start::Behind(key, position),
            ) => {
                let is_before = |index: &usize| {
                    let order = keys[*index].order(key);
                    let order = if *is_descending {
                        order.reverse()
                    } else {
                        order
                    };
                    order.then(positions[*index].cmp(position)) != Ordering::Greater
                };
                let ranks: Vec<usize> = (0..positions.len()).collect();
                self.after(ranks.partition_point(is_before), count)
            }
            _ => return None,
        })
    }

    /// Up to `count` positions after the first `offset`.
    fn after(&self, offset: usize, count: usize) -> Vec<usize> {
        match self {
            Self::All(table) => table.positions_from(0).skip(offset).take(count).collect(),
            Self::Some(positions) | Self::Sorted { positions, .. } => {
                positions.iter().skip(offset).take(count).copied().collect()
            }
        }
    }

    /// The cursor of the page behind `last`, which begins with `next`.
    fn cursor(&self, last: usize, next: usize, number: usize) -> String {
        match self {
            Self::All(_) | Self::Some(_) => format!("{CURSOR}{next:x}.{number:x}"),
            Self::Sorted {
                positions, keys, ..
            } => {
                let rank = positions.iter().position(|position| *position == last);
                let key = rank.and_then(|rank| keys.get(rank));
                let key = key.map(SortKey::encode).unwrap_or_default();
                format!("{CURSOR}{key}.{last:x}.{number:x}")
            }
        }
    }
}

/// Returns a page after a cursor, which is in the query, or in `pagination` of the body of a
/// search.
pub(crate) fn by_cursor(call: &Call, list: &List<'_>, default: usize) -> Result<Page, ApiError> {
    let asked = |key: &str| {
        text(&call.body["pagination"][key]).or_else(|| call.query(key).map(str::to_owned))
    };
    let per_page = size(call, asked("per_page").as_deref(), default)?;
    let invalid = || ApiError::invalid("starting_after", "starting_after is not valid");
    let (start, number) = match asked("starting_after") {
        Some(cursor) => read_cursor(&cursor).ok_or_else(invalid)?,
        None => (Start::At(0), 1),
    };
    let mut positions = list.from(&start, per_page + 1).ok_or_else(invalid)?;
    let mut pages = json!({
        "type": "pages",
        "page": number,
        "per_page": per_page,
        "total_pages": list.len().div_ceil(per_page),
    });
    if positions.len() > per_page
        && let Some(next) = positions.pop()
    {
        let last = positions.last().copied().unwrap_or_default();
        let cursor = list.cursor(last, next, number.saturating_add(1));
        pages["next"] = json!({ "starting_after": cursor, "per_page": per_page });
    }
    Ok(Page {
        positions,
        total: list.len(),
        pages,
    })
}

/// A page by number; `next` is the URL of the next one, null on the last.
pub(crate) fn by_number(call: &Call, list: &List<'_>, default: usize) -> Result<Page, ApiError> {
    let per_page = size(call, call.query("per_page"), default)?;
    let number = match call.query("page").map(str::parse::<usize>) {
        None => 1,
        Some(Ok(number)) if number > 0 => number,
        Some(_) => return Err(ApiError::invalid("page", "page must be a positive number")),
    };
    let total_pages = list.len().div_ceil(per_page);
    let next = (number < total_pages).then(|| next_url(call, number + 1, per_page));
    let pages = json!({
        "type": "pages",
        "next": next,
        "page": number,
        "per_page": per_page,
        "total_pages": total_pages,
    });
    let positions = list.after((number - 1).saturating_mul(per_page), per_page);
    Ok(Page {
        positions,
        total: list.len(),
        pages,
    })
}

fn size(call: &Call, asked: Option<&str>, default: usize) -> Result<usize, ApiError> {
    let most = match call.route() {
        "GET /calls" => MOST_CALLS,
        _ => MOST,
    };
    match asked.map(str::parse::<usize>) {
        None => Ok(default),
        Some(Ok(size)) if (1..=most).contains(&size) => Ok(size),
        Some(_) => Err(ApiError::invalid(
            "per_page",
            format!("per_page must be between 1 and {most}"),
        )),
    }
}

fn next_url(call: &Call, number: usize, per_page: usize) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(
        call.query
            .iter()
            .filter(|(name, _)| name != "page" && name != "per_page"),
    );
    query
        .append_pair("page", &number.to_string())
        .append_pair("per_page", &per_page.to_string());
    let mut path = call.operation().path.clone();
    for value in &call.values {
        if let (Some(open), Some(close)) = (path.find('{'), path.find('}')) {
            let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            path.replace_range(open..=close, &encoded.replace('+', "%20"));
        }
    }
    format!("{}{path}?{}", call.base_url, query.finish())
}

fn read_cursor(cursor: &str) -> Option<(Start, usize)> {
    let hex = |digits: &str| usize::from_str_radix(digits, 16).ok();
    let mut parts = cursor.strip_prefix(CURSOR)?.rsplit('.');
    let (number, position, key) = (parts.next()?, parts.next()?, parts.next());
    let start = match key {
        None => Start::At(hex(position)?),
        Some(key) => Start::Behind(SortKey::decode(key)?, hex(position)?),
    };
    Some((start, hex(number)?))
}
