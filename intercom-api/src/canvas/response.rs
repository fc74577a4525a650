//! The responses of an app, and the limits that Intercom sets for them.

use intercom_core::codegen::{record, setters};
use intercom_core::{Attributes, Extra, IntoArgument};
use serde::Serialize;

use super::{Canvas, CanvasError, Component, Content};

/// How many bytes the components of a canvas can have as JSON.
pub const MAX_CONTENT_SIZE: usize = 64 * 1024;

/// How many bytes the stored data of a canvas can have as JSON.
pub const MAX_STORED_DATA_SIZE: usize = 64 * 1024;

/// The response to a request: a canvas to show, or the results of a configuration.
///
/// ```
/// use intercom_api::canvas::{Canvas, CanvasResponse, Text};
///
/// # fn main() -> Result<(), intercom_api::canvas::CanvasError> {
/// let json = CanvasResponse::show(Canvas::new().component(Text::new("Thanks!"))).to_json()?;
/// assert_eq!(
///     json,
///     r#"{"canvas":{"content":{"components":[{"type":"text","text":"Thanks!"}]}}}"#
/// );
///
/// let json = CanvasResponse::results([("board", "roadmap")]).to_json()?;
/// assert_eq!(json, r#"{"results":{"board":"roadmap"}}"#);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct CanvasResponse {
    /// The canvas to show.
    pub canvas: Option<Canvas>,
    /// Values that the initialize request receives.
    pub card_creation_options: Option<Attributes>,
    /// What the response ends.
    pub event: Option<CanvasEvent>,
    /// Results that end a configuration. The initialize request receives them as its
    /// `card_creation_options`.
    pub results: Option<Attributes>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(CanvasResponse {
    "canvas" => canvas,
    "card_creation_options" => card_creation_options,
    "event" => event,
    "results" => results,
});

setters!(CanvasResponse {
    optional open: card_creation_options: Attributes;
});

impl CanvasResponse {
    /// Creates a response that shows a canvas.
    #[must_use]
    pub fn show(canvas: Canvas) -> Self {
        Self {
            canvas: Some(canvas),
            ..Self::default()
        }
    }

    /// Creates a response that ends a configuration.
    #[must_use]
    pub fn results(results: impl IntoArgument<Attributes>) -> Self {
        Self {
            results: Some(results.into_argument()),
            ..Self::default()
        }
    }

    /// Ends the app's part in a bot's workflow, which then continues.
    #[must_use]
    pub fn completed(mut self) -> Self {
        self.event = Some(CanvasEvent::completed());
        self
    }

    /// Encodes the response, after checking the limits of Intercom.
    ///
    /// # Errors
    ///
    /// [`CanvasError::ContentTooLarge`] or [`CanvasError::StoredDataTooLarge`]: Intercom would
    /// refuse the response and show an error.
    pub fn to_json(&self) -> Result<String, CanvasError> {
        if let Some(canvas) = &self.canvas {
            check_canvas(canvas)?;
        }
        Ok(encode(self))
    }
}

/// The response to a [`LiveCanvasRequest`](super::LiveCanvasRequest): components, without a canvas
/// around them.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct LiveCanvasResponse {
    /// Components to show.
    pub content: Content,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(LiveCanvasResponse { "content" => content });

setters!(LiveCanvasResponse {
    value: content: Content;
});

impl LiveCanvasResponse {
    /// Creates a response without components; [`component`](Self::component) adds them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a component below the others.
    #[must_use]
    pub fn component(mut self, component: impl Into<Component>) -> Self {
        self.content.components.push(component.into());
        self
    }

    /// Encodes the response, after checking the limit of Intercom.
    ///
    /// # Errors
    ///
    /// [`CanvasError::ContentTooLarge`].
    pub fn to_json(&self) -> Result<String, CanvasError> {
        check_content(&self.content)?;
        Ok(encode(self))
    }
}

/// What a response ends.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct CanvasEvent {
    /// Type of the event: `completed`. The key `type`.
    pub kind: String,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(CanvasEvent { "type" => kind });

impl CanvasEvent {
    /// Creates the event that ends the app's part in a bot's workflow.
    #[must_use]
    pub fn completed() -> Self {
        Self {
            kind: "completed".to_owned(),
            ..Self::default()
        }
    }
}

fn check_canvas(canvas: &Canvas) -> Result<(), CanvasError> {
    if let Some(content) = &canvas.content {
        check_content(content)?;
    }
    let size = canvas
        .stored_data
        .as_ref()
        .map_or(0, |data| encode(data).len());
    if size > MAX_STORED_DATA_SIZE {
        let limit = MAX_STORED_DATA_SIZE;
        return Err(CanvasError::StoredDataTooLarge { size, limit });
    }
    Ok(())
}

fn check_content(content: &Content) -> Result<(), CanvasError> {
    let size = encode(content).len();
    if size > MAX_CONTENT_SIZE {
        let limit = MAX_CONTENT_SIZE;
        return Err(CanvasError::ContentTooLarge { size, limit });
    }
    Ok(())
}

/// Records have string keys and hold JSON alone, which can always be written.
fn encode<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
