//! Buttons.

use intercom_core::codegen::{constructors, open_enum, record, setters};
use intercom_core::{Extra, UnknownValue};

use crate::canvas::Action;

/// A button.
///
/// ```
/// use intercom_api::canvas::{Action, Button, ButtonStyle};
///
/// let button = Button::id("save")
///     .label("Save")
///     .action(Action::submit())
///     .style(ButtonStyle::Secondary);
/// # assert_eq!(button.id, "save");
/// ```
///
/// A button without an action does not compile:
///
/// ```compile_fail,E0308
/// # use intercom_api::canvas::Button;
/// let button: Button = Button::id("save").label("Save");
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Button {
    /// Id of the component, which is unique in its canvas. A submit request repeats it.
    pub id: String,
    /// Text of the button.
    pub label: String,
    /// Appearance. Defaults to `primary`.
    pub style: Option<ButtonStyle>,
    /// What happens when the button is pressed.
    pub action: Action,
    /// Whether the button cannot be pressed.
    pub disabled: Option<bool>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(Button {
    "id" => id,
    "label" => label,
    "style" => style,
    "action" => action,
    "disabled" => disabled,
} with "type" = "button");

setters!(Button {
    value: label: String;
    optional: style: ButtonStyle;
    value: action: Action;
    optional: disabled: bool;
});

constructors!(Button {
    new id([value] id: String) => ButtonWithoutLabel;
    in ButtonWithoutLabel: label([value] label: String) => ButtonWithoutAction;
    in ButtonWithoutAction: action([value] action: Action) => Button;
});

/// Appearance of a button.
///
/// An open enumeration: unknown values are kept.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum ButtonStyle {
    /// Filled with the color of the Messenger. The value `primary`.
    Primary,
    /// Outlined. The value `secondary`.
    Secondary,
    /// Text alone. The value `link`.
    Link,
    /// A value that this version of the crate does not know.
    Unknown(UnknownValue),
}

open_enum!(ButtonStyle {
    Primary = "primary",
    Secondary = "secondary",
    Link = "link",
});
