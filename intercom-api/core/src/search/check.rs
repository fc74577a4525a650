//! What Intercom is known to refuse in a search, told before it is sent.

use super::query::{Node, Query};

/// Filters that one group may hold.
const MOST_FILTERS: usize = 15;

/// Groups that may stand in each other: the outermost, and two levels below it.
const MOST_GROUPS: usize = 3;

/// A field that a search is documented to have.
#[derive(Clone, Copy, Debug)]
pub struct KnownField {
    /// The resource, such as `contacts`.
    pub resource: &'static str,
    /// The name of the field, such as `created_at`.
    pub name: &'static str,
    /// Whether it holds a time.
    pub is_time: bool,
}

impl Query {
    /// Checks the query against the limits of the platform.
    ///
    /// # Errors
    ///
    /// The first thing that Intercom is known to refuse.
    pub fn check(&self, resource: &str, known: &[KnownField]) -> Result<(), String> {
        check_level(&self.node, resource, known, 1)
    }
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
            "the search has a group of {} filters, of which {MOST_FILTERS} are allowed",
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
    let is_known = |known: &KnownField| known.resource == resource && known.name == field;
    let is_date = known.iter().any(|known| known.is_time && is_known(known));
    match (resource, field) {
        // Their dates are cut to days, which leaves these.
        ("contacts", _) if is_date => ["=", "<", ">"].contains(&operator),
        ("contacts", "tag_id") => ["=", "!="].contains(&operator),
        // A time is no text.
        _ => !is_date || !["~", "!~", "^", "$"].contains(&operator),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Field, KnownField, Query, custom_attribute, field};

    const KNOWN: &[KnownField] = &[
        created_at("contacts"),
        created_at("conversations"),
        created_at("tickets"),
    ];

    const fn created_at(resource: &'static str) -> KnownField {
        KnownField {
            resource,
            name: "created_at",
            is_time: true,
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
            "the search has a group of 16 filters, of which 15 are allowed"
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
            // Of attributes nobody knows the type.
            let attribute = custom_attribute("joined_at");
            assert_eq!(checked(&query(&attribute), "contacts"), Ok(()));
        }
        assert_eq!(
            checked(&date.at_least(1), "contacts").unwrap_err(),
            "`created_at` of contacts cannot be searched with `>=`"
        );
    }

    #[test]
    fn dates_of_tickets_and_conversations_have_all_that_compare() {
        for resource in ["tickets", "conversations"] {
            let date = field("created_at");
            assert_eq!(checked(&date.at_least(1), resource), Ok(()));
            assert_eq!(checked(&date.one_of([1]), resource), Ok(()));
            checked(&date.contains("1"), resource).unwrap_err();
        }
    }

    #[test]
    fn tags_of_contacts_are_told_apart_and_nothing_more() {
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
