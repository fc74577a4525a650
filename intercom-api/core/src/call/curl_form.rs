//! The body of a curl command with files: curl reads them itself.

use http::HeaderValue;

use super::curl::quoted;
use crate::upload::{ANY_MEDIA_TYPE, Content, Part, Payload, Source, Upload};

/// Returns the arguments that make curl send a body. Bytes and streams are shown as a file of their
/// name in the current folder.
pub(super) fn arguments(payload: &Payload) -> Vec<String> {
    match payload {
        Payload::Whole(upload) => {
            vec![format!(
                "--data-binary {}",
                quoted(&["@", &file(upload)].concat())
            )]
        }
        Payload::Form { form, .. } => form.parts().iter().map(argument).collect(),
    }
}

fn argument(part: &Part) -> String {
    let name = &part.name;
    match &part.content {
        // Nothing in this value has a meaning.
        Content::Text {
            text,
            media_type: None,
        } => format!("--form-string {}", quoted(&format!("{name}={text}"))),
        Content::Text {
            text,
            media_type: Some(media_type),
        } => {
            let value = format!("{name}={};type={media_type}", in_quotes(text));
            format!("--form {}", quoted(&value))
        }
        Content::File(upload) => {
            let media_type = upload.media_type().map(HeaderValue::to_str);
            let media_type = media_type.and_then(Result::ok).unwrap_or(ANY_MEDIA_TYPE);
            let path = in_quotes(&file(upload));
            let file_name = in_quotes(&upload.file_name());
            let value = format!("{name}=@{path};filename={file_name};type={media_type}");
            format!("--form {}", quoted(&value))
        }
    }
}

/// The path that curl reads.
fn file(upload: &Upload) -> String {
    match upload.source() {
        Source::Path(path) => path.to_string_lossy().into_owned(),
        Source::Bytes(_) | Source::Stream(_) => upload.file_name().into_owned(),
    }
}

/// A text in the quotes of curl, which protect commas and semicolons.
fn in_quotes(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    ["\"", &text, "\""].concat()
}

#[cfg(test)]
mod tests {
    use super::arguments;
    use crate::upload::{MultipartForm, Outgoing, Upload};

    #[test]
    fn fields_and_files_become_arguments_of_curl() {
        let form = MultipartForm::new()
            .text("caption", "@it's; <b>")
            .json("meta", &[1])
            .file(
                "picture",
                Upload::from_path("a;b/\"c\".png").with_media_type("image/png"),
            )
            .file(
                "notes",
                Upload::from_bytes("s3cret").with_file_name("n.txt"),
            );
        let outgoing = Outgoing::form(form).unwrap();
        let arguments = arguments(outgoing.payload());
        assert_eq!(
            arguments,
            [
                r"--form-string 'caption=@it'\''s; <b>'",
                r#"--form 'meta="[1]";type=application/json'"#,
                r#"--form 'picture=@"a;b/\"c\".png";filename="\"c\".png";type=image/png'"#,
                r#"--form 'notes=@"n.txt";filename="n.txt";type=application/octet-stream'"#,
            ]
        );
    }

    #[test]
    fn file_alone_is_the_body() {
        let outgoing = Outgoing::whole(Upload::from_path("a b.bin"));
        assert_eq!(
            super::arguments(outgoing.payload()),
            ["--data-binary '@a b.bin'"]
        );
    }
}
