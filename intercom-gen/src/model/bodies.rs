//! Bodies of requests that are not JSON.

use super::{Answer, Api, Definition, Operation, Resource, Type};

/// How the body of a request is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BodyFormat {
    /// As JSON.
    #[default]
    Json,
    /// As `application/x-www-form-urlencoded`.
    Form,
    /// As `multipart/form-data`.
    Multipart,
    /// As text of this media type.
    Text(String),
    /// As bytes of this media type.
    Bytes(String),
}

impl BodyFormat {
    /// Returns the media type.
    pub fn media_type(&self) -> &str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Multipart => "multipart/form-data",
            Self::Text(media_type) | Self::Bytes(media_type) => media_type,
        }
    }
}

/// How a field is written in a form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// In this style, named as the variants of the runtime are.
    Style(&'static str),
    /// As a file of this media type.
    MediaType(String),
}

impl Resource {
    /// Returns the features of the runtime that its operations need.
    pub fn features(&self) -> Vec<&'static str> {
        let operations = || self.operations.iter();
        let sends_files = |operation: &Operation| {
            let format = &operation.body_format;
            operation.body.is_some()
                && matches!(format, BodyFormat::Multipart | BodyFormat::Bytes(_))
        };
        let mut features = Vec::new();
        if operations().any(|operation| matches!(operation.answer, Answer::Events(_))) {
            features.push("sse");
        }
        if operations().any(sends_files) {
            features.push("upload");
        }
        features
    }
}

impl Api {
    /// Returns whether any operation needs a feature of the runtime.
    pub fn needs(&self, feature: &str) -> bool {
        let mut resources = self.resources.iter();
        resources.any(|resource| resource.features().contains(&feature))
    }

    /// Returns whether a definition is a body that is written in a format.
    pub fn is_body(&self, definition: &Definition, format: &BodyFormat) -> bool {
        let named = |ty: &Type| ty.names() == Some(&definition.name);
        self.operations().any(|operation| {
            operation.body_format == *format && operation.body.as_ref().is_some_and(named)
        })
    }
}
