//! Lists.

use intercom_core::Extra;
use intercom_core::codegen::{constructors, record, setters};

use crate::canvas::Action;

/// Items that can be selected.
///
/// ```
/// use intercom_api::canvas::{Action, List, ListItem};
///
/// let orders = List::new([
///     ListItem::id("4711").title("Order 4711").subtitle("Shipped").action(Action::submit()),
///     ListItem::id("4712").title("Order 4712").disabled(true),
/// ]);
/// # assert_eq!(orders.items.len(), 2);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct List {
    /// Items, at least one.
    pub items: Vec<ListItem>,
    /// Whether no item can be selected.
    pub disabled: Option<bool>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(List {
    "items" => items,
    "disabled" => disabled,
} with "type" = "list");

setters!(List new(items: Vec<ListItem>) {
    list: items: ListItem;
    optional: disabled: bool;
});

/// An item of a [`List`].
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ListItem {
    /// Id of the item, which is unique in its canvas. A submit request repeats it.
    pub id: String,
    /// First line.
    pub title: String,
    /// Second line.
    pub subtitle: Option<String>,
    /// Third line.
    pub tertiary_text: Option<String>,
    /// Address of an image beside the lines.
    pub image: Option<String>,
    /// Width of the image in pixels.
    pub image_width: Option<i64>,
    /// Height of the image in pixels.
    pub image_height: Option<i64>,
    /// Whether the image has round corners.
    pub rounded_image: Option<bool>,
    /// Whether the item cannot be selected.
    pub disabled: Option<bool>,
    /// What happens when the item is selected.
    pub action: Option<Action>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(ListItem {
    "id" => id,
    "title" => title,
    "subtitle" => subtitle,
    "tertiary_text" => tertiary_text,
    "image" => image,
    "image_width" => image_width,
    "image_height" => image_height,
    "rounded_image" => rounded_image,
    "disabled" => disabled,
    "action" => action,
} with "type" = "item");

setters!(ListItem {
    value: title: String;
    optional: subtitle: String;
    optional: tertiary_text: String;
    optional: image: String;
    optional: image_width: i64;
    optional: image_height: i64;
    optional: rounded_image: bool;
    optional: disabled: bool;
    optional: action: Action;
});

constructors!(ListItem {
    new id([value] id: String) => ListItemWithoutTitle;
    in ListItemWithoutTitle: title([value] title: String) => ListItem;
});
