//! What an app shows: components, or the address that they are loaded from.

use intercom_core::codegen::{record, setters};
use intercom_core::{Attributes, Extra};

use super::Component;

/// What an app shows.
///
/// ```
/// use intercom_api::canvas::{Action, Button, Canvas, Divider, Text};
///
/// let canvas = Canvas::new()
///     .component(Text::new("Your order"))
///     .component(Divider::new())
///     .component(Button::id("refund").label("Refund").action(Action::submit()))
///     .stored_data([("order", "4711")]);
/// # assert_eq!(canvas.components().len(), 3);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Canvas {
    /// Components to show.
    pub content: Option<Content>,
    /// Address that the components are loaded from each time the app is shown.
    pub content_url: Option<String>,
    /// Data that Intercom keeps with the app and returns in later requests.
    pub stored_data: Option<Attributes>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(Canvas {
    "content" => content,
    "content_url" => content_url,
    "stored_data" => stored_data,
});

setters!(Canvas {
    optional: content: Content;
    optional: content_url: String;
    optional open: stored_data: Attributes;
});

impl Canvas {
    /// Creates a canvas without components; [`component`](Self::component) adds them.
    #[must_use]
    pub fn new() -> Self {
        Self::default().content(Content::default())
    }

    /// Creates a live canvas: Intercom loads the components from this address each time the app is
    /// shown, with a [`LiveCanvasRequest`](super::LiveCanvasRequest).
    #[must_use]
    pub fn live(content_url: impl Into<String>) -> Self {
        Self::default().content_url(content_url)
    }

    /// Adds a component below the others.
    #[must_use]
    pub fn component(mut self, component: impl Into<Component>) -> Self {
        let content = self.content.get_or_insert_default();
        content.components.push(component.into());
        self
    }

    /// Returns the components; a live canvas has none.
    pub fn components(&self) -> &[Component] {
        self.content
            .as_ref()
            .map_or(&[], |content| &content.components)
    }
}

impl<T: Into<Component>> FromIterator<T> for Canvas {
    fn from_iter<I: IntoIterator<Item = T>>(components: I) -> Self {
        Self::default().content(Content::new(
            components.into_iter().map(Into::into).collect::<Vec<_>>(),
        ))
    }
}

/// The components of a canvas.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Content {
    /// Components, from top to bottom.
    pub components: Vec<Component>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(Content { "components" => components });

setters!(Content new(components: Vec<Component>) {
    list: components: Component;
});
