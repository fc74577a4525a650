//! Canvas Kit: apps in the Messenger, the inbox and messages.
//!
//! Intercom posts a request to the app when it is added, shown or used, and the app returns the
//! components to show. Start with [`Verifier`], which checks and decodes a request, and with
//! [`CanvasResponse`], which is encoded by [`to_json`](CanvasResponse::to_json):
//!
//! ```
//! use intercom_api::canvas::{
//!     Action, Button, Canvas, CanvasError, CanvasResponse, Input, InitializeRequest, SubmitRequest,
//!     Text, Verifier,
//! };
//! use intercom_api::external::http::HeaderMap;
//!
//! fn initialize(
//!     verifier: &Verifier,
//!     headers: &HeaderMap,
//!     body: &[u8],
//! ) -> Result<String, CanvasError> {
//!     let request: InitializeRequest = verifier.verify(headers, body)?;
//!     let name = request.person().and_then(|person| person.name.as_deref());
//!     let canvas = Canvas::new()
//!         .component(Text::new(format!("Hello {}", name.unwrap_or("there"))).style("header"))
//!         .component(Input::new("order").label("Order number"))
//!         .component(Button::id("find").label("Find").action(Action::submit()));
//!     CanvasResponse::show(canvas).to_json()
//! }
//!
//! fn submit(
//!     verifier: &Verifier,
//!     headers: &HeaderMap,
//!     body: &[u8],
//! ) -> Result<String, CanvasError> {
//!     let request: SubmitRequest = verifier.verify(headers, body)?;
//!     let order = request.input("order").unwrap_or("none");
//!     let canvas = Canvas::new().component(Text::new(format!("Order {order} is on its way.")));
//!     CanvasResponse::show(canvas).to_json()
//! }
//! ```
//!
//! | request | type | response |
//! |---|---|---|
//! | configure: an admin adds the app | [`ConfigureRequest`] | a canvas, or [`CanvasResponse::results`] at the end |
//! | initialize: the app is shown | [`InitializeRequest`] | a canvas |
//! | submit: a component is used | [`SubmitRequest`] | a canvas |
//! | live canvas: `content_url` is loaded | [`LiveCanvasRequest`] | [`LiveCanvasResponse`] |
//! | sheet: a sheet is opened | [`SheetRequest`], by [`Verifier::open_sheet`] | a page of HTML |
//! | sheet submit: a sheet is closed | [`SheetSubmitRequest`] | a canvas |
//!
//! With the feature `axum`, responses and errors are responses of axum's handlers.
//!
//! Unknown fields and components are kept, as in every other type of this crate. This module must
//! not depend on the client: it sends nothing.

mod action;
#[cfg(feature = "axum")]
mod axum;
mod component;
mod components;
mod content;
mod context;
mod error;
mod request;
mod response;
mod sheet;
mod verifier;

#[cfg(test)]
mod tests;

pub use self::action::{Action, SheetAction, SubmitAction, UrlAction};
pub use self::component::Component;
pub use self::components::*;
pub use self::content::{Canvas, Content};
pub use self::context::{CanvasContext, CanvasLocation};
pub use self::error::CanvasError;
pub use self::request::{
    CanvasRequest, ConfigureRequest, InitializeRequest, LiveCanvasRequest, SheetSubmitRequest,
    SubmitRequest,
};
pub use self::response::{
    CanvasEvent, CanvasResponse, LiveCanvasResponse, MAX_CONTENT_SIZE, MAX_STORED_DATA_SIZE,
};
pub use self::sheet::{Sheet, SheetRequest};
pub use self::verifier::Verifier;
