//! Nothing of a file is printed, and a curl command sends it.

use intercom_small::types::{FindPictures, PictureRequest};
use intercom_small::{MultipartForm, Upload};

use crate::support::{builder, client, streamed, workspace};

fn picture() -> PictureRequest {
    let file = Upload::from_bytes("s3cret").with_file_name("s3cret.png");
    PictureRequest::new("A cat", file).pages([streamed(["s3cret"])])
}

#[tokio::test]
async fn debug_and_hooks_show_no_content() {
    let workspace = workspace().await;
    let client = builder(workspace.base_url());
    let client = client.on_request(|attempt| {
        assert!(attempt.body().is_none());
        let printed = format!("{attempt:?}");
        assert!(
            !printed.contains("s3cret") && !printed.contains("A cat"),
            "{printed}"
        );
        Ok(())
    });
    let client = client.build().unwrap();
    let call = client.pictures().create(picture());
    for printed in [
        format!("{call:?}"),
        format!("{:?}", picture().picture),
        format!("{:?}", MultipartForm::new().text("a", "s3cret")),
    ] {
        assert!(!printed.contains("s3cret"), "{printed}");
    }
    call.await.unwrap();
    // As JSON, too.
    let json = serde_json::to_string(&picture()).unwrap();
    assert!(!json.contains("s3cret"), "{json}");
}

#[tokio::test]
async fn curl_names_files_and_shows_no_content() {
    let workspace = workspace().await;
    let pictures = client(&workspace).pictures();
    let path = Upload::from_path("pictures/cat.png");
    let picture = PictureRequest::new("@cat", path).pages([Upload::from_bytes("s3cret")]);
    let command = pictures.create(picture).to_curl().unwrap();
    for argument in [
        "--form-string 'caption=@cat'",
        r#"--form 'picture=@"pictures/cat.png";filename="cat.png";type=image/png'"#,
        r#"--form 'pages=@"file";filename="file";type=application/octet-stream'"#,
    ] {
        assert!(command.contains(argument), "{command}");
    }
    assert!(
        !command.contains("s3cret") && !command.contains("content-type"),
        "{command}"
    );
    let command = pictures
        .set_file("1", Upload::from_path("a.bin"))
        .to_curl()
        .unwrap();
    assert!(command.contains("--data-binary '@a.bin'"), "{command}");
    let command = pictures.find(FindPictures::new("a b")).to_curl().unwrap();
    assert!(command.contains("--data-raw 'phrase=a%20b'"), "{command}");
}
