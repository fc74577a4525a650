//! Filters, and groups of them.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::data::{IntoArgument, Timestamp};

/// A query: a filter, or a group of queries joined by `AND` or `OR`.
///
/// Groups can contain groups, two levels below the outermost.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a query searches nothing until it is given to a search"]
pub struct Query {
    pub(super) node: Node,
    per_page: Option<u32>,
    sort: Option<(Field, Order)>,
}

/// The direction in which results are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// Smallest, earliest or first in the alphabet first.
    #[default]
    Ascending,
    /// Largest, latest or last in the alphabet first.
    Descending,
}

impl Order {
    /// Returns the direction as Intercom writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }
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
    /// Creates a query that matches what matches all of these; at most 15.
    pub fn and(queries: impl IntoIterator<Item = Self>) -> Self {
        Self::group("AND", queries)
    }

    /// Creates a query that matches what matches any of these; at most 15.
    pub fn or(queries: impl IntoIterator<Item = Self>) -> Self {
        Self::group("OR", queries)
    }

    /// Creates a query of JSON that is sent as it is:
    /// `{"field": "email", "operator": "=", "value": "joe@example.com"}`.
    pub fn raw(query: Value) -> Self {
        Node::Raw(query).into()
    }

    /// Sets the number of results per page: 1 to 150, 50 by default. Any other number makes the
    /// call fail before anything is sent. In a group, only the setting of the outermost group
    /// counts.
    pub fn per_page(mut self, per_page: u32) -> Self {
        self.per_page = Some(per_page);
        self
    }

    /// Sorts the results by a field. In a group, only the setting of the outermost group counts.
    ///
    #[doc = example!()]
    /// use intercom_api::search::{Order, conversations};
    ///
    /// let query = conversations::OPEN
    ///     .equals(true)
    ///     .sort(conversations::UPDATED_AT, Order::Descending);
    /// ```
    ///
    /// Intercom does not document this setting, but accepts it for contacts, conversations and
    /// tickets. Contacts are sorted by the second, although their times are searched by the day.
    pub fn sort(mut self, field: impl Into<Field>, order: Order) -> Self {
        self.sort = Some((field.into(), order));
        self
    }

    /// The number of results per page, if it is set.
    pub(super) fn page_size(&self) -> Option<u32> {
        self.per_page
    }

    fn group(operator: &'static str, queries: impl IntoIterator<Item = Self>) -> Self {
        let nodes = queries.into_iter().map(|query| query.node).collect();
        Node::Group { operator, nodes }.into()
    }

    /// Joins filters and the query by `AND`, in the group of the query where it is such a group.
    pub(crate) fn narrowed(self, filters: Vec<Self>) -> Self {
        let mut nodes: Vec<Node> = filters.into_iter().map(|query| query.node).collect();
        match self.node {
            Node::Group {
                operator: "AND",
                nodes: inner,
            } => nodes.extend(inner),
            node => nodes.push(node),
        }
        let operator = "AND";
        Node::Group { operator, nodes }.into()
    }

    /// Returns the body of the search.
    #[doc(hidden)]
    pub fn body(&self) -> Value {
        let mut body = json!({"query": self.node.json()});
        if let Some(per_page) = self.per_page {
            body["pagination"] = json!({"per_page": per_page});
        }
        if let Some((field, order)) = &self.sort {
            body["sort"] = json!({"field": field.name(), "order": order.as_str()});
        }
        body
    }
}

impl From<Node> for Query {
    fn from(node: Node) -> Self {
        Self {
            node,
            per_page: None,
            sort: None,
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
                // By the description, a group has filters or groups. Where it has both, its filters
                // become a separate group.
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

/// A field that a search can filter by. A value of another type than the field's is refused by the
/// server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field(Cow<'static, str>);

/// Returns a field by its name, such as `email` or `location.country`.
pub fn field(name: impl Into<Cow<'static, str>>) -> Field {
    Field(name.into())
}

/// Returns a custom attribute of contacts or conversations, by its name.
pub fn custom_attribute(name: &str) -> Field {
    Field(["custom_attributes.", name].concat().into())
}

impl From<&'static str> for Field {
    fn from(name: &'static str) -> Self {
        field(name)
    }
}

impl From<String> for Field {
    fn from(name: String) -> Self {
        field(name)
    }
}

impl From<&Self> for Field {
    fn from(field: &Self) -> Self {
        field.clone()
    }
}

impl Field {
    #[doc(hidden)]
    pub const fn known(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// Returns the name on the wire.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Matches the value. A time of contacts matches every time of the same day, in the time zone
    /// of the workspace.
    pub fn equals(&self, value: impl IntoArgument<Value>) -> Query {
        self.filter("=", value)
    }

    /// Matches every other value. Not for dates of contacts.
    pub fn not_equals(&self, value: impl IntoArgument<Value>) -> Query {
        self.filter("!=", value)
    }

    /// Matches any of the values. Not for dates of contacts.
    pub fn one_of<V: IntoArgument<Value>>(&self, values: impl IntoIterator<Item = V>) -> Query {
        self.filter("IN", list(values))
    }

    /// Matches none of the values. Not for dates of contacts.
    pub fn none_of<V: IntoArgument<Value>>(&self, values: impl IntoIterator<Item = V>) -> Query {
        self.filter("NIN", list(values))
    }

    /// Matches greater numbers. For times, see [`after`](Self::after).
    pub fn greater_than(&self, value: impl IntoArgument<Value>) -> Query {
        self.filter(">", value)
    }

    /// Matches the number and greater ones. For integers, and for `created_at` of tickets.
    pub fn at_least(&self, value: impl IntoArgument<Value>) -> Query {
        self.filter(">=", value)
    }

    /// Matches smaller numbers. For times, see [`before`](Self::before).
    pub fn less_than(&self, value: impl IntoArgument<Value>) -> Query {
        self.filter("<", value)
    }

    /// Matches the number and smaller ones. For integers, and for `created_at` of tickets.
    pub fn at_most(&self, value: impl IntoArgument<Value>) -> Query {
        self.filter("<=", value)
    }

    /// Matches later times.
    ///
    /// # Contacts are compared by the day
    ///
    /// In a search of contacts, every time is cut to its day, in the time zone of the workspace:
    /// `after(t)` matches from the *next* day on and misses the rest of the day of `t`. To get
    /// every contact that changed since `t`, search from two days earlier, which covers every time
    /// zone, and compare the exact times of the results:
    ///
    #[doc = example!("no_run")]
    /// use intercom_api::search::contacts::UPDATED_AT;
    /// # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
    /// let since = 1_700_000_000;
    /// let query = UPDATED_AT.after(since - 2 * 86_400);
    /// let mut contacts = intercom.contacts().search(query).items();
    /// while let Some(contact) = contacts.next().await {
    ///     let contact = contact?;
    ///     if contact.updated_at.is_some_and(|time| time.seconds() > since) {
    ///         println!("{}", contact.id);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Conversations and tickets are compared by the second
    ///
    /// Intercom documents the operator as "greater (or equal)" there: `t` itself may be among the
    /// results.
    pub fn after(&self, time: impl Into<Timestamp>) -> Query {
        self.filter(">", time.into())
    }

    /// Matches earlier times.
    ///
    /// In a search of contacts, every time is cut to its day, in the time zone of the workspace:
    /// `before(t)` matches up to the end of the *previous* day and misses the hours of the day of
    /// `t`. [`after`](Self::after) shows how to get exact results. In searches of conversations and
    /// tickets, times are compared by the second, and `t` itself may be among the results.
    pub fn before(&self, time: impl Into<Timestamp>) -> Query {
        self.filter("<", time.into())
    }

    /// Matches text that contains this one. Not for `source.body` of conversations, whose words
    /// [`equals`](Self::equals) matches one by one.
    pub fn contains(&self, text: impl Into<String>) -> Query {
        self.filter("~", text.into())
    }

    /// Matches text that does not contain this one.
    pub fn not_contains(&self, text: impl Into<String>) -> Query {
        self.filter("!~", text.into())
    }

    /// Matches text that starts with this one.
    pub fn starts_with(&self, text: impl Into<String>) -> Query {
        self.filter("^", text.into())
    }

    /// Matches text that ends with this one.
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
