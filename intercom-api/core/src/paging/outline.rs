//! Reads the paging metadata of a page from the key positions recorded while the page was decoded. No
//! other part of the page is read again.

use std::ops::Range;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::head::{Head, number};
use super::identity::ItemList;
use crate::format::Outline;

/// Reads a page that was decoded. `None` where the places do not tell everything.
pub(super) fn head(body: &[u8], outline: &Outline, has_ranges: bool) -> Option<Head> {
    let keys = outline.keys(body)?;
    let mut head = Head::default();
    let mut known = [false; 4];
    for (index, key) in keys.iter().enumerate() {
        let kind = match body.get(key.clone())? {
            b"pages" => 0,
            b"scroll_param" => 1,
            b"total_count" => 2,
            name if name == outline.list().as_bytes() => 3,
            _ => continue,
        };
        // Which one of two equal keys counts is known to the reader of the whole page.
        if std::mem::replace(known.get_mut(kind)?, true) {
            return None;
        }
        let next = keys.get(index + 1).map(|next| next.start);
        let value = value_of(body, key.end, next)?;
        let json = || serde_json::from_slice::<Value>(body.get(value.clone())?).ok();
        match kind {
            0 => head.pages = json()?,
            1 => head.scroll_param = json()?,
            2 => head.total_count = number(&json()?),
            _ => head.items = items(body, &value, outline, has_ranges)?,
        }
    }
    head.is_page = known[0] || known[3];
    Some(head)
}

/// Returns the items of the list at a place.
fn items(
    body: &[u8],
    list: &Range<usize>,
    outline: &Outline,
    has_ranges: bool,
) -> Option<ItemList> {
    let close = back_to(body, list.end, b']')?;
    let begin = |item| back_to(body, outline.first_key(item)?.checked_sub(1)?, b'{');
    let mut items = ItemList::with_capacity(outline.len());
    let mut start = begin(0).unwrap_or(close);
    if back_to(body, start, b'[')? != list.start {
        return None;
    }
    for index in 0..outline.len() {
        let next = begin(index + 1);
        let end = trimmed(
            body,
            next.map_or(Some(close), |next| back_to(body, next, b','))?,
        )?;
        let item = body.get(start..end).filter(|item| item.ends_with(b"}"))?;
        let id = match outline.id_key(index) {
            Some(key) => Some(id_at(body.get(key..end)?)?),
            None => None,
        };
        items.push(item, id);
        if has_ranges {
            items.ranges.push(start..end);
        }
        start = next.unwrap_or(end);
    }
    Some(items)
}

/// Returns an `id` as it is written, from where its key stands.
fn id_at(text: &[u8]) -> Option<&str> {
    let rest = text.strip_prefix(b"id\"")?.trim_ascii_start();
    let mut input = serde_json::Deserializer::from_slice(rest.strip_prefix(b":")?);
    <&RawValue>::deserialize(&mut input).ok().map(RawValue::get)
}

/// Returns where the value behind a key stands: up to the next key, or to the end of the object.
fn value_of(body: &[u8], key_end: usize, next: Option<usize>) -> Option<Range<usize>> {
    let rest = body.get(key_end..)?.strip_prefix(b"\"")?;
    let value = rest.trim_ascii_start().strip_prefix(b":")?;
    let start = body.len() - value.trim_ascii_start().len();
    let end = match next {
        Some(next) => back_to(body, next.checked_sub(1)?, b',')?,
        None => back_to(body, body.len(), b'}')?,
    };
    Some(start..trimmed(body, end)?)
}

/// Returns the place of a byte with nothing but white space between it and `end`.
fn back_to(body: &[u8], end: usize, byte: u8) -> Option<usize> {
    let at = trimmed(body, end)?.checked_sub(1)?;
    (body.get(at) == Some(&byte)).then_some(at)
}

/// Returns the end of what stands before `end`, without white space.
fn trimmed(body: &[u8], end: usize) -> Option<usize> {
    Some(body.get(..end)?.trim_ascii_end().len())
}

#[cfg(test)]
mod tests;
