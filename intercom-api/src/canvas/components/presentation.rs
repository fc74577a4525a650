//! Components that only show something.

use intercom_core::codegen::{open_enum, record, setters};
use intercom_core::{Extra, UnknownValue};

use crate::canvas::Action;

/// A line between components.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Divider {
    /// Id of the component.
    pub id: Option<String>,
    /// Space below the line. Absent for the usual space.
    pub bottom_margin: Option<BottomMargin>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(Divider {
    "id" => id,
    "bottom_margin" => bottom_margin,
} with "type" = "divider");

setters!(Divider new() {
    optional: id: String;
    optional: bottom_margin: BottomMargin;
});

/// An image.
///
/// ```
/// use intercom_api::canvas::{Image, ImageAlign};
///
/// let logo = Image::new("https://example.com/logo.png")
///     .width(64)
///     .height(32)
///     .align(ImageAlign::Center);
/// # assert_eq!((logo.width, logo.height), (Some(64), Some(32)));
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Image {
    /// Id of the component.
    pub id: Option<String>,
    /// Address of the image.
    pub url: String,
    /// Position in its row.
    pub align: Option<ImageAlign>,
    /// Width in pixels.
    pub width: Option<i64>,
    /// Height in pixels.
    pub height: Option<i64>,
    /// Whether the image has round corners.
    pub rounded: Option<bool>,
    /// Space below the image. Absent for the usual space.
    pub bottom_margin: Option<BottomMargin>,
    /// What happens when the image is selected: an [`Action::url`].
    pub action: Option<Action>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(Image {
    "id" => id,
    "url" => url,
    "align" => align,
    "width" => width,
    "height" => height,
    "rounded" => rounded,
    "bottom_margin" => bottom_margin,
    "action" => action,
} with "type" = "image");

setters!(Image new(url: String) {
    optional: id: String;
    value: url: String;
    optional: align: ImageAlign;
    optional: width: i64;
    optional: height: i64;
    optional: rounded: bool;
    optional: bottom_margin: BottomMargin;
    optional: action: Action;
});

/// Space between components.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Spacer {
    /// Id of the component.
    pub id: Option<String>,
    /// Height. Defaults to `s`.
    pub size: Option<SpacerSize>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(Spacer {
    "id" => id,
    "size" => size,
} with "type" = "spacer");

setters!(Spacer new() {
    optional: id: String;
    optional: size: SpacerSize;
});

/// A paragraph of text. The text may contain links in Markdown.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Text {
    /// Id of the component.
    pub id: Option<String>,
    /// Text to show.
    pub text: String,
    /// Appearance. Defaults to `paragraph`.
    pub style: Option<TextStyle>,
    /// Position in its row. Defaults to `left`.
    pub align: Option<TextAlign>,
    /// Space below the text. Absent for the usual space.
    pub bottom_margin: Option<BottomMargin>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(Text {
    "id" => id,
    "text" => text,
    "style" => style,
    "align" => align,
    "bottom_margin" => bottom_margin,
} with "type" = "text");

setters!(Text new(text: String) {
    optional: id: String;
    value: text: String;
    optional: style: TextStyle;
    optional: align: TextAlign;
    optional: bottom_margin: BottomMargin;
});

/// Space below a component.
///
/// An open enumeration: unknown values are kept.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum BottomMargin {
    /// No space. The value `none`.
    None,
    /// A value that this version of the crate does not know.
    Unknown(UnknownValue),
}

open_enum!(BottomMargin { None = "none" });

/// Position of an image in its row.
///
/// An open enumeration: unknown values are kept.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum ImageAlign {
    /// At the left. The value `left`.
    Left,
    /// In the middle. The value `center`.
    Center,
    /// Over the whole width. The value `full_width`.
    FullWidth,
    /// A value that this version of the crate does not know.
    Unknown(UnknownValue),
}

open_enum!(ImageAlign {
    Left = "left",
    Center = "center",
    FullWidth = "full_width",
});

/// Height of a [`Spacer`].
///
/// An open enumeration: unknown values are kept.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum SpacerSize {
    /// The value `xs`.
    ExtraSmall,
    /// The value `s`.
    Small,
    /// The value `m`.
    Medium,
    /// The value `l`.
    Large,
    /// The value `xl`.
    ExtraLarge,
    /// A value that this version of the crate does not know.
    Unknown(UnknownValue),
}

open_enum!(SpacerSize {
    ExtraSmall = "xs",
    Small = "s",
    Medium = "m",
    Large = "l",
    ExtraLarge = "xl",
});

/// Appearance of a [`Text`].
///
/// An open enumeration: unknown values are kept.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum TextStyle {
    /// A heading. The value `header`.
    Header,
    /// Normal text. The value `paragraph`.
    Paragraph,
    /// Gray text. The value `muted`.
    Muted,
    /// Red text. The value `error`.
    Error,
    /// A value that this version of the crate does not know.
    Unknown(UnknownValue),
}

open_enum!(TextStyle {
    Header = "header",
    Paragraph = "paragraph",
    Muted = "muted",
    Error = "error",
});

/// Position of a [`Text`] in its row.
///
/// An open enumeration: unknown values are kept.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum TextAlign {
    /// At the left. The value `left`.
    Left,
    /// In the middle. The value `center`.
    Center,
    /// At the right. The value `right`.
    Right,
    /// A value that this version of the crate does not know.
    Unknown(UnknownValue),
}

open_enum!(TextAlign {
    Left = "left",
    Center = "center",
    Right = "right",
});
