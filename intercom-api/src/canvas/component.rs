//! The component of a canvas: one of several types, named by the key `type`.

use serde_json::Value;

use super::components::{
    Button, Checkbox, DataTable, Divider, Dropdown, Image, Input, List, SingleSelect, Spacer, Text,
    TextArea,
};

/// Makes an enumeration of types readable and writable that the value of `type` names.
///
/// Unlike the unions of the API, the other keys decide nothing: a component of an unknown type, or
/// without one, stays exactly as it was received.
macro_rules! tagged {
    ($name:ident { $($tag:literal => $variant:ident($ty:ident)),* $(,)? }) => {
        impl intercom_core::codegen::field::Field for $name {
            fn read<'de, D: serde::Deserializer<'de>>(
                &mut self,
                input: D,
            ) -> Result<intercom_core::codegen::field::Reading, D::Error> {
                use intercom_core::codegen::field::{Reading, reread};

                let value = <serde_json::Value as serde::Deserialize>::deserialize(input)?;
                match value.get("type").and_then(serde_json::Value::as_str) {
                    $(Some($tag) => {
                        let (value, reading) = reread::<$ty>(&value);
                        *self = Self::$variant(value);
                        Ok(reading)
                    })*
                    _ => {
                        let reading = Reading::of_any(&value);
                        *self = Self::Other(value);
                        Ok(reading)
                    }
                }
            }

            fn view(&self) -> intercom_core::codegen::View<'_> {
                match self {
                    $(Self::$variant(value) => {
                        intercom_core::codegen::field::Field::view(value)
                    })*
                    Self::Other(value) => intercom_core::codegen::View::Json(value),
                }
            }
        }

        impl $name {
            /// Returns the type as it is written: the value of the key `type`.
            pub fn kind(&self) -> Option<&str> {
                match self {
                    $(Self::$variant(_) => Some($tag),)*
                    Self::Other(value) => value.get("type")?.as_str(),
                }
            }
        }

        $(
            impl From<$ty> for $name {
                fn from(value: $ty) -> Self {
                    Self::$variant(value)
                }
            }
        )*

        impl Default for $name {
            fn default() -> Self {
                Self::Other(serde_json::Value::Null)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(output),)*
                    Self::Other(value) => value.serialize(output),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let mut value = Self::default();
                intercom_core::codegen::field::Field::read(&mut value, input)?;
                Ok(value)
            }
        }
    };
}

pub(super) use tagged;

/// A component of a canvas.
///
/// Every component converts into it, so that [`Canvas::component`](super::Canvas::component) takes them as they
/// are.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Component {
    /// A button. The type `button`.
    Button(Button),
    /// Options that allow multiple selections. The type `checkbox`.
    Checkbox(Checkbox),
    /// Options in a menu. The type `dropdown`.
    Dropdown(Dropdown),
    /// A line of text to enter. The type `input`.
    Input(Input),
    /// Items that can be selected. The type `list`.
    List(List),
    /// Options side by side that allow a single selection. The type `single-select`.
    SingleSelect(SingleSelect),
    /// Several lines of text to enter. The type `textarea`.
    TextArea(TextArea),
    /// Names and values. The type `data-table`.
    DataTable(DataTable),
    /// A line between components. The type `divider`.
    Divider(Divider),
    /// An image. The type `image`.
    Image(Image),
    /// Space between components. The type `spacer`.
    Spacer(Spacer),
    /// A paragraph of text. The type `text`.
    Text(Text),
    /// A component of another type, as it was received.
    Other(Value),
}

tagged!(Component {
    "button" => Button(Button),
    "checkbox" => Checkbox(Checkbox),
    "dropdown" => Dropdown(Dropdown),
    "input" => Input(Input),
    "list" => List(List),
    "single-select" => SingleSelect(SingleSelect),
    "textarea" => TextArea(TextArea),
    "data-table" => DataTable(DataTable),
    "divider" => Divider(Divider),
    "image" => Image(Image),
    "spacer" => Spacer(Spacer),
    "text" => Text(Text),
});
