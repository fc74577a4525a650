//! Everything that is awaited, from a program without an async runtime.

use std::io::Read;

use intercom_api::types::{CreateContact, CreateDataExport};
use intercom_api::{Client, Error, ErrorKind, Region, SecretString, oauth};
use intercom_simulator::{Cut, Fault, Workspace};
use intercom_test_server::{read_body, serve, write};
use secrecy::ExposeSecret;
use tokio::runtime::Runtime;

use crate::support::{builder_at, client, workspace};

/// A workspace on a runtime of its own, and a client whose waits take no time.
fn outside() -> (Runtime, Workspace, Client) {
    let runtime = Runtime::new().unwrap();
    let workspace = runtime.block_on(workspace());
    let (client, _) = client(&workspace);
    (runtime, workspace, client)
}

/// A job whose export can be downloaded.
fn exported(client: &Client) -> intercom_api::Id {
    let exports = client.data_exports();
    let period = CreateDataExport::after(1).before(2);
    let job = exports.create(period).send_blocking();
    let job = job.unwrap().into_value().job_identifier.unwrap();
    exports.wait(&job).send_blocking().unwrap();
    job
}

#[test]
fn downloads_resume_after_a_break() {
    let (_runtime, workspace, client) = outside();
    let job = exported(&client);
    let download = || {
        let cut = Fault::cut(Cut::InBody).on("GET /download/content/data/{job_identifier}");
        workspace.inject(cut.times(1));
        client.data_exports().download(&job).stream().gunzip()
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.csv");
    let written = download().write_to_blocking(&path).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.len() as u64, written);
    let mut read = String::new();
    download().into_reader().read_to_string(&mut read).unwrap();
    assert_eq!(read, text);
    let mut chunks = download();
    let mut bytes = Vec::new();
    while let Some(chunk) = chunks.chunk_blocking().unwrap() {
        bytes.extend(chunk);
    }
    assert_eq!(bytes, text.as_bytes());

    let missing = client.data_exports().download("none").stream();
    let error = missing.into_reader().read(&mut [0]).unwrap_err();
    let error = error.get_ref().unwrap().downcast_ref::<Error>().unwrap();
    assert!(error.is_not_found());
}

#[test]
fn lists_are_walked() {
    let (_runtime, workspace, client) = outside();
    let mut items = client.contacts().list().per_page(2).items();
    let mut count = 0;
    while let Some(contact) = items.next_blocking() {
        assert!(!contact.unwrap().id.is_empty());
        count += 1;
    }
    assert_eq!(count, workspace.count("contacts"));
    let mut pages = client.contacts().list().per_page(2).pages().prefetch(2);
    let mut count = 0;
    while let Some(page) = pages.next_blocking() {
        count += page.unwrap().value().data.len();
    }
    assert_eq!(count, workspace.count("contacts"));
}

#[test]
fn the_region_is_detected() {
    let (_runtime, workspace, client) = outside();
    workspace.inject(Fault::set_field("app.region", "Europe".into()).on("GET /me"));
    assert_eq!(
        client.detect_region_blocking().unwrap().workspace,
        Region::Eu
    );
}

#[test]
fn all_of_it_refuses_an_async_runtime() {
    let (runtime, workspace, client) = outside();
    let _entered = runtime.enter();
    let exports = client.data_exports();
    let download = || exports.download("1").stream();
    for error in [
        client.tags().list().send_blocking().map(drop).unwrap_err(),
        client
            .request(http::Method::GET, "/me")
            .send_blocking()
            .map(drop)
            .unwrap_err(),
        download().chunk_blocking().map(drop).unwrap_err(),
        download().write_to_blocking("x").map(drop).unwrap_err(),
        exports.wait("1").send_blocking().map(drop).unwrap_err(),
        client.detect_region_blocking().map(drop).unwrap_err(),
        client
            .contacts()
            .list()
            .items()
            .next_blocking()
            .unwrap()
            .map(drop)
            .unwrap_err(),
        client
            .contacts()
            .list()
            .pages()
            .next_blocking()
            .unwrap()
            .map(drop)
            .unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Request);
        let text = error.to_string();
        assert!(text.contains("block the async runtime"), "{text}");
    }
    assert!(download().into_reader().read(&mut [0]).is_err());
    assert!(workspace.requests().is_empty());
}

/// A call from each of a number of threads.
fn call_from_threads(client: &Client, count: usize) {
    let threads: Vec<_> = (0..count)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || client.tags().list().send_blocking().map(drop))
        })
        .collect();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
}

#[test]
fn blocking_calls_need_no_runtime_and_refuse_one() {
    let (runtime, workspace, client) = outside();
    let response = client.tags().list().send_blocking().unwrap();
    assert_eq!(response.status(), 200);
    call_from_threads(&client, 8);
    let error = runtime
        .block_on(async { client.tags().list().send_blocking() })
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.to_string().contains("await the call"), "{error}");
    assert_eq!(workspace.requests().len(), 9);
}

#[test]
fn a_dropped_download_and_many_threads_leave_the_client_usable() {
    let (_runtime, workspace, client) = outside();
    let job = exported(&client);
    for _ in 0..5 {
        let mut download = client.data_exports().download(&job).stream();
        drop(download.chunk_blocking().unwrap());
    }
    call_from_threads(&client, 32);
    assert!(workspace.requests().len() >= 32);
}

#[test]
fn a_code_is_exchanged() {
    let runtime = Runtime::new().unwrap();
    let url = runtime.block_on(serve(|_, head, mut stream| async move {
        read_body(&mut stream, &head).await;
        let body = br#"{"token": "s3cret-t0k"}"#;
        write(&mut stream, "200 x\r\ncontent-length: 23", body).await;
    }));
    let secret = SecretString::from("s3cret");
    let exchange = || oauth::exchange_with_blocking(builder_at(&url), "id", &secret, "s3cret-code");
    assert_eq!(exchange().unwrap().expose_secret(), "s3cret-t0k");
    let _entered = runtime.enter();
    let error = exchange().unwrap_err();
    assert_eq!(error.operation().unwrap().to_string(), "oauth.exchange");
    assert_eq!(error.kind(), ErrorKind::Request);
}

#[test]
fn a_client_outlives_the_runtime_of_its_connections() {
    let (_runtime, workspace, client) = outside();
    for round in 0..3 {
        let runtime = Runtime::new().unwrap();
        for call in 0..3 {
            let contact = CreateContact::new().external_id(format!("{round}-{call}"));
            runtime
                .block_on(client.contacts().create(contact).into_future())
                .unwrap();
            client.tags().list().send_blocking().unwrap();
        }
    }
    let created = workspace.requests();
    let created = created.iter().filter(|request| request.method == "POST");
    assert_eq!(created.count(), 9);
}
