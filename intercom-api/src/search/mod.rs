//! Queries for the searches of contacts, conversations and tickets.
//!
//! ```
//! use intercom_api::Timestamp;
//! use intercom_api::search::{Query, custom_attribute, field};
//!
//! # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
//! let query = Query::and([
//!     field("email").contains("@acme.com"),
//!     field("created_at").after(Timestamp::from_seconds(1_700_000_000)),
//!     Query::or([
//!         field("role").equals("lead"),
//!         custom_attribute("plan").one_of(["pro", "team"]),
//!     ]),
//! ]);
//! let found = intercom.contacts().search(query.per_page(150)).items().collect_all().await?;
//! # Ok(())
//! # }
//! ```
//!
//! [`contacts`], [`conversations`] and [`tickets`] name the fields that Intercom documents; any other
//! can be named as text. What Intercom is known to refuse (groups nested more than two levels deep,
//! more than 15 filters in a group, operators that a field does not have) makes the call fail before
//! anything is sent; [`Query::raw`] is sent unchecked.

mod check;
mod fields;
mod query;

use serde_json::Value;

#[cfg(feature = "contacts")]
pub use self::fields::contacts;
#[cfg(feature = "conversations")]
pub use self::fields::conversations;
#[cfg(feature = "tickets")]
pub use self::fields::tickets;
pub use self::query::{Field, Query, custom_attribute, field};
use crate::record::Record;

/// What a search is given: a [`Query`], or the whole body as its type or as JSON.
pub trait IntoSearch<B> {
    /// The search.
    fn into_search(self) -> Search<B>;
}

/// A search on its way into a call.
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
