//! Responses and errors of Canvas Kit as responses of axum's handlers.

use axum_core::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::CONTENT_TYPE;

use super::{CanvasError, CanvasResponse, LiveCanvasResponse};

/// Checks the limits and encodes the response. One that is too large becomes the status 500.
impl IntoResponse for CanvasResponse {
    fn into_response(self) -> Response {
        respond(self.to_json())
    }
}

/// Checks the limit and encodes the response. One that is too large becomes the status 500.
impl IntoResponse for LiveCanvasResponse {
    fn into_response(self) -> Response {
        respond(self.to_json())
    }
}

/// Responds with the [`status`](CanvasError::status) and the text of the error.
impl IntoResponse for CanvasError {
    fn into_response(self) -> Response {
        (self.status(), self.to_string()).into_response()
    }
}

fn respond(json: Result<String, CanvasError>) -> Response {
    match json {
        Ok(json) => {
            let json_type = HeaderValue::from_static("application/json");
            ([(CONTENT_TYPE, json_type)], json).into_response()
        }
        Err(error) => error.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use axum_core::response::IntoResponse;
    use http::StatusCode;

    use crate::canvas::{Canvas, CanvasError, CanvasResponse, LiveCanvasResponse, Text};

    #[test]
    fn responses_have_status_and_media_type() {
        let canvas = Canvas::new().component(Text::new("T"));
        let response = CanvasResponse::show(canvas).into_response();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "application/json");
        let large = LiveCanvasResponse::new().component(Text::new("x".repeat(100_000)));
        let response = large.into_response();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let response = CanvasError::SignatureMismatch.into_response();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    }
}
