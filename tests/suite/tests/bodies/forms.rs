//! Each kind of body arrives as it was given.

use std::time::Duration;

use intercom_small::external::http::Method;
use intercom_small::types::{FindPictures, FindPicturesNear, PicturePlace, PictureRequest};
use intercom_small::{ErrorKind, MultipartForm, Upload};
use proptest::prelude::*;
use serde_json::json;

use crate::support::{Reports, client, streamed, workspace};

#[tokio::test]
async fn form_with_files_arrives_part_by_part() {
    let workspace = workspace().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page one.txt");
    std::fs::write(&path, "first page").unwrap();
    let picture = PictureRequest::new("A cat", Upload::from_bytes("\u{0}png\r\n--x"))
        .public(true)
        .rating(5)
        .tags(["a", "b, c"])
        .place(PicturePlace::new().street("Main"))
        .pages([
            Upload::from(path.as_path()),
            streamed(["second", " page"]).with_file_name("2"),
        ]);
    let picture = client(&workspace).pictures().create(picture).await.unwrap();
    assert!(picture.caption.is_some());

    let request = workspace.last_request().unwrap();
    let mut parts: Vec<_> = request
        .parts
        .iter()
        .map(|part| {
            let content = String::from_utf8_lossy(&part.content).into_owned();
            let media_type = part.media_type.as_deref().unwrap_or_default();
            (&*part.name, part.file_name.as_deref(), media_type, content)
        })
        .collect();
    let (json, any) = ("application/json", "application/octet-stream");
    let expected = [
        ("caption", None, "", "A cat"),
        ("place", None, json, "{\"street\":\"Main\"}"),
        ("public", None, "", "true"),
        ("rating", None, "", "5"),
        ("tags", None, "", "a"),
        ("tags", None, "", "b, c"),
        ("picture", Some("file"), "image/png", "\u{0}png\r\n--x"),
        ("pages", Some("page one.txt"), any, "first page"),
        ("pages", Some("2"), any, "second page"),
    ];
    let expected: Vec<_> = expected.map(|(n, f, m, c)| (n, f, m, c.to_owned())).into();
    // The order of keys is that of `serde_json`, which a feature changes; files come last.
    parts[..6].sort_by_key(|(name, ..)| *name);
    assert_eq!(parts, expected);
    // Nothing has a known length but what is in memory and in the file.
    assert_eq!(request.header("transfer-encoding"), Some("chunked"));
    assert_eq!(request.unknown_keys, [""; 0]);
}

#[tokio::test]
async fn length_is_declared_where_it_is_known() {
    let workspace = workspace().await;
    let client = client(&workspace);
    for upload in [
        Upload::from_bytes("12345"),
        streamed(["12", "345"]).with_length(5),
    ] {
        client.pictures().set_file("1", upload).await.unwrap();
        let request = workspace.last_request().unwrap();
        assert_eq!(request.header("content-length"), Some("5"));
        assert_eq!(
            request.header("content-type"),
            Some("application/octet-stream")
        );
        assert_eq!(&request.body[..], b"12345");
    }
    client
        .pictures()
        .set_file("1", Upload::default())
        .await
        .unwrap();
    let request = workspace.last_request().unwrap();
    assert_eq!(
        (request.header("content-length"), request.body.len()),
        (Some("0"), 0)
    );
}

/// The fields of a form by their names: their order is that of `serde_json`, which a feature changes.
fn sorted(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let mut pairs: Vec<&str> = text.split('&').collect();
    pairs.sort_by_key(|pair| pair.split('=').next());
    pairs.join("&")
}

#[tokio::test]
async fn url_encoded_form_has_the_declared_styles() {
    let workspace = workspace().await;
    let find = FindPictures::new("a b&c=d")
        .public(false)
        .kinds(["x", "y,z"])
        .sizes(vec![1, 2])
        .near(FindPicturesNear::new().street("Main St").radius(1.5))
        .with_extra("note", "é+");
    client(&workspace).pictures().find(find).await.unwrap();
    let request = workspace.last_request().unwrap();
    assert_eq!(
        sorted(&request.body),
        "kinds=x&kinds=y%2Cz&near%5Bradius%5D=1.5&near%5Bstreet%5D=Main%20St&note=%C3%A9%2B&\
         phrase=a%20b%26c%3Dd&public=false&sizes=1,2"
    );
    assert_eq!(request.unknown_keys, ["note"]);
    let content_type = request.header("content-type");
    assert_eq!(content_type, Some("application/x-www-form-urlencoded"));
}

#[tokio::test]
async fn text_comes_back_as_it_was_sent() {
    let workspace = workspace().await;
    let client = client(&workspace);
    for text in ["", "plain", "two\r\nlines", "{\"a\": 1}", "日本 \u{0}"] {
        let notes = client.pictures().set_notes("1").body(text).await.unwrap();
        assert_eq!(notes, text);
        let content_type = workspace.last_request().unwrap();
        let content_type = content_type.header("content-type").map(str::to_owned);
        assert_eq!(content_type.as_deref(), Some("text/plain; charset=utf-8"));
    }
    let error = client.pictures().set_notes("1").body("x".repeat(101)).await;
    assert!(error.unwrap_err().is_validation());
}

#[tokio::test]
async fn form_without_named_parts_takes_any() {
    let workspace = workspace().await;
    let client = client(&workspace);
    let form = MultipartForm::new()
        .text("name", "Rex")
        .json("owner", &json!({"id": 5}))
        .file(
            "photo",
            Upload::from_bytes("png").with_media_type("image/png"),
        );
    client.pets().upload(form.clone()).await.unwrap();
    let typed = workspace.last_request().unwrap().parts;
    assert_eq!(typed.len(), 3);
    let raw = client.request(Method::POST, "/pets/upload").multipart(form);
    raw.send().await.unwrap();
    assert_eq!(workspace.last_request().unwrap().parts, typed);

    client
        .request(Method::PUT, "/pictures/1/file")
        .upload(b"raw")
        .send()
        .await
        .unwrap();
    assert_eq!(&workspace.last_request().unwrap().body[..], b"raw");
    let find = json!({"phrase": "x", "kinds": ["a", "b"]});
    let raw = client.request(Method::POST, "/pictures/find").form(&find);
    raw.send().await.unwrap();
    assert_eq!(
        sorted(&workspace.last_request().unwrap().body),
        "kinds=a&kinds=b&phrase=x"
    );
    let raw = client.request(Method::POST, "/pictures/find").form(&[1]);
    assert_eq!(raw.send().await.unwrap_err().kind(), ErrorKind::Request);
}

#[tokio::test]
async fn hostile_names_add_no_header_and_no_part() {
    let workspace = workspace().await;
    let client = client(&workspace);
    for name in [
        "a\"; filename=\"b",
        "a\r\nX-Evil: 1",
        "a\r\n\r\nbody\r\n--boundary",
        "a\nb\rc",
        "a\\",
        "\u{0}\u{1b}\u{7f}",
        "../../etc/passwd",
        "日本 é.png",
        "",
    ] {
        let form = MultipartForm::new()
            .text(name, "1")
            .file("file", Upload::from_bytes("2").with_file_name(name))
            .text("last", "3");
        client.pets().upload(form).await.unwrap();
        let parts = workspace.last_request().unwrap().parts;
        let names: Vec<_> = parts.iter().map(|part| &*part.name).collect();
        let file_name = parts[1].file_name.as_deref().unwrap();
        assert_eq!(names, [file_name, "file", "last"]);
        let decoded = percent_encoding::percent_decode_str(file_name);
        assert_eq!(decoded.decode_utf8().unwrap(), name);
    }
    let upload = Upload::from_bytes("x").with_media_type("image/png\r\nX-Evil: 1");
    let error = client
        .pets()
        .upload(MultipartForm::new().file("a", upload))
        .await;
    let error = error.unwrap_err();
    assert_eq!(
        (error.kind(), error.may_have_been_sent()),
        (ErrorKind::Upload, false)
    );
}

#[test]
fn parts_of_any_content_arrive_unchanged() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (workspace, client) = runtime.block_on(async {
        let workspace = workspace().await;
        let client = client(&workspace);
        (workspace, client)
    });
    let bytes = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        "(\r\n|--|[-a-z0-9:]|Content-Type: x)*".prop_map(String::into_bytes),
    ];
    let parts = proptest::collection::vec((any::<String>(), any::<String>(), bytes), 0..4);
    let config = ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(parts in parts)| {
        let mut form = MultipartForm::new();
        for (index, (text, file_name, content)) in parts.iter().enumerate() {
            let file = Upload::from_bytes(content.clone()).with_file_name(file_name.clone());
            form = form.text(format!("text{index}"), text.clone());
            form = form.file(format!("file{index}"), file);
        }
        runtime.block_on(client.pets().upload(form).send()).unwrap();
        let request = workspace.last_request().unwrap();
        let length = request.body.len().to_string();
        prop_assert_eq!(request.header("content-length"), Some(&*length));
        let arrived = request.parts;
        prop_assert_eq!(arrived.len(), 2 * parts.len());
        for ((text, _, content), arrived) in parts.iter().zip(arrived.chunks(2)) {
            prop_assert_eq!(&arrived[0].content[..], text.as_bytes());
            prop_assert_eq!(&arrived[1].content[..], &content[..]);
        }
    });
}

#[tokio::test]
async fn progress_grows_up_to_the_length() {
    let workspace = workspace().await;
    let client = client(&workspace);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large");
    let content = vec![b'x'; 300_000];
    std::fs::write(&path, &content).unwrap();
    let reports = Reports::default();
    for (upload, total) in [
        (Upload::from_bytes(content.clone()), Some(300_000)),
        (Upload::from_path(&path), Some(300_000)),
        (Upload::from_reader(&b"12345"[..]), None),
        (streamed(["12", "", "345"]).with_length(5), Some(5)),
    ] {
        let form = MultipartForm::new()
            .text("a", "b")
            .file("c", reports.of(upload));
        client.pets().upload(form).await.unwrap();
        let reports = reports.take();
        let sent: Vec<_> = reports.iter().map(|report| report.sent).collect();
        assert!(sent.is_sorted_by(|one, next| one < next), "{sent:?}");
        let length = if total == Some(300_000) { 300_000 } else { 5 };
        assert_eq!(sent.last(), Some(&length));
        assert!(reports.iter().all(|report| report.total == total));
    }
}

#[test]
fn blocking_programs_send_files_too() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let workspace = runtime.block_on(workspace());
    let client = client(&workspace);
    for upload in [
        Upload::from_bytes("12345"),
        Upload::from_blocking_reader(&b"12345"[..]),
        Upload::from_reader(&b"12345"[..]),
    ] {
        let call = client.pictures().set_file("1", upload);
        call.with_attempt_timeout(Duration::from_secs(20))
            .send_blocking()
            .unwrap();
        assert_eq!(&workspace.last_request().unwrap().body[..], b"12345");
    }
    let mut events = client.pictures().watch_picture("1").events();
    let mut count = 0;
    while let Some(event) = events.next_blocking() {
        event.unwrap();
        count += 1;
    }
    assert_eq!(count, 3);
}
