//! The position of a walk in its list, and where a page leads: a pure function of its head.

use serde_json::{Map, Value};

use super::Paging;
use super::head::{Head, number};

/// What requests a page.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Position {
    /// The call as it was made.
    Start,
    /// What follows a cursor.
    After(String),
    /// The page of this number, from 1.
    Page(u64),
    /// These query parameters, of a URL that is neither of the above.
    Query(Vec<(String, String)>),
    /// The next page of this scroll.
    Scroll(String),
    /// Nothing: the last page is behind.
    End,
}

/// Why a page has no usable next page, although it announces one.
pub(super) type Unfollowable = &'static str;

const NO_PAGE: Unfollowable = "`pages.next` has no page that can be requested";

impl Position {
    /// Returns the number of the page, if it is requested by its number.
    pub(super) fn page_number(&self) -> Option<u64> {
        match self {
            Self::Page(page) => Some(*page),
            Self::Query(pairs) => {
                let (_, page) = pairs.iter().find(|(name, _)| name == "page")?;
                page.parse().ok()
            }
            _ => None,
        }
    }

    /// Returns the same position with another page number.
    pub(super) fn with_page_number(&self, number: u64) -> Self {
        let Self::Query(pairs) = self else {
            return Self::Page(number);
        };
        let pairs = pairs.iter().map(|(name, value)| match name.as_str() {
            "page" => (name.clone(), number.to_string()),
            _ => (name.clone(), value.clone()),
        });
        Self::Query(pairs.collect())
    }

    /// Where the page of number `page` leads.
    pub(super) fn next(paging: Paging, page: u64, head: &Head) -> Result<Self, Unfollowable> {
        if paging == Paging::Scroll {
            return scroll(head);
        }
        // There is nothing after the last page, whatever `next` contains.
        let total = number(&head.pages["total_pages"]).filter(|total| *total > 0);
        if paging == Paging::Page && total.is_some_and(|total| page >= total) {
            return Ok(Self::End);
        }
        let next = match head.pages.get("next") {
            // Numbers alone lead on only where pages have them.
            None if paging == Paging::Page && total.is_some() => Self::Page(page.saturating_add(1)),
            None | Some(Value::Null) => Self::End,
            Some(Value::Object(next)) => of_object(paging, next)?,
            Some(Value::String(url)) if url.is_empty() => Self::End,
            Some(Value::String(url)) => of_url(paging, url).ok_or(NO_PAGE)?,
            Some(other) => Self::Page(number(other).ok_or(NO_PAGE)?),
        };
        match next {
            // The body of a search has a place for a cursor, for nothing else.
            Self::Page(_) | Self::Query(_) if paging == Paging::CursorBody => Err(NO_PAGE),
            next => Ok(next),
        }
    }
}

/// A scroll ends with its first empty page.
fn scroll(head: &Head) -> Result<Position, Unfollowable> {
    match scalar_text(&head.scroll_param) {
        _ if head.is_empty() => Ok(Position::End),
        Some(token) => Ok(Position::Scroll(token)),
        None => Err("the scroll has no `scroll_param` for the next page"),
    }
}

/// `{"starting_after": "…", "per_page": 20, "page": 2}`
fn of_object(paging: Paging, next: &Map<String, Value>) -> Result<Position, Unfollowable> {
    let cursor = next.get("starting_after").and_then(scalar_text);
    let page = next.get("page").and_then(number);
    match (cursor, page) {
        (_, Some(page)) if paging == Paging::Page => Ok(Position::Page(page)),
        (Some(cursor), _) => Ok(Position::After(cursor)),
        // A cursor that is null means that there is nothing after it.
        (None, _) if next.is_empty() || next.contains_key("starting_after") => Ok(Position::End),
        (None, Some(page)) => Ok(Position::Page(page)),
        (None, None) => Err(NO_PAGE),
    }
}

/// Only the query of a URL is read: the call goes to the client's own host and path.
fn of_url(paging: Paging, url: &str) -> Option<Position> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next().unwrap_or(query);
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let value = |name| {
        let found = pairs
            .iter()
            .find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value.clone())
    };
    let page = || value("page")?.parse().ok().map(Position::Page);
    let cursor = || value("starting_after").map(Position::After);
    let named = match paging {
        Paging::Link => None,
        Paging::Page => page().or_else(cursor),
        _ => cursor().or_else(page),
    };
    named.or_else(|| (!pairs.is_empty()).then_some(Position::Query(pairs)))
}

/// A text that is not empty, which may come as a number.
fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
