//! Errors in the shape of Intercom.

use serde_json::{Value, json};

use super::response::Response;

/// Why a call was refused.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) field: Option<String>,
}

/// The response of a handler, or why it refuses the call.
pub(crate) type Outcome = Result<Response, ApiError>;

impl ApiError {
    pub(crate) fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.into(),
            field: None,
        }
    }

    /// Returns the usual code of a status.
    pub(crate) fn of_status(status: u16) -> Self {
        let (code, message) = match status {
            401 => ("unauthorized", "Access Token Invalid"),
            403 => (
                "api_plan_restricted",
                "This workspace's plan does not include this call",
            ),
            404 => ("not_found", "Resource Not Found"),
            408 => ("request_timeout", "The request took too long"),
            409 => ("conflict", "The request conflicts with what is stored"),
            429 => ("rate_limit_exceeded", "Rate limit exceeded"),
            503 => (
                "service_unavailable",
                "Sorry, the API service is temporarily unavailable",
            ),
            500.. => ("server_error", "Something went wrong"),
            _ => ("client_error", "The request was refused"),
        };
        Self::new(status, code, message)
    }

    /// No object of this kind has the id.
    pub(crate) fn not_found(kind: &str) -> Self {
        Self::new(404, "not_found", format!("{kind} Not Found"))
    }

    /// A value that is of the right type but makes no sense.
    pub(crate) fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::new(400, "parameter_invalid", message).on(field)
    }

    /// A required value that is not there.
    pub(crate) fn missing(field: &str) -> Self {
        Self::new(400, "parameter_missing", format!("{field} is required")).on(field)
    }

    /// Names the field at fault.
    pub(crate) fn on(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Returns the error as a response.
    pub(crate) fn into_response(self, request_id: &str) -> Response {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let Some(field) = self.field {
            error["field"] = Value::String(field);
        }
        let body = json!({ "type": "error.list", "request_id": request_id, "errors": [error] });
        Response::json(body).with_status(self.status)
    }
}
