//! The body of a request that is opened for each attempt.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use http::HeaderValue;

use super::body::{Segment, UploadBody};
use super::boundary::{self, Watch};
use super::form::Content;
use super::opened::{Marks, Unsendable};
use super::{ANY_MEDIA_TYPE, MultipartForm, Upload};

/// The body of a request: what each attempt sends.
#[derive(Clone)]
pub(crate) struct Outgoing(Arc<Payload>);

pub(crate) enum Payload {
    Form {
        form: MultipartForm,
        boundary: String,
    },
    Whole(Upload),
}

impl Outgoing {
    /// A form.
    pub(crate) fn form(form: MultipartForm) -> Result<Self, Cow<'static, str>> {
        if let Some(problem) = form.problem() {
            return Err(problem.clone());
        }
        let boundary = boundary::choose(&form, boundary::random);
        let boundary = boundary.ok_or("every boundary that was drawn occurs in the form")?;
        Ok(Self(Arc::new(Payload::Form { form, boundary })))
    }

    /// A file alone.
    pub(crate) fn whole(upload: Upload) -> Self {
        Self(Arc::new(Payload::Whole(upload)))
    }

    pub(crate) fn payload(&self) -> &Payload {
        &self.0
    }

    /// The media type of the body.
    pub(crate) fn content_type(&self) -> Option<HeaderValue> {
        match &*self.0 {
            Payload::Form { boundary, .. } => {
                let text = format!("multipart/form-data; boundary={boundary}");
                HeaderValue::try_from(text).ok()
            }
            Payload::Whole(upload) => {
                let own = upload.media_type().cloned();
                own.or_else(|| Some(HeaderValue::from_static(ANY_MEDIA_TYPE)))
            }
        }
    }

    fn uploads(&self) -> Vec<&Upload> {
        match &*self.0 {
            Payload::Form { form, .. } => form.files().collect(),
            Payload::Whole(upload) => vec![upload],
        }
    }

    /// Whether another attempt would send the same bytes.
    pub(crate) fn can_be_repeated(&self) -> bool {
        self.uploads().into_iter().all(Upload::can_be_opened)
    }

    /// The marks of a call, which its attempts share.
    pub(crate) fn marks(&self) -> Marks {
        let marks = self.uploads().into_iter().map(|_| AtomicU64::new(0));
        Marks(marks.collect())
    }

    /// Opens the body for an attempt, and checks all sizes that are known.
    pub(crate) async fn open(&self, marks: &Marks) -> Result<UploadBody, Unsendable> {
        let (form, boundary) = match &*self.0 {
            Payload::Whole(upload) => {
                let segment = Segment::of_upload(upload.open(marks, 0).await?);
                return Ok(UploadBody::new([segment], None));
            }
            Payload::Form { form, boundary } => (form, boundary),
        };
        let mut segments = Vec::new();
        let mut text = String::new();
        let mut index = 0;
        for part in form.parts() {
            text.extend(["--", boundary, "\r\n", &part.head()]);
            match &part.content {
                Content::Text { text: value, .. } => text.push_str(value),
                Content::File(upload) => {
                    segments.push(Segment::of_text(std::mem::take(&mut text)));
                    segments.push(Segment::of_upload(upload.open(marks, index).await?));
                    index += 1;
                }
            }
            text.push_str("\r\n");
        }
        text.extend(["--", boundary, "--\r\n"]);
        segments.push(Segment::of_text(text));
        Ok(UploadBody::new(segments, Some(Watch::new(boundary))))
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Payload::Form { form, .. } => form.fmt(f),
            Payload::Whole(upload) => upload.fmt(f),
        }
    }
}
