//! Filters, and groups of them.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::data::{IntoArgument, Timestamp};

/// What to search for: a filter, or a group of them joined by `AND` or `OR`.
///
/// Groups may stand in groups, two levels below the outermost.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a query searches nothing until it is given to a search"]
pub struct Query {
    pub(super) node: Node,
    per_page: Option<u32>,
}

/// What a query is made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Filter {
        field: Field,
        operator: &'static str,
        value: Value,
    },
    Group {
        operator: &'static str,
        nodes: Vec<Node>,
    },
    Raw(Value),
}

impl Query {
    /// What fits all of these; at most 15.
    pub fn and(queries: impl IntoIterator<Item = Self>) -> Self {
        Self::group("AND", queries)
    }

    /// What fits any of these; at most 15.
    pub fn or(queries: impl IntoIterator<Item = Self>) -> Self {
        Self::group("OR", queries)
    }

    /// A query as Intercom takes it, sent as it is:
    /// `{"field": "email", "operator": "=", "value": "joe@example.com"}`.
    pub fn raw(query: Value) -> Self {
        Node::Raw(query).into()
    }

    /// Sets how many results a page has, up to 150. Default: the server's. In a group, that of
    /// the group counts.
    pub fn per_page(mut self, per_page: u32) -> Self {
        self.per_page = Some(per_page);
        self
    }

    fn group(operator: &'static str, queries: impl IntoIterator<Item = Self>) -> Self {
        let nodes = queries.into_iter().map(|query| query.node).collect();
        Node::Group { operator, nodes }.into()
    }

    /// The body of the search.
    #[doc(hidden)]
    pub fn body(&self) -> Value {
        let mut body = json!({"query": self.node.json()});
        if let Some(per_page) = self.per_page {
            body["pagination"] = json!({"per_page": per_page});
        }
        body
    }
}

impl From<Node> for Query {
    fn from(node: Node) -> Self {
        Self {
            node,
            per_page: None,
        }
    }
}

impl Node {
    fn json(&self) -> Value {
        match self {
            Self::Filter {
                field,
                operator,
                value,
            } => json!({"field": field.name(), "operator": operator, "value": value}),
            Self::Group { operator, nodes } => {
                let (groups, filters): (Vec<_>, Vec<_>) =
                    nodes.iter().partition(|node| node.is_group());
                // A group holds filters or groups, says the description: where it holds both, its
                // filters become a group of their own.
                let mut values: Vec<_> = filters.into_iter().map(Self::json).collect();
                if !groups.is_empty() && !values.is_empty() {
                    values = vec![json!({"operator": operator, "value": values})];
                }
                values.extend(groups.into_iter().map(Self::json));
                json!({"operator": operator, "value": values})
            }
            Self::Raw(query) => query.clone(),
        }
    }

    fn is_group(&self) -> bool {
        match self {
            Self::Filter { .. } => false,
            Self::Group { .. } => true,
            Self::Raw(query) => query.get("field").is_none(),
        }
    }
}

/// Something that can be searched by. A value of another type than the field's is refused by the
/// server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field(Cow<'static, str>);

/// A field by its name, such as `email` or `location.country`.
pub fn field(name: impl Into<Cow<'static, str>>) -> Field {
    Field(name.into())
}

/// An attribute that the workspace has defined for contacts or conversations, by its name.
pub fn custom_attribute(name: &str) -> Field {
    Field(["custom_attributes.", name].concat().into())
}

impl Field {
    #[doc(hidden)]
    pub const fn known(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The name on the wire.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Is the value. Dates of contacts: falls on the same day, in the workspace's time zone.
    pub fn equals(&self, value: impl IntoArgument<Value>) -> Query {
        self.filter("=", value)
    }

    /// Is another value. Not for dates of contacts.
    pub fn not_equals(&self, value: impl IntoArgument<Value>) -> Query {
        self.filter("!=", value)
    }

    /// Is one of the values. Not for dates of contacts.
    pub fn one_of<V: IntoArgument<Value>>(&self, values: impl IntoIterator<Item = V>) -> Query {
        self.filter("IN", list(values))
    }

    /// Is none of the values. Not for dates of contacts.
    pub fn none_of<V: IntoArgument<Value>>(&self, values: impl IntoIterator<Item = V>) -> Query {
        self.filter("NIN", list(values))
    }

    /// Is greater than the number.
    pub fn greater_than(&self, value: impl IntoArgument<Value>) -> Query {
        self.filter(">", value)
    }

    /// Is the number or greater. Not for dates of contacts.
    pub fn at_least(&self, value: impl IntoArgument<Value>) -> Query {
        self.filter(">=", value)
    }

    /// Is less than the number.
    pub fn less_than(&self, value: impl IntoArgument<Value>) -> Query {
        self.filter("<", value)
    }

    /// Is the number or less. Not for dates of contacts.
    pub fn at_most(&self, value: impl IntoArgument<Value>) -> Query {
        self.filter("<=", value)
    }

    /// Is later than the time. Dates of contacts: falls on a later day, in the workspace's time
    /// zone.
    pub fn after(&self, time: impl Into<Timestamp>) -> Query {
        self.filter(">", time.into())
    }

    /// Is earlier than the time. Dates of contacts: falls on an earlier day, in the workspace's
    /// time zone.
    pub fn before(&self, time: impl Into<Timestamp>) -> Query {
        self.filter("<", time.into())
    }

    /// Contains the text.
    pub fn contains(&self, text: impl Into<String>) -> Query {
        self.filter("~", text.into())
    }

    /// Does not contain the text.
    pub fn not_contains(&self, text: impl Into<String>) -> Query {
        self.filter("!~", text.into())
    }

    /// Begins with the text.
    pub fn starts_with(&self, text: impl Into<String>) -> Query {
        self.filter("^", text.into())
    }

    /// Ends with the text.
    pub fn ends_with(&self, text: impl Into<String>) -> Query {
        self.filter("$", text.into())
    }

    fn filter(&self, operator: &'static str, value: impl IntoArgument<Value>) -> Query {
        let field = self.clone();
        let value = value.into_argument();
        Query::from(Node::Filter {
            field,
            operator,
            value,
        })
    }
}

fn list<V: IntoArgument<Value>>(values: impl IntoIterator<Item = V>) -> Value {
    Value::Array(
        values
            .into_iter()
            .map(IntoArgument::into_argument)
            .collect(),
    )
}
