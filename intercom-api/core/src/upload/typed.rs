//! What generated types need to be sent as a form.

use serde_json::Value;

use super::{MultipartForm, Upload};
use crate::data::Nullable;

/// A body that is sent as `multipart/form-data`.
pub trait MultipartBody {
    /// Returns the parts.
    fn into_form(self) -> MultipartForm;
}

impl MultipartBody for MultipartForm {
    fn into_form(self) -> MultipartForm {
        self
    }
}

/// A field that holds files.
pub trait FileField {
    /// Returns the files.
    fn files(&self) -> Vec<Upload>;
}

impl FileField for Upload {
    fn files(&self) -> Vec<Upload> {
        vec![self.clone()]
    }
}

impl<T: FileField> FileField for Option<T> {
    fn files(&self) -> Vec<Upload> {
        self.iter().flat_map(T::files).collect()
    }
}

impl<T: FileField> FileField for Vec<T> {
    fn files(&self) -> Vec<Upload> {
        self.iter().flat_map(T::files).collect()
    }
}

impl<T: FileField> FileField for Nullable<T> {
    fn files(&self) -> Vec<Upload> {
        match self {
            Self::Value(value) => value.files(),
            _ => Vec::new(),
        }
    }
}

/// Returns the form of a record: its fields as they are written as JSON, then its files, each with the
/// key and the documented media type.
///
/// Files are the last, so that a server receives everything else before the first of their bytes.
pub fn form_of_record(
    fields: serde_json::Result<Value>,
    files: &[(&'static str, Vec<Upload>, Option<&'static str>)],
) -> MultipartForm {
    let mut form = MultipartForm::new();
    let Ok(Value::Object(fields)) = fields else {
        form.fail("the body cannot be encoded as a form");
        return form;
    };
    for (name, value) in fields {
        if files.iter().all(|(key, ..)| *key != name) {
            form.push_value(&name, value);
        }
    }
    for (key, uploads, media_type) in files {
        for upload in uploads {
            let upload = match media_type {
                Some(media_type) => upload.clone().or_media_type(media_type),
                None => upload.clone(),
            };
            form.push_file(*key, upload);
        }
    }
    form
}

/// As JSON an upload is null: its bytes are sent in another way.
impl serde::Serialize for Upload {
    fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.serialize_unit()
    }
}

/// A string becomes its bytes, for tools that make calls from plain JSON.
impl<'de> serde::Deserialize<'de> for Upload {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = <String as serde::Deserialize>::deserialize(input)?;
        Ok(Self::from_bytes(text))
    }
}

/// As JSON a form is null: its parts are sent in another way.
impl serde::Serialize for MultipartForm {
    fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.serialize_unit()
    }
}

/// The fields of an object become parts, for tools that make calls from plain JSON.
impl<'de> serde::Deserialize<'de> for MultipartForm {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        type Fields = serde_json::Map<String, Value>;
        let fields = <Fields as serde::Deserialize>::deserialize(input)?;
        Ok(form_of_record(Ok(Value::Object(fields)), &[]))
    }
}

impl crate::data::field::Field for Upload {
    fn read<'de, D: serde::Deserializer<'de>>(
        &mut self,
        input: D,
    ) -> Result<crate::data::field::Reading, D::Error> {
        let mut text = String::new();
        let reading = crate::data::field::Field::read(&mut text, input)?;
        if reading.holds() {
            *self = Self::from_bytes(text);
        }
        Ok(reading)
    }

    fn view(&self) -> crate::data::view::View<'_> {
        // As JSON an upload is null.
        crate::data::view::View::Null
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::form_of_record;
    use crate::upload::{Content, Upload};

    #[test]
    fn fields_come_first_and_lists_repeat() {
        let fields =
            json!({"a": [1, "x", null], "b": {"c": true}, "file": null, "n": null, "z": "y"});
        let files = [("file", vec![Upload::from_bytes("1"); 2], Some("image/png"))];
        let form = form_of_record(Ok(fields), &files);
        let parts = form.parts().iter().map(|part| match &part.content {
            Content::Text { text, media_type } => {
                format!("{}={text} {}", part.name, media_type.unwrap_or_default())
            }
            Content::File(upload) => {
                format!("{} {:?}", part.name, upload.media_type().unwrap())
            }
        });
        let parts: Vec<_> = parts.collect();
        let expected = [
            "a=1 ",
            "a=x ",
            "b={\"c\":true} application/json",
            "z=y ",
            "file \"image/png\"",
            "file \"image/png\"",
        ];
        assert_eq!(parts, expected);
        assert!(form_of_record(Ok(json!([])), &[]).problem().is_some());
    }
}
