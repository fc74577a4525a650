//! Bodies that are not JSON, and streams of events.

use expect_test::expect;

use super::odd;

/// The text of a generated file.
fn file(path: &str) -> String {
    let files = odd().files;
    let found = files.into_iter().find(|file| file.path == path);
    found.unwrap().text
}

#[test]
fn each_media_type_has_its_method() {
    let source = file("resources/uploads.rs");
    let calls = source.lines().map(str::trim).filter(|line| {
        [
            "form_body(",
            "multipart_body(",
            "text_body(",
            "upload_body(",
            "json(",
        ]
        .iter()
        .any(|method| line.contains(method))
    });
    expect![[r#"
        Call::new(&self.0).multipart_body(body.into())
        Call::new(&self.0).form_body(&body.into())
        Call::new(&self.0).form_body(&body.into())
        intercom.uploads().json(body).await?;
        pub fn json(&self, body: impl Into<types::Attachment>) -> Call<Json> {
        Call::new(&self.0).json(&body.into())
        Call::new(&self.0).form_body(&body.into())
        Call::new(&self.0).multipart_body(body.into())
        Call::new(&self.0).multipart_body(body.into())
        Call::new(&self.0).text_body(body.into(), "text/csv")
        Call::new(&self.0).multipart_body(body.into())
        .upload_body(json_body.into(), "application/octet-stream")
        Call::new(&self.0).upload_body(body.into(), "application/xml")
    "#]]
    .assert_eq(&(calls.collect::<Vec<_>>().join("\n") + "\n"));
}

#[test]
fn files_are_uploads_in_forms_and_text_in_json() {
    let manifest = odd().manifest;
    let lines = manifest.lines().filter(|line| {
        let is_field = line.starts_with("Upload") || line.starts_with("Attachment");
        is_field && !line.contains("()") && !line.contains("extra")
            || line.starts_with("uploads::S")
    });
    expect![[r#"
        Attachment: struct (Clone, Debug, Default, PartialEq)
        Attachment2: struct (Clone, Debug, Default, PartialEq)
        Attachment2::file: Option<String>
        Attachment2::nested: Option<AttachmentNested>
        Attachment::file: Option<String>
        Attachment::nested: Option<AttachmentNested>
        AttachmentNested: struct (Clone, Debug, Default, PartialEq)
        AttachmentNested::a: Option<String>
        Upload2: struct (Clone, Debug, Default, PartialEq)
        Upload2::file: Upload
        Upload2::form: Option<String>
        Upload2::upload: Option<Vec<Upload>>
        UploadUnion: struct (Clone, Debug, Default, PartialEq)
        UploadUnion::file: Option<Upload>
        UploadUnion::nested: Option<AttachmentNested>
        uploads::Stream: operation => TextEvents Vec<StreamedEvent<String>>
        uploads::StreamAny: operation => Events Vec<StreamedEvent<Value>>
        uploads::StreamNodes: operation => Events Vec<StreamedEvent<Node>>
    "#]]
    .assert_eq(&(lines.collect::<Vec<_>>().join("\n") + "\n"));
}

#[test]
fn tables_of_forms_name_styles_and_files() {
    let source = file("types/uploads.rs");
    let mut tables = String::new();
    let mut is_inside = false;
    for line in source.lines() {
        is_inside |= line.starts_with("form!") || line.starts_with("multipart!");
        if is_inside {
            tables.push_str(line);
            tables.push('\n');
        }
        is_inside &= !line.ends_with(");");
    }
    expect![[r#"
        form!(Attachment2 {
            "nested" = Deep,
        });
        multipart!(Upload2 {
            "file" => file,
            "upload" => upload,
        });
        multipart!(UploadUnion {
            "file" => file,
        });
    "#]]
    .assert_eq(&tables);
}
