//! Pages of a list: by cursor in query or body, or by number with a URL to the next page.

use serde_json::{Value, json};

use crate::exchange::{ApiError, Call, text};
use crate::store::Table;

/// The most objects a page may have.
const MOST: usize = 150;

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
    /// Some rows in an order of their own, where a cursor is a rank.
    Sorted(&'a [usize]),
}

impl List<'_> {
    fn len(&self) -> usize {
        match self {
            Self::All(table) => table.len(),
            Self::Some(positions) | Self::Sorted(positions) => positions.len(),
        }
    }

    /// Up to `count` positions from the position `start` on.
    fn from(&self, start: usize, count: usize) -> Vec<usize> {
        match self {
            Self::All(table) => table.positions_from(start).take(count).collect(),
            Self::Some(positions) => {
                let first = positions.partition_point(|position| *position < start);
                positions.iter().skip(first).take(count).copied().collect()
            }
            Self::Sorted(_) => self.after(start, count),
        }
    }

    /// Up to `count` positions after the first `offset`.
    fn after(&self, offset: usize, count: usize) -> Vec<usize> {
        match self {
            Self::All(table) => table.positions_from(0).skip(offset).take(count).collect(),
            Self::Some(positions) | Self::Sorted(positions) => {
                positions.iter().skip(offset).take(count).copied().collect()
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
    let per_page = size(asked("per_page").as_deref(), default)?;
    let (start, number) = match asked("starting_after") {
        Some(cursor) => read_cursor(&cursor)
            .ok_or_else(|| ApiError::invalid("starting_after", "starting_after is not valid"))?,
        None => (0, 1),
    };
    let mut positions = list.from(start, per_page + 1);
    let mut pages = json!({
        "type": "pages",
        "page": number,
        "per_page": per_page,
        "total_pages": list.len().div_ceil(per_page),
    });
    if positions.len() > per_page
        && let Some(next) = positions.pop()
    {
        let next = match list {
            List::All(_) | List::Some(_) => next,
            List::Sorted(_) => start.saturating_add(per_page),
        };
        pages["next"] = json!({ "starting_after": cursor(next, number.saturating_add(1)), "per_page": per_page });
    }
    Ok(Page {
        positions,
        total: list.len(),
        pages,
    })
}

/// A page by number; `next` is the URL of the next one, null on the last.
pub(crate) fn by_number(call: &Call, list: &List<'_>, default: usize) -> Result<Page, ApiError> {
    let per_page = size(call.query("per_page"), default)?;
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

fn size(asked: Option<&str>, default: usize) -> Result<usize, ApiError> {
    match asked.map(str::parse::<usize>) {
        None => Ok(default),
        Some(Ok(size)) if (1..=MOST).contains(&size) => Ok(size),
        Some(_) => Err(ApiError::invalid(
            "per_page",
            format!("per_page must be between 1 and {MOST}"),
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
    let mut path = call.operation.path.clone();
    for value in &call.values {
        if let (Some(open), Some(close)) = (path.find('{'), path.find('}')) {
            let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            path.replace_range(open..=close, &encoded.replace('+', "%20"));
        }
    }
    format!("{}{path}?{}", call.base_url, query.finish())
}

/// An opaque text for a position and a page number.
fn cursor(position: usize, number: usize) -> String {
    format!("{CURSOR}{position:x}.{number:x}")
}

fn read_cursor(cursor: &str) -> Option<(usize, usize)> {
    let (position, number) = cursor.strip_prefix(CURSOR)?.split_once('.')?;
    Some((
        usize::from_str_radix(position, 16).ok()?,
        usize::from_str_radix(number, 16).ok()?,
    ))
}
