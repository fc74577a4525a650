//! The bodies of a request: JSON, forms, text, bytes, and files that are opened for each attempt.

use bytes::Bytes;
use http::HeaderValue;
use http::header::CONTENT_TYPE;

use super::Request;
use crate::error::short_type_name;
use crate::transport::form::{FormBody, encode};

impl Request {
    /// Sets the body to an encoded value. The cause of a failure is not printed, because serde's
    /// errors may quote the value.
    pub fn set_json(&mut self, body: serde_json::Result<Vec<u8>>, type_name: &'static str) {
        let Ok(body) = body else {
            let name = short_type_name(type_name);
            return self.fail(["the body `", &name, "` cannot be encoded as JSON"].concat());
        };
        let content_type = HeaderValue::from_static("application/json");
        self.set_body(Bytes::from(body), Some(content_type));
    }

    pub(crate) fn set_body(&mut self, body: Bytes, content_type: Option<HeaderValue>) {
        self.set_header(Some(CONTENT_TYPE), content_type);
        #[cfg(feature = "upload")]
        {
            self.outgoing = None;
        }
        self.body = Some(body);
    }

    /// Sets the body to the fields of a value, as `application/x-www-form-urlencoded`.
    pub fn set_form<B: FormBody + ?Sized>(&mut self, body: &B) {
        match encode(serde_json::to_value(body), B::STYLES) {
            Ok(text) => {
                let content_type = "application/x-www-form-urlencoded";
                let content_type = HeaderValue::from_static(content_type);
                self.set_body(text.into(), Some(content_type));
            }
            Err(problem) => self.fail(problem),
        }
    }

    /// Sets the body to a text of a media type.
    pub fn set_text(&mut self, text: String, media_type: &'static str) {
        let content_type = if media_type.contains("charset") {
            HeaderValue::from_static(media_type)
        } else {
            // Without it, some servers read another encoding.
            let Ok(value) = HeaderValue::try_from([media_type, "; charset=utf-8"].concat()) else {
                return self.fail("the media type of the body cannot be a header");
            };
            value
        };
        self.set_body(text.into(), Some(content_type));
    }

    /// Sets the body to a file of a media type, unless the file has one of its own.
    #[cfg(feature = "upload")]
    pub fn set_upload(&mut self, upload: crate::upload::Upload, media_type: &'static str) {
        let upload = upload.or_media_type(media_type);
        self.set_outgoing(crate::upload::Outgoing::whole(upload));
    }

    /// Sets the body to the parts of a form.
    #[cfg(feature = "upload")]
    pub fn set_multipart(&mut self, form: crate::upload::MultipartForm) {
        match crate::upload::Outgoing::form(form) {
            Ok(form) => self.set_outgoing(form),
            Err(problem) => self.fail(problem),
        }
    }

    #[cfg(feature = "upload")]
    fn set_outgoing(&mut self, outgoing: crate::upload::Outgoing) {
        self.set_header(Some(CONTENT_TYPE), outgoing.content_type());
        self.body = None;
        self.outgoing = Some(outgoing);
    }

    /// The body that is opened for each attempt.
    #[cfg(feature = "upload")]
    pub(crate) fn outgoing(&self) -> Option<&crate::upload::Outgoing> {
        self.outgoing.as_ref()
    }

    /// Returns whether anything is sent behind the headers.
    pub(super) fn has_body(&self) -> bool {
        #[cfg(feature = "upload")]
        if self.outgoing.is_some() {
            return true;
        }
        self.body.is_some()
    }
}
