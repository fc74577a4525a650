#![cfg_attr(docsrs, feature(doc_cfg))]
//! A typed client for the Intercom REST API that decodes every response that Intercom sends.
//!
//! ```no_run
//! use intercom_api::types::CreateContact;
//! use intercom_api::{Client, Region};
//!
//! # async fn run(token: String) -> Result<(), intercom_api::Error> {
//! let intercom = Client::builder().token(token).region(Region::Eu).build()?;
//!
//! let contact = intercom
//!     .contacts()
//!     .create(CreateContact::new().email("joe@example.com"))
//!     .await?;
//! println!("{} is {:?}", contact.id, contact.email);
//! # Ok(())
//! # }
//! ```
//!
//! # Where to start
//!
//! - [`Client`] makes calls. It has a method for each resource, which has a method for each operation.
//! - A method returns a [`Call`]. Await it for the value, or [`send`](Call::send) it for the whole
//!   [`Response`].
//! - [`items`](Call::items) and [`pages`](Call::pages) walk a list to its end, see [`paging`];
//!   [`search`] builds the query of a search.
//! - [`changes`] receives what has changed since an earlier run, for syncs and backfills.
//! - [`types`] contains what calls send and return. `new` takes what is required, a setter sets each
//!   further field. Where two required values could be swapped, a chain names each of them instead.
//! - [`Error`] reports what failed and what can be done about it.
//!
//! # Guides
//!
//! | start | calls | programs |
//! |---|---|---|
//! | [Getting started](guides::getting_started) | [Errors](guides::errors) | [Testing](guides::testing) |
//! | [Authentication and OAuth](guides::authentication) | [Retries and rate limits](guides::retries) | [Blocking use](guides::blocking) |
//! | [Regions](guides::regions) | [Pagination](guides::pagination) | [Observability](guides::observability) |
//! | [Coming from other clients](guides::coming_from) | [Search](guides::search) | [Upgrading](guides::upgrading) |
//! | | [Custom attributes and objects](guides::custom_attributes) | [Exports and downloads](guides::exports) |
//!
//! # Resources
//!
//! | subject | operations of |
//! |---|---|
//! | people | [contacts](contacts::Contacts), [companies](companies::Companies), [visitors](visitors::Visitors), [notes](notes::Notes), [segments](segments::Segments), [tags](tags::Tags), [subscription types](subscription_types::SubscriptionTypes) |
//! | conversations | [conversations](conversations::Conversations), [messages](messages::Messages), [calls](calls::Calls), [call redirects](phone_call_redirects::PhoneCallRedirects), [Fin](fin::Fin), [custom channels](custom_channel_events::CustomChannelEvents) |
//! | tickets | [tickets](tickets::Tickets), [types](ticket_types::TicketTypes), [attributes of types](ticket_type_attributes::TicketTypeAttributes), [states](ticket_states::TicketStates) |
//! | content | [articles](articles::Articles), [collections](collections::Collections), [help centers](help_centers::HelpCenters), [internal articles](internal_articles::InternalArticles), [news items](news_items::NewsItems), [newsfeeds](newsfeeds::Newsfeeds), [external pages](external_pages::ExternalPages), [import sources](content_import_sources::ContentImportSources) |
//! | data | [attributes](data_attributes::DataAttributes), [custom objects](custom_object_instances::CustomObjectInstances), [events](data_events::DataEvents), [exports](data_exports::DataExports), [reporting exports](reporting_data_exports::ReportingDataExports), [jobs](jobs::Jobs) |
//! | workspace | [teammates](admins::Admins), [teams](teams::Teams), [away status reasons](away_status_reasons::AwayStatusReasons), [IP allowlist](ip_allowlist::IpAllowlist) |
//!
//! # Beyond calls
//!
//! - [`changes`]: what has changed since an earlier run
#![cfg_attr(
    feature = "webhooks",
    doc = "- [`webhooks`] and [`fin_events`]: what Intercom sends to programs, verified and typed"
)]
#![cfg_attr(
    all(
        feature = "canvas",
        feature = "admins",
        feature = "contacts",
        feature = "conversations"
    ),
    doc = "- [`canvas`]: Canvas Kit apps in the inbox and the Messenger"
)]
#![cfg_attr(
    feature = "messenger",
    doc = "- [`messenger`]: signed identities of users for the Messenger"
)]
#![cfg_attr(feature = "rows", doc = "- [`Rows`]: exports as CSV records")]
#![cfg_attr(
    feature = "transcript",
    doc = "- [`transcript`]: conversations as Markdown or plain text"
)]
#![cfg_attr(
    feature = "record",
    doc = "- [`record`](mod@record): real exchanges on a cassette, without the data of customers"
)]
#![cfg_attr(
    feature = "redis",
    doc = "- [`RedisPace`]: one rate limit for several processes"
)]
#![cfg_attr(
    feature = "upload",
    doc = "- [`Upload`] and [`MultipartForm`]: files and forms as request bodies"
)]
#![cfg_attr(feature = "sse", doc = "- [`Events`]: server-sent events of a call")]
//! - [`Client::run_all`]: many calls at once
//! - [`oauth`]: access tokens for apps that others install
//!
//! # Bodies
//!
//! ```
//! use intercom_api::types::{AssignConversation, MergeContacts};
//!
//! let assign = AssignConversation::to_admin("5017").by("5012");
//! let merge = MergeContacts::lead("5ba682d2").into_user("5ba682d3");
//! # assert_eq!((assign.assignee_id, merge.into), ("5017".into(), "5ba682d3".into()));
//! ```
//!
//! # Arguments
//!
//! Where two arguments of a method could be swapped, a further method takes the second one and completes
//! the call.
//!
//! ```no_run
//! # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
//! intercom.companies().detach_contact("5ba682d2").from_company("6762f30c").await?;
//! intercom.tags().untag_contact("5ba682d2").tag(7522907).await?;
//! # Ok(())
//! # }
//! ```

mod call;
#[cfg(all(
    feature = "canvas",
    feature = "admins",
    feature = "contacts",
    feature = "conversations"
))]
#[cfg_attr(docsrs, doc(cfg(feature = "canvas")))]
pub mod canvas;
pub mod changes;
mod client;
#[cfg(feature = "rows")]
mod export;
pub mod external;
#[cfg(feature = "webhooks")]
#[cfg_attr(docsrs, doc(cfg(feature = "webhooks")))]
pub mod fin_events;
mod generated;
#[cfg(feature = "messenger")]
#[cfg_attr(docsrs, doc(cfg(feature = "messenger")))]
pub mod messenger;
pub mod oauth;
pub mod search;
#[cfg(all(feature = "conversations", feature = "transcript"))]
pub mod transcript;
#[cfg(any(
    all(feature = "contacts", feature = "contact_verbs"),
    all(feature = "conversations", feature = "conversation_verbs"),
    all(feature = "tickets", feature = "ticket_verbs")
))]
pub mod verbs;
#[cfg(feature = "webhooks")]
#[cfg_attr(docsrs, doc(cfg(feature = "webhooks")))]
pub mod webhooks;

pub use self::call::Call;
pub use self::client::{Client, ClientBuilder};
#[allow(unused_imports, reason = "there may be no resource among the features")]
pub use self::generated::resources::*;
pub use self::generated::{API_VERSION, types};
#[cfg(feature = "blocking")]
#[doc(inline)]
pub use intercom_core::DownloadReader;
#[cfg(feature = "redis")]
#[doc(inline)]
pub use intercom_core::RedisPace;
#[cfg(feature = "record")]
#[cfg_attr(docsrs, doc(cfg(feature = "record")))]
#[doc(inline)]
pub use intercom_core::record;
#[doc(inline)]
pub use intercom_core::{
    Anomalies, Anomaly, ApiError, AttemptRequest, Attributes, BoxFuture, ClientHandle, Clock,
    Connect, DetectedRegion, Download, Endpoint, Error, ErrorCode, ErrorKind, Extra, HookError, Id,
    IntoArgument, IntoCalls, Kind, Location, Nullable, Observation, OneOrMany, Operation,
    OperationInfo, OutOfRange, Pace, Pacer, ParseRegionError, Permit, Progress, QueryValue,
    RateLimit, RawCall, Region, Repeat, Response, ResponseFuture, ResponseInfo, Retries, RunAll,
    RunProgress, SecretString, ServiceTransport, SystemClock, Timestamp, TokenError, TokenProvider,
    Transport, TransportBody, TransportError, UnknownValue, ValueFuture, Wait, Waitable, format,
    paging,
};
#[cfg(feature = "sse")]
#[doc(inline)]
pub use intercom_core::{Events, StreamedEvent};
#[cfg(feature = "upload")]
#[doc(inline)]
pub use intercom_core::{MultipartForm, Upload, UploadBody, UploadProgress};
#[cfg(feature = "rows")]
#[doc(inline)]
pub use intercom_core::{Row, Rows, TypedRows};

// What follows documents one version of the API. Packages for other versions end here.

#[cfg(all(any(doc, doctest), feature = "resources"))]
pub mod guides;

/// The project's own page, whose examples are tests too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// What must not compile.
///
/// Neither type has a function that takes both values:
///
/// ```compile_fail,E0599
/// # use intercom_api::types::AssignConversation;
/// let assign = AssignConversation::new("admin", "5017", "5012");
/// ```
///
/// ```compile_fail,E0599
/// # use intercom_api::types::MergeContacts;
/// let merge = MergeContacts::new("5ba682d2", "5ba682d3");
/// ```
///
/// A value that is missing does not compile either:
///
/// ```compile_fail,E0308
/// # use intercom_api::types::MergeContacts;
/// let merge: MergeContacts = MergeContacts::lead("5ba682d2");
/// ```
///
/// ```compile_fail,E0061
/// # async fn run(intercom: intercom_api::Client) {
/// intercom.tags().untag_contact("5ba682d2", 7522907);
/// # }
/// ```
///
/// A call that lacks an argument cannot be awaited:
///
/// ```compile_fail,E0277
/// # async fn run(intercom: intercom_api::Client) {
/// let tag = intercom.tags().untag_contact("5ba682d2").await;
/// # }
/// ```
#[cfg(doctest)]
struct Misuse;
