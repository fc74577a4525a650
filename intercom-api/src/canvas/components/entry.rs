//! Components to enter text.

use intercom_core::Extra;
use intercom_core::codegen::{record, setters};

use super::SaveState;
use crate::canvas::Action;

/// A line of text to enter.
///
/// ```
/// use intercom_api::canvas::{Action, Input};
///
/// let order = Input::new("order").label("Order number").action(Action::submit());
/// # assert_eq!(order.label.as_deref(), Some("Order number"));
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Input {
    /// Id of the component, which is unique in its canvas. Input values have it as their key.
    pub id: String,
    /// Text above the line.
    pub label: Option<String>,
    /// Text in the line while it is empty.
    pub placeholder: Option<String>,
    /// Text in the line.
    pub value: Option<String>,
    /// What happens when the button in the line is pressed. Without an action there is no button.
    pub action: Option<Action>,
    /// How the text is shown.
    pub save_state: Option<SaveState>,
    /// Whether nothing can be entered.
    pub disabled: Option<bool>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(Input {
    "id" => id,
    "label" => label,
    "placeholder" => placeholder,
    "value" => value,
    "action" => action,
    "save_state" => save_state,
    "disabled" => disabled,
} with "type" = "input");

setters!(Input new(id: String) {
    value: id: String;
    optional: label: String;
    optional: placeholder: String;
    optional: value: String;
    optional: action: Action;
    optional: save_state: SaveState;
    optional: disabled: bool;
});

/// Several lines of text to enter.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct TextArea {
    /// Id of the component, which is unique in its canvas. Input values have it as their key.
    pub id: String,
    /// Text above the lines.
    pub label: Option<String>,
    /// Text in the lines while they are empty.
    pub placeholder: Option<String>,
    /// Text in the lines.
    pub value: Option<String>,
    /// Whether the text is shown as wrong.
    pub error: Option<bool>,
    /// How the text is shown.
    pub save_state: Option<SaveState>,
    /// Whether nothing can be entered.
    pub disabled: Option<bool>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(TextArea {
    "id" => id,
    "label" => label,
    "placeholder" => placeholder,
    "value" => value,
    "error" => error,
    "save_state" => save_state,
    "disabled" => disabled,
} with "type" = "textarea");

setters!(TextArea new(id: String) {
    value: id: String;
    optional: label: String;
    optional: placeholder: String;
    optional: value: String;
    optional: error: bool;
    optional: save_state: SaveState;
    optional: disabled: bool;
});
