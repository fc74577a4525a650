//! Queries for the searches of a resource: filters, groups of them, and the checks made before a
//! query is sent.

mod check;
mod operators;
mod query;

use serde_json::Value;

pub use self::check::{KnownField, check_search};
pub use self::operators::{FieldKind, operators};
pub use self::query::{Field, Order, Query, custom_attribute, field};
use crate::data::record::Record;

/// What a search is given: a [`Query`], or the whole body as its type or as JSON.
pub trait IntoSearch<B> {
    /// The search.
    #[doc(hidden)]
    fn into_search(self) -> Search<B>;
}

/// A search on its way into a call.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum Search<B> {
    /// To be checked, and sent as the body's `query`.
    Query(Query),
    /// To be sent as it is.
    Body(B),
    /// To be sent as it is.
    Json(Value),
}

impl<B> IntoSearch<B> for Query {
    fn into_search(self) -> Search<B> {
        Search::Query(self)
    }
}

impl<B> IntoSearch<B> for Value {
    fn into_search(self) -> Search<B> {
        Search::Json(self)
    }
}

impl<B: Record> IntoSearch<B> for B {
    fn into_search(self) -> Search<B> {
        Search::Body(self)
    }
}
