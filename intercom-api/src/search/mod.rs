//! Queries for the searches of contacts, conversations and tickets.
//!
//! ```
//! use intercom_api::Timestamp;
//! use intercom_api::search::{Query, custom_attribute, field};
//!
//! # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
//! let query = Query::and([
//!     field("email").contains("@acme.com"),
//!     // Contacts are compared by the day: this matches from the next day on.
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
//! can be named as text. [`Query::sort`] sorts the results, [`Query::per_page`] sets the size of a
//! page. What Intercom is known to refuse (groups nested more than two levels deep, more than 15
//! filters in a group, operators that a field does not have, pages of more than 150 results) makes
//! the call fail before anything is sent; [`Query::raw`] is sent unchecked.
//!
#![doc = include_str!("operators.md")]

mod fields;

pub(crate) use self::fields::FIELDS;
#[cfg(feature = "contacts")]
pub use self::fields::contacts;
#[cfg(feature = "conversations")]
pub use self::fields::conversations;
#[cfg(feature = "tickets")]
pub use self::fields::tickets;
#[doc(hidden)]
pub use intercom_core::search::Search;
#[doc(inline)]
pub use intercom_core::search::{Field, IntoSearch, Order, Query, custom_attribute, field};

#[cfg(test)]
mod tests;
