//! Content codings: all of a body is decoded or the call fails, and limits count decoded bytes.

use std::io::Write;
use std::sync::{Arc, Mutex};

use http::Method;
use intercom_api::{Client, Error, ErrorKind, Progress, Retries};
use intercom_test_server::{serve, write};
use proptest::prelude::*;

use crate::downloads::{all, quick_client};
use crate::support::builder_at;

const LIST: &[u8] = br#"{"type":"list","data":[{"type":"tag","id":"1","name":"one"}]}"#;

pub fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// The URL of a server that always sends this response.
async fn url_of(head: &str, body: impl AsRef<[u8]>) -> String {
    let body: &'static [u8] = body.as_ref().to_vec().leak();
    let head: &'static str = format!("{head}\r\ncontent-length: {}", body.len()).leak();
    serve(move |_, _, mut stream| async move { write(&mut stream, head, body).await }).await
}

async fn client_of(head: &str, body: impl AsRef<[u8]>) -> Client {
    quick_client(url_of(head, body).await)
}

async fn raw(client: &Client) -> Result<Vec<u8>, Error> {
    let response = client.request(Method::GET, "/x").send().await?;
    assert!(!response.headers().contains_key("content-encoding"));
    assert!(!response.headers().contains_key("content-length"));
    Ok(response.into_value().to_vec())
}

/// A body in three members, one of them empty.
fn members(text: &[u8]) -> Vec<u8> {
    let (start, end) = text.split_at(text.len() / 2);
    [gzip(start), gzip(b""), gzip(end)].concat()
}

#[tokio::test]
async fn all_members_are_decoded_in_every_kind_of_response() {
    for coding in [
        "gzip",
        "GZip",
        "x-gzip",
        "X-GZIP",
        "gzip, identity",
        " identity ,gzip",
    ] {
        let head = format!("200 x\r\ncontent-encoding: {coding}");
        let client = client_of(&head, members(LIST)).await;
        assert_eq!(raw(&client).await.unwrap(), LIST, "{coding}");
        let tags = client.tags().list().await.unwrap();
        assert_eq!(tags.data.len(), 1);
        let bytes = all(client.data_exports().download("1").stream()).await;
        assert_eq!(bytes, LIST);
        let whole = client.data_exports().download("1").await.unwrap();
        assert_eq!(&whole[..], LIST);
    }
    let error = br#"{"type":"error.list","errors":[{"code":"not_found","message":"None"}]}"#;
    let client = client_of("404 x\r\ncontent-encoding: gzip", members(error)).await;
    for error in [
        client.tags().list().await.unwrap_err(),
        client
            .data_exports()
            .download("1")
            .stream()
            .chunk()
            .await
            .unwrap_err(),
    ] {
        assert!(error.is_not_found());
        assert!(error.has_code("not_found"));
    }
}

#[tokio::test]
async fn codings_that_are_listed_twice_are_decoded_twice() {
    let twice = gzip(&members(LIST));
    for head in [
        "200 x\r\ncontent-encoding: gzip, gzip",
        "200 x\r\ncontent-encoding: gzip\r\ncontent-encoding: x-gzip",
    ] {
        let client = client_of(head, &twice).await;
        assert_eq!(raw(&client).await.unwrap(), LIST);
        assert_eq!(
            all(client.data_exports().download("1").stream()).await,
            LIST
        );
    }
}

#[tokio::test]
async fn damaged_body_is_an_error() {
    let good = members(LIST);
    let mut damaged = good.clone();
    damaged[good.len() / 2] ^= 1;
    for body in [
        [&good[..], b"garbage"].concat(),
        [&good[..], b"\0\0"].concat(),
        [&good[..], b"\x1f"].concat(),
        [&good[..], &gzip(b"more")[..15]].concat(),
        good[..good.len() - 1].to_vec(),
        damaged,
        LIST.to_vec(),
    ] {
        let client = client_of("200 x\r\ncontent-encoding: gzip", body).await;
        assert_eq!(raw(&client).await.unwrap_err().kind(), ErrorKind::Body);
        assert_eq!(
            client.tags().list().await.unwrap_err().kind(),
            ErrorKind::Body
        );
        let mut download = client.data_exports().download("1").stream();
        let error = loop {
            match download.chunk().await {
                Ok(chunk) => assert!(chunk.is_some()),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), ErrorKind::Body);
    }
}

#[tokio::test]
async fn unknown_coding_is_named() {
    for (coding, name) in [
        ("br", "`br`"),
        ("gzip, zstd", "`zstd`"),
        ("deflate", "`deflate`"),
        ("gzip, gzip, gzip, gzip, gzip", "more than 4"),
    ] {
        let head = format!("200 x\r\ncontent-encoding: {coding}");
        let client = client_of(&head, LIST).await;
        let mut download = client.data_exports().download("1").stream();
        for error in [
            raw(&client).await.unwrap_err(),
            download.chunk().await.unwrap_err(),
        ] {
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1));
            assert!(error.to_string().contains(name), "{error}");
        }
    }
    // The status is enough.
    let client = client_of("404 x\r\ncontent-encoding: br", LIST).await;
    assert!(raw(&client).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn body_that_is_not_there_needs_no_decoding() {
    for coding in ["gzip", "br", "gzip, gzip"] {
        let head = format!("200 x\r\ncontent-encoding: {coding}");
        let client = client_of(&head, b"").await;
        let response = client.request(Method::GET, "/x").send().await.unwrap();
        assert!(response.value().is_empty());
        assert!(
            all(client.data_exports().download("1").stream())
                .await
                .is_empty()
        );
        let url = serve(move |_, _, mut stream| async move {
            let head = format!("200 x\r\ncontent-length: 50\r\ncontent-encoding: {coding}");
            write(&mut stream, &head, b"").await;
        })
        .await;
        let call = quick_client(url).request(Method::HEAD, "/x");
        let response = call.clone().send().await.unwrap();
        assert_eq!(response.headers()["content-length"], "50");
        assert_eq!(response.headers()["content-encoding"], coding);
        assert!(all(call.stream()).await.is_empty());
    }
}

#[tokio::test]
async fn gzip_file_is_decompressed_once_or_twice() {
    let file = members(LIST);
    for (head, body) in [
        ("200 x", file.clone()),
        ("200 x\r\ncontent-encoding: gzip", file.clone()),
        ("200 x\r\ncontent-encoding: gzip", members(&file)),
        ("200 x\r\ncontent-encoding: identity", file.clone()),
    ] {
        let client = client_of(head, body).await;
        let download = client.data_exports().download("1").stream();
        assert_eq!(all(download.gunzip()).await, LIST, "{head}");
    }
}

#[tokio::test]
async fn limit_counts_decoded_bytes() {
    let text = vec![b' '; 1_000_000];
    let url = url_of("200 x\r\ncontent-encoding: gzip", members(&text)).await;
    for (limit, fits) in [(999_999, false), (1_000_000, true)] {
        let builder = builder_at(url.clone()).retries(Retries::none());
        let client = builder.max_response_size(limit).build().unwrap();
        match raw(&client).await {
            Ok(bytes) => assert!(fits && bytes == text),
            Err(error) => assert!(!fits && error.kind() == ErrorKind::TooLarge, "{error}"),
        }
    }
    // Compressed, it is larger than the limit.
    let url = url_of("200 x\r\ncontent-encoding: gzip", members(b"0123")).await;
    let client = builder_at(url).max_response_size(4).build().unwrap();
    assert_eq!(raw(&client).await.unwrap(), b"0123");
}

#[tokio::test]
async fn progress_counts_bytes_of_the_wire() {
    let text = b"text ".repeat(10_000);
    let body = members(&text);
    let length = body.len() as u64;
    let client = client_of("200 x\r\ncontent-encoding: gzip", body).await;
    let progress = Arc::new(Mutex::new(None::<Progress>));
    let last = Arc::clone(&progress);
    let download = client.data_exports().download("1").stream();
    let download = download.on_progress(move |step| *last.lock().unwrap() = Some(step));
    assert_eq!(all(download).await, text);
    let progress = progress.lock().unwrap().unwrap();
    assert_eq!((progress.received, progress.total), (length, Some(length)));
}

#[tokio::test]
async fn gzip_is_requested_unless_the_call_sets_its_own_coding() {
    let heads = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&heads);
    let url = serve(move |_, head, mut stream| {
        seen.lock().unwrap().push(head.to_ascii_lowercase());
        async move { write(&mut stream, "200 x\r\ncontent-length: 2", b"{}").await }
    })
    .await;
    let client = quick_client(url);
    let call = client.request(Method::GET, "/x");
    assert!(!call.to_curl().unwrap().contains("encoding"));
    call.clone().send().await.unwrap();
    let own = call.with_header("accept-encoding", "identity");
    own.send().await.unwrap();
    all(client.data_exports().download("1").stream()).await;
    let heads = heads.lock().unwrap();
    for (head, coding) in heads.iter().zip(["gzip", "identity", "identity"]) {
        let header = format!("\r\naccept-encoding: {coding}\r\n");
        assert_eq!(head.matches("accept-encoding").count(), 1);
        assert!(head.contains(&header), "{head}");
    }
}

#[tokio::test]
async fn compressed_download_resumes_where_it_stopped() {
    let text: Vec<u8> = (0_u32..50_000).flat_map(u32::to_le_bytes).collect();
    let body: &'static [u8] = members(&text).leak();
    let url = serve(move |number, head, mut stream| async move {
        let length = body.len();
        let coding = "etag: \"a\"\r\ncontent-encoding: gzip";
        if number == 0 {
            let head = format!("200 x\r\n{coding}\r\ncontent-length: {length}");
            write(&mut stream, &head, &body[..length / 2]).await;
            return;
        }
        let head = head.to_ascii_lowercase();
        let from = head.split("range: bytes=").nth(1).unwrap();
        let from: usize = from.split('-').next().unwrap().parse().unwrap();
        let range = format!("content-range: bytes {from}-{}/{length}", length - 1);
        let head = format!(
            "206 x\r\n{coding}\r\n{range}\r\ncontent-length: {}",
            length - from
        );
        write(&mut stream, &head, &body[from..]).await;
    })
    .await;
    let client = quick_client(url);
    assert!(all(client.data_exports().download("1").stream()).await == text);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_members_arrive_whole_or_as_an_error(
        texts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..2_000), 1..6),
        garbage in prop::option::of(prop::collection::vec(any::<u8>(), 1..20)),
        cut in any::<prop::sample::Index>(),
    ) {
        let members: Vec<u8> = texts.iter().flat_map(|text| gzip(text)).collect();
        let body = [members, garbage.clone().unwrap_or_default()].concat().leak();
        let (start, end) = body.split_at(cut.index(body.len()));
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (whole, download) = runtime.block_on(async {
            let url = serve(move |_, _, mut stream| async move {
                let head = "HTTP/1.1 200 x\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n";
                for part in [head.as_bytes(), start, end] {
                    drop(tokio::io::AsyncWriteExt::write_all(&mut stream, part).await);
                    tokio::task::yield_now().await;
                }
            })
            .await;
            let client = builder_at(url).retries(Retries::none()).build().unwrap();
            let mut download = client.data_exports().download("1").stream();
            let mut bytes = Vec::new();
            let streamed = tokio::io::AsyncReadExt::read_to_end(&mut download, &mut bytes).await;
            (raw(&client).await, streamed.map(|_| bytes))
        });
        if garbage.is_some() {
            prop_assert_eq!(whole.unwrap_err().kind(), ErrorKind::Body);
            prop_assert!(download.is_err());
        } else {
            prop_assert_eq!(whole.unwrap(), texts.concat());
            prop_assert_eq!(download.unwrap(), texts.concat());
        }
    }
}
