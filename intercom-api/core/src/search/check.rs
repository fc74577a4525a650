//! Refuses what Intercom is known to refuse in a search, before it is sent.

use serde_json::Value;

use super::operators::{FieldKind, operators};
use super::query::{Node, Query};
use crate::data::field::Field;
use crate::data::view::{Form, View, to_json};
use crate::url::check_page_size;

/// Filters that one group may hold.
const MOST_FILTERS: usize = 15;

/// Levels of groups: the outermost, and two below it.
const MOST_GROUPS: usize = 3;

/// A field that a search is documented to have.
#[derive(Clone, Copy, Debug)]
pub struct KnownField {
    /// The resource, such as `contacts`.
    pub resource: &'static str,
    /// The name of the field, such as `created_at`.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
}

impl Query {
    /// Checks the query against the limits of the platform.
    ///
    /// # Errors
    ///
    /// The first thing that Intercom is known to refuse.
    pub fn check(&self, resource: &str, known: &[KnownField]) -> Result<(), String> {
        if let Some(size) = self.page_size() {
            check_page_size(size)?;
        }
        check_level(&self.node, resource, known, 1)
    }
}

/// Checks the page size of a typed body. Its query is sent as it is.
///
/// # Errors
///
/// A page size that Intercom refuses.
#[inline]
pub fn check_search<B: Field>(body: &B) -> Result<(), String> {
    check_page_size_of(body.view())
}

fn check_page_size_of(body: View<'_>) -> Result<(), String> {
    // A body that cannot be written is reported when it is set.
    let Ok(body) = to_json(body, Form::AsHeld) else {
        return Ok(());
    };
    let size = body.pointer("/pagination/per_page").and_then(Value::as_u64);
    size.map_or(Ok(()), |size| {
        check_page_size(u32::try_from(size).unwrap_or(u32::MAX))
    })
}

fn check_level(
    node: &Node,
    resource: &str,
    known: &[KnownField],
    level: usize,
) -> Result<(), String> {
    match node {
        Node::Group { .. } if level > MOST_GROUPS => {
            Err("the search has groups nested more than two levels deep".to_owned())
        }
        Node::Group { nodes, .. } if nodes.len() > MOST_FILTERS => Err(format!(
            "the search has a group of {} filters; at most {MOST_FILTERS} are allowed",
            nodes.len()
        )),
        Node::Group { nodes, .. } => nodes
            .iter()
            .try_for_each(|node| check_level(node, resource, known, level + 1)),
        Node::Filter {
            field, operator, ..
        } if !has(resource, known, field.name(), operator) => {
            let field = field.name();
            Err(format!(
                "`{field}` of {resource} cannot be searched with `{operator}`"
            ))
        }
        Node::Filter { .. } | Node::Raw(_) => Ok(()),
    }
}

/// Whether a field may have an operator, as far as it is known.
fn has(resource: &str, known: &[KnownField], field: &str, operator: &str) -> bool {
    let mut known = known.iter();
    let known = known.find(|known| known.resource == resource && known.name == field);
    let allowed = operators(resource, field, known.map(|known| known.kind));
    allowed.is_none_or(|allowed| allowed.contains(&operator))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Field, FieldKind, KnownField, Query, custom_attribute, field};

    const KNOWN: &[KnownField] = &[
        known("contacts", "created_at", FieldKind::Date),
        known("contacts", "name", FieldKind::Text),
        known("contacts", "owner_id", FieldKind::Number),
        known("contacts", "has_hard_bounced", FieldKind::Flag),
        known("conversations", "created_at", FieldKind::Date),
        known("conversations", "source.body", FieldKind::Text),
        known("tickets", "created_at", FieldKind::Date),
        known("tickets", "updated_at", FieldKind::Date),
    ];

    const fn known(resource: &'static str, name: &'static str, kind: FieldKind) -> KnownField {
        KnownField {
            resource,
            name,
            kind,
        }
    }

    fn checked(query: &Query, resource: &str) -> Result<(), String> {
        query.check(resource, KNOWN)
    }

    #[test]
    fn groups_may_be_nested_two_levels_deep() {
        let nested = |levels: usize| {
            let query = field("name").equals("x");
            (0..levels).fold(query, |query, _| Query::and([query]))
        };
        assert_eq!(checked(&nested(3), "contacts"), Ok(()));
        assert_eq!(
            checked(&nested(4), "contacts").unwrap_err(),
            "the search has groups nested more than two levels deep"
        );
    }

    #[test]
    fn a_group_holds_fifteen_filters() {
        let group = |count| Query::or((0..count).map(|n| field("name").equals(n)));
        assert_eq!(checked(&group(15), "tickets"), Ok(()));
        assert_eq!(
            checked(&Query::and([group(2), group(16)]), "tickets").unwrap_err(),
            "the search has a group of 16 filters; at most 15 are allowed"
        );
    }

    #[test]
    fn dates_of_contacts_have_three_operators() {
        let date = field("created_at");
        for query in [date.after(1), date.before(1), date.equals(1)] {
            assert_eq!(checked(&query, "contacts"), Ok(()));
        }
        let refused: [fn(&Field) -> Query; 7] = [
            |date| date.not_equals(1),
            |date| date.at_least(1),
            |date| date.at_most(1),
            |date| date.one_of([1]),
            |date| date.none_of([1]),
            |date| date.contains("1"),
            |date| date.starts_with("1"),
        ];
        for query in refused {
            checked(&query(&date), "contacts").unwrap_err();
            // The type of an attribute is unknown.
            let attribute = custom_attribute("joined_at");
            assert_eq!(checked(&query(&attribute), "contacts"), Ok(()));
        }
        assert_eq!(
            checked(&date.at_least(1), "contacts").unwrap_err(),
            "`created_at` of contacts cannot be searched with `>=`"
        );
    }

    #[test]
    fn dates_of_tickets_and_conversations_compare_seconds() {
        for resource in ["tickets", "conversations"] {
            let date = field("created_at");
            assert_eq!(checked(&date.one_of([1]), resource), Ok(()));
            assert_eq!(checked(&date.not_equals(1), resource), Ok(()));
            checked(&date.contains("1"), resource).unwrap_err();
        }
        let [at_least, at_most] = [
            field("created_at").at_least(1),
            field("created_at").at_most(1),
        ];
        for query in [at_least, at_most] {
            assert_eq!(checked(&query, "tickets"), Ok(()));
            checked(&query, "conversations").unwrap_err();
        }
        checked(&field("updated_at").at_least(1), "tickets").unwrap_err();
    }

    #[test]
    fn operators_follow_the_kind_of_the_field() {
        for (query, is_allowed) in [
            (field("name").starts_with("x"), true),
            (field("name").greater_than("x"), false),
            (field("name").at_most("x"), false),
            (field("owner_id").at_most(1), true),
            (field("owner_id").contains("1"), false),
            (field("has_hard_bounced").one_of([true]), true),
            (field("has_hard_bounced").less_than(true), false),
            (field("has_hard_bounced").ends_with("x"), false),
            (field("unknown_to_us").ends_with("x"), true),
        ] {
            assert_eq!(checked(&query, "contacts").is_ok(), is_allowed, "{query:?}");
        }
    }

    #[test]
    fn body_of_a_conversation_is_matched_with_equals_alone() {
        let body = field("source.body");
        assert_eq!(checked(&body.equals("refund"), "conversations"), Ok(()));
        checked(&body.contains("refund"), "conversations").unwrap_err();
        checked(&body.not_equals("refund"), "conversations").unwrap_err();
    }

    #[test]
    fn page_size_outside_the_limits_is_refused() {
        let sized = |size| checked(&field("name").equals("x").per_page(size), "contacts");
        assert_eq!(sized(1), Ok(()));
        assert_eq!(sized(150), Ok(()));
        for size in [0, 151, u32::MAX] {
            assert_eq!(
                sized(size).unwrap_err(),
                format!("`per_page` is {size}: it must be between 1 and 150")
            );
        }
    }

    #[test]
    fn tags_of_contacts_have_equality_operators_only() {
        let tag = field("tag_id");
        assert_eq!(checked(&tag.not_equals("1"), "contacts"), Ok(()));
        checked(&tag.one_of(["1"]), "contacts").unwrap_err();
    }

    #[test]
    fn raw_queries_are_not_checked() {
        let raw = Query::raw(json!({"field": "created_at", "operator": ">=", "value": 1}));
        assert_eq!(checked(&Query::and([raw]), "contacts"), Ok(()));
    }
}
