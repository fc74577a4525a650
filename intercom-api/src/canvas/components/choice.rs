//! Components to select from options.

use intercom_core::codegen::{constructors, open_enum, record, setters};
use intercom_core::{Extra, UnknownValue};

use crate::canvas::Action;

/// Options that allow multiple selections.
///
/// ```
/// use intercom_api::canvas::{Checkbox, ChoiceOption};
///
/// let topics = Checkbox::new("topics", [
///     ChoiceOption::id("news").text("News"),
///     ChoiceOption::id("offers").text("Offers"),
/// ])
/// .label("Send me")
/// .value(["news"]);
/// # assert_eq!(topics.options.len(), 2);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Checkbox {
    /// Id of the component, which is unique in its canvas. Input values have it as their key.
    pub id: String,
    /// Options, at least one. The key `option`.
    pub options: Vec<ChoiceOption>,
    /// Text above the options.
    pub label: Option<String>,
    /// Ids of the selected options.
    pub value: Option<Vec<String>>,
    /// How the selection is shown.
    pub save_state: Option<SaveState>,
    /// Whether nothing can be selected.
    pub disabled: Option<bool>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(Checkbox {
    "id" => id,
    "option" => options,
    "label" => label,
    "value" => value,
    "save_state" => save_state,
    "disabled" => disabled,
} with "type" = "checkbox");

setters!(Checkbox new(id: String, options: Vec<ChoiceOption>) {
    list: options: ChoiceOption;
    optional: label: String;
    optional list: value: String;
    optional: save_state: SaveState;
    optional: disabled: bool;
});

/// A menu of options that allows a single selection.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Dropdown {
    /// Id of the component, which is unique in its canvas. Input values have it as their key.
    pub id: String,
    /// Options, at least one.
    pub options: Vec<ChoiceOption>,
    /// Text above the menu.
    pub label: Option<String>,
    /// Id of the selected option.
    pub value: Option<String>,
    /// How the selection is shown.
    pub save_state: Option<SaveState>,
    /// Whether nothing can be selected.
    pub disabled: Option<bool>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(Dropdown {
    "id" => id,
    "options" => options,
    "label" => label,
    "value" => value,
    "save_state" => save_state,
    "disabled" => disabled,
} with "type" = "dropdown");

setters!(Dropdown new(id: String, options: Vec<ChoiceOption>) {
    list: options: ChoiceOption;
    optional: label: String;
    optional: value: String;
    optional: save_state: SaveState;
    optional: disabled: bool;
});

/// Options side by side that allow a single selection.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct SingleSelect {
    /// Id of the component, which is unique in its canvas. Input values have it as their key.
    pub id: String,
    /// Options, at least two.
    pub options: Vec<ChoiceOption>,
    /// Text above the options.
    pub label: Option<String>,
    /// Id of the selected option.
    pub value: Option<String>,
    /// What happens when an option is selected.
    pub action: Option<Action>,
    /// How the selection is shown.
    pub save_state: Option<SaveState>,
    /// Whether nothing can be selected.
    pub disabled: Option<bool>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(SingleSelect {
    "id" => id,
    "options" => options,
    "label" => label,
    "value" => value,
    "action" => action,
    "save_state" => save_state,
    "disabled" => disabled,
} with "type" = "single-select");

setters!(SingleSelect new(id: String, options: Vec<ChoiceOption>) {
    list: options: ChoiceOption;
    optional: label: String;
    optional: value: String;
    optional: action: Action;
    optional: save_state: SaveState;
    optional: disabled: bool;
});

/// An option of a [`Checkbox`], [`Dropdown`] or [`SingleSelect`].
///
/// Its two required values have names, so that they cannot be swapped:
///
/// ```compile_fail,E0599
/// # use intercom_api::canvas::ChoiceOption;
/// let option = ChoiceOption::new("news", "News");
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ChoiceOption {
    /// Id of the option: the input value when it is selected.
    pub id: String,
    /// Text of the option.
    pub text: String,
    /// Whether the option cannot be selected.
    pub disabled: Option<bool>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(ChoiceOption {
    "id" => id,
    "text" => text,
    "disabled" => disabled,
} with "type" = "option");

setters!(ChoiceOption {
    value: text: String;
    optional: disabled: bool;
});

constructors!(ChoiceOption {
    new id([value] id: String) => ChoiceOptionWithoutText;
    in ChoiceOptionWithoutText: text([value] text: String) => ChoiceOption;
});

/// How the value of a component is shown after it was entered.
///
/// An open enumeration: unknown values are kept.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum SaveState {
    /// The value is not saved. The value `unsaved`.
    Unsaved,
    /// The value is saved. The value `saved`.
    Saved,
    /// Saving failed. The value `failed`.
    Failed,
    /// A value that this version of the crate does not know.
    Unknown(UnknownValue),
}

open_enum!(SaveState {
    Unsaved = "unsaved",
    Saved = "saved",
    Failed = "failed",
});
