//! What the emitters see: resources with their operations, and the types they exchange.
//!
//! Everything here is decided: names, nullability, directions. An emitter only writes it down.

pub mod bodies;
pub mod construction;
pub mod examples;
pub mod literals;
pub mod names;
pub(crate) mod reserved;
pub mod steps;
mod types;
pub mod webhooks;
pub mod words;

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use crate::problem::Problems;
use bodies::{BodyFormat, Encoding};
use construction::Constructor;
use steps::Step;

pub use types::Type;

/// The whole of an API version.
#[derive(Clone, Debug)]
pub struct Api {
    /// The version, as the `Intercom-Version` header names it: `2.14`.
    pub version: String,
    /// In alphabetical order.
    pub resources: Vec<Resource>,
    /// The types that operations reach, in alphabetical order of their names.
    pub definitions: IndexMap<String, Definition>,
    /// Pairs of records that share fields and convert into each other.
    pub alike: Vec<(String, String)>,
    /// The topics of webhooks.
    pub topics: Vec<Topic>,
}

/// A topic of webhooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// `contact.user.created`
    pub name: String,
    /// `ContactUserCreated`
    pub variant: String,
    /// The definition of its item; any JSON where this version has none.
    pub item: Option<String>,
    /// The key of an object that may stand around the item.
    pub inside: Option<String>,
    /// What happened.
    pub text: String,
}

impl Api {
    /// All operations, resource by resource.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.resources
            .iter()
            .flat_map(|resource| &resource.operations)
    }
}

/// A group of operations: `intercom.contacts()`.
#[derive(Clone, Debug)]
pub struct Resource {
    /// In snake case: `contacts`. Also the name of its feature and its modules.
    pub name: String,
    /// In the order of their names.
    pub operations: Vec<Operation>,
}

/// One call that the API offers.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The resource it belongs to: `contacts`.
    pub resource: String,
    /// The name of its Rust method: `list`.
    pub name: String,
    /// The description's operation id, corrected: `ListContacts`; or one made of resource and method.
    pub id: String,
    /// The id that the description gives, which names its page in Intercom's reference.
    pub page: Option<String>,
    /// A sentence without its full stop, for an operation without documentation of our own.
    pub title: String,
    /// The first tag, which places it in Intercom's reference.
    pub tag: String,
    /// `GET`, `POST`, …
    pub method: String,
    /// With placeholders: `/contacts/{contact_id}`.
    pub path: String,
    /// In the order of the placeholders.
    pub path_parameters: Vec<Parameter>,
    /// Parameters in the query and in headers, in the order of the description.
    pub parameters: Vec<Parameter>,
    /// The type of the body.
    pub body: Option<Type>,
    /// How the body is written, if there is one.
    pub body_format: BodyFormat,
    /// The methods that take the arguments: the operation's own, and one for each further argument that
    /// could be swapped with an earlier one.
    pub steps: Vec<Step>,
    /// What a success returns.
    pub answer: Answer,
    /// Whether repeating it changes nothing.
    pub safe: bool,
    /// Whether 429 means that an earlier job is still running, not that there were too many calls.
    pub one_at_a_time: bool,
    /// The error statuses that the description names.
    pub errors: Vec<u16>,
    /// How its response is one page of a list, if it is.
    pub paging: Option<Paging>,
    /// Whether it returns the status of a job that can be waited for.
    pub is_job_status: bool,
}

/// How an operation returns one page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// How the next page is requested.
    pub kind: PagingKind,
    /// The fields that lead to the list, as on the wire: `["data", "articles"]`.
    pub items: Vec<String>,
    /// What the list holds.
    pub item: Type,
}

/// How the next page of a list is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagingKind {
    /// By the query parameter `starting_after`.
    CursorQuery,
    /// By `pagination.starting_after` in the body.
    CursorBody,
    /// By the query parameter `page`.
    Page,
    /// By the value of `pages.next` in the response alone.
    Link,
    /// By the query parameter `scroll_param`.
    Scroll,
}

impl PagingKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::CursorQuery,
        Self::CursorBody,
        Self::Page,
        Self::Link,
        Self::Scroll,
    ];

    /// Its name in corrections and tables: `cursor in query`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CursorQuery => "cursor in query",
            Self::CursorBody => "cursor in body",
            Self::Page => "page",
            Self::Link => "link",
            Self::Scroll => "scroll",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A value of the path, the query or a header.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name on the wire.
    pub wire: String,
    /// The name in Rust.
    pub name: String,
    /// Its location.
    pub location: Location,
    /// Whether the call cannot do without.
    pub required: bool,
    /// Its type.
    pub ty: Type,
    /// The only value that it can have, if it is required: calls send it by themselves.
    pub constant: Option<String>,
    /// The description's `style`, or its default.
    pub style: String,
    /// The description's `explode`, or its default.
    pub explode: bool,
    /// What else is known.
    pub keywords: Keywords,
}

/// The location of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// A placeholder of the path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
}

/// What a success returns.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// JSON of this type.
    Json(Type),
    /// Text, with the media type to request.
    Text(String),
    /// Bytes, with the media type to request.
    Binary(String),
    /// Server-sent events with data of this type.
    Events(Type),
    /// A redirect, whose target is returned.
    Redirect,
    /// Nothing.
    Empty,
    /// No success is declared: whatever comes, as any JSON.
    Undeclared,
}

/// A type with a name.
#[derive(Clone, Debug)]
pub struct Definition {
    /// In Rust case: `Contact`.
    pub name: String,
    /// Where the description has it: `contact`, `contact.avatar`.
    pub place: String,
    /// What it holds.
    pub shape: Shape,
    /// Whether requests carry it.
    pub sent: bool,
    /// Whether responses contain it.
    pub received: bool,
    /// Whether only webhooks carry it.
    pub is_webhook: bool,
    /// The definition whose fields it has besides its own.
    pub like: Option<String>,
    /// The resources whose operations reach it.
    pub resources: BTreeSet<String>,
    /// The operations that name it in their body or response, as `resource.method`.
    pub operations: Vec<String>,
    /// How it is made, where it is sent; by `new` where this is empty.
    pub constructors: Vec<Constructor>,
}

impl Definition {
    /// Returns whether a field always has the same value and is not part of the type.
    pub fn is_fixed(&self, field: &Field) -> bool {
        self.sent && !self.received && field.constant.is_some()
    }

    /// Returns the fields that a value of the type cannot be made without, in the order in which
    /// the description requires them.
    pub fn arguments<'f>(&self, fields: &'f [Field]) -> Vec<&'f Field> {
        let mut required: Vec<_> = fields
            .iter()
            .filter(|field| field.required.is_some() && !field.nullable && !self.is_fixed(field))
            .collect();
        // Upstream may move properties about; arguments of one type would change places unseen.
        required.sort_by_key(|field| field.required);
        required
    }
}

/// What a definition holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Named fields.
    Record(Vec<Field>),
    /// One of several texts.
    Enumeration(Vec<String>),
    /// One of several types.
    Union(Vec<Variant>),
}

/// A field of a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// The key on the wire.
    pub wire: String,
    /// The name in Rust, where `names.toml` chooses one for this type.
    pub name: Option<String>,
    /// Other keys under which it is sent.
    pub aliases: Vec<String>,
    /// Its type.
    pub ty: Type,
    /// Whether it may be null.
    pub nullable: bool,
    /// Its place among the keys that the description requires, if it is one of them.
    pub required: Option<usize>,
    /// The only value it can have, where there is but one.
    pub constant: Option<String>,
    /// Whether its value is sent in place of the whole object, too.
    pub alone: bool,
    /// Whether the value is kept behind a pointer, because it is large and mostly absent.
    pub boxed: bool,
    /// How it is written in a form, where the description declares it.
    pub encoding: Option<Encoding>,
    /// What else is known.
    pub keywords: Keywords,
}

/// A variant of a union.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Variant {
    /// The definition that the variant holds.
    pub ty: String,
}

/// The facts of a value beside its type, as they are shown in documentation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Keywords(Vec<(&'static str, String)>);

/// The keywords that are documented.
const TOLD: [&str; 9] = [
    "format",
    "default",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "pattern",
];

impl Keywords {
    /// Reads them from a schema.
    pub fn of(schema: &Value) -> Self {
        let told = TOLD.into_iter().filter_map(|keyword| {
            let value = schema.get(keyword)?;
            let text = value.as_str().map_or_else(|| value.to_string(), Into::into);
            Some((keyword, text))
        });
        Self(told.collect())
    }

    /// The value of a keyword.
    pub fn get(&self, keyword: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, _)| *name == keyword)
            .map(|(_, value)| value.as_str())
    }
}

/// Returns what is wrong with a TOML file, and where.
fn broken_toml(file: &str, text: &str, error: &toml::de::Error) -> Problems {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map_or(1, |before| before.matches('\n').count() + 1);
    Problems::one(
        file,
        format!("line {line}"),
        error.message(),
        "write it as the entries around it are written",
    )
}
