//! What happens when a component is used.

use intercom_core::Extra;
use intercom_core::codegen::{record, setters};
use serde_json::Value;

use super::component::tagged;

/// What happens when a component is used.
///
/// ```
/// use intercom_api::canvas::Action;
///
/// let action = Action::url("https://example.com/orders");
/// # assert_eq!(
/// #     serde_json::to_value(&action).unwrap(),
/// #     serde_json::json!({"type": "url", "url": "https://example.com/orders"}),
/// # );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Action {
    /// Posts a submit request to the app. The type `submit`.
    Submit(SubmitAction),
    /// Opens a page in a new tab. The type `url`.
    Url(UrlAction),
    /// Opens a page of the app within the Messenger. The type `sheet`.
    Sheet(SheetAction),
    /// An action of another type, as it was received.
    Other(Value),
}

tagged!(Action {
    "submit" => Submit(SubmitAction),
    "url" => Url(UrlAction),
    "sheet" => Sheet(SheetAction),
});

impl Action {
    /// Creates the action that posts a submit request to the app.
    #[must_use]
    pub fn submit() -> Self {
        Self::Submit(SubmitAction::new())
    }

    /// Creates the action that opens a page in a new tab.
    #[must_use]
    pub fn url(url: impl Into<String>) -> Self {
        Self::Url(UrlAction::new(url))
    }

    /// Creates the action that opens a page of the app within the Messenger. The page receives a
    /// [`SheetRequest`](super::SheetRequest).
    #[must_use]
    pub fn sheet(url: impl Into<String>) -> Self {
        Self::Sheet(SheetAction::new(url))
    }
}

/// The action that posts a submit request to the app.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct SubmitAction {
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(SubmitAction {} with "type" = "submit");
setters!(SubmitAction new() {});

/// The action that opens a page in a new tab.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct UrlAction {
    /// Address of the page.
    pub url: String,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(UrlAction { "url" => url } with "type" = "url");
setters!(UrlAction new(url: String) {
    value: url: String;
});

/// The action that opens a page of the app within the Messenger.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct SheetAction {
    /// Address of the page, which is loaded with a POST.
    pub url: String,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(SheetAction { "url" => url } with "type" = "sheet");
setters!(SheetAction new(url: String) {
    value: url: String;
});
