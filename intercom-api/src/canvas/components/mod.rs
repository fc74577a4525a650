//! The components of a canvas, and what they consist of.

mod button;
mod choice;
mod entry;
mod list;
mod presentation;
mod table;

pub use self::button::{Button, ButtonStyle, ButtonWithoutAction, ButtonWithoutLabel};
pub use self::choice::{
    Checkbox, ChoiceOption, ChoiceOptionWithoutText, Dropdown, SaveState, SingleSelect,
};
pub use self::entry::{Input, TextArea};
pub use self::list::{List, ListItem, ListItemWithoutTitle};
pub use self::presentation::{
    BottomMargin, Divider, Image, ImageAlign, Spacer, SpacerSize, Text, TextAlign, TextStyle,
};
pub use self::table::{DataTable, FieldValue, FieldValueWithoutValue};
