//! Files that change while they are downloaded, and responses that are not the file: a download is
//! one version of it, whole, or an error.

use std::fmt::Write;
use std::sync::{Arc, Mutex};

use http::Method;
use intercom_api::{Client, Download, Error, ErrorKind};
use intercom_test_server::{serve, write};
use proptest::prelude::*;

use crate::downloads::{all, quick_client};

/// A server that sends one response after the other and repeats the last one, and the requests that
/// it received.
async fn scripted(answers: Vec<(String, &'static [u8])>) -> (Client, Arc<Mutex<Vec<String>>>) {
    let heads = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&heads);
    let answers: &'static [_] = answers.leak();
    let url = serve(move |number, head, mut stream| {
        seen.lock().unwrap().push(head.to_ascii_lowercase());
        async move {
            let (head, body) = &answers[number.min(answers.len() - 1)];
            write(&mut stream, head, body).await;
        }
    })
    .await;
    (quick_client(url), heads)
}

async fn script(answers: &[(&str, &'static str)]) -> (Client, Arc<Mutex<Vec<String>>>) {
    let answer = |(head, body): &(&str, &'static str)| ((*head).to_owned(), body.as_bytes());
    scripted(answers.iter().map(answer).collect()).await
}

async fn outcome(mut download: Download) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = download.chunk().await? {
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

async fn download(client: &Client) -> Result<Vec<u8>, Error> {
    outcome(client.data_exports().download("1").stream()).await
}

#[tokio::test]
async fn only_status_200_is_a_file() {
    for (head, reason) in [
        ("206 x\r\ncontent-range: bytes 0-1/2", "not requested"),
        ("206 x\r\ncontent-range: bytes 2-3/9", "not requested"),
        ("202 x\r\ncontent-type: application/json", "not ready"),
        ("203 x", "proxy"),
        ("201 x", "expected 200"),
        ("299 x", "expected 200"),
    ] {
        let (client, heads) = script(&[(&format!("{head}\r\ncontent-length: 2"), "{}")]).await;
        let error = download(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let status = error.status().unwrap();
        assert!(head.starts_with(status.as_str()));
        let text = error.to_string();
        assert!(
            text.contains(reason) && text.contains(status.as_str()),
            "{error}"
        );
        assert_eq!(heads.lock().unwrap().len(), 1);
    }
    for status in ["204", "205"] {
        let (client, _) = script(&[(&format!("{status} x\r\ncontent-length: 0"), "")]).await;
        let error = download(&client).await.unwrap_err();
        assert!(error.to_string().contains("no content"), "{error}");
    }
}

#[tokio::test]
async fn own_range_is_downloaded_as_requested() {
    let part = "206 x\r\ncontent-range: bytes 3-6/9\r\ncontent-length: 4";
    let (client, heads) = script(&[(part, "34"), (part, "3456")]).await;
    let call = client
        .request(Method::GET, "/x")
        .with_header("range", "bytes=3-6");
    assert_eq!(outcome(call.clone().stream()).await.unwrap(), b"3456");
    assert!(
        heads
            .lock()
            .unwrap()
            .iter()
            .all(|head| head.contains("range: bytes=3-6\r\n"))
    );
    let other = "206 x\r\ncontent-range: bytes 2-5/9\r\ncontent-length: 4";
    let (client, _) = script(&[(part, "34"), (other, "3456")]).await;
    let call = client
        .request(Method::GET, "/x")
        .with_header("range", "bytes=3-6");
    outcome(call.stream()).await.unwrap_err();
}

#[tokio::test]
async fn range_is_requested_with_a_strong_validator_only() {
    let day = "last-modified: Sun, 06 Nov 1994 08:49:37 GMT";
    for (version, if_range) in [
        ("etag: \"a\"".to_owned(), Some("\"a\"")),
        (
            format!("{day}\r\ndate: Sun, 06 Nov 1994 08:50:37 GMT"),
            Some("sun, 06 nov 1994"),
        ),
        (
            format!("{day}\r\ndate: Sun, 06 Nov 1994 08:50:36 GMT"),
            None,
        ),
        (day.to_owned(), None),
        ("etag: W/\"a\"".to_owned(), None),
        ("etag: a".to_owned(), None),
        ("x: y".to_owned(), None),
    ] {
        let head = format!("200 x\r\n{version}\r\ncontent-length: 4");
        let (client, heads) = script(&[(&head, "01"), (&head, "0123")]).await;
        assert_eq!(download(&client).await.unwrap(), b"0123", "{version}");
        let heads = heads.lock().unwrap();
        assert_eq!(heads.len(), 2);
        match if_range {
            Some(if_range) => {
                assert!(heads[1].contains("\r\nrange: bytes=2-\r\n"), "{version}");
                assert!(heads[1].contains(&format!("\r\nif-range: {if_range}")));
            }
            None => assert!(!heads[1].contains("range:"), "{version}"),
        }
    }
}

#[tokio::test]
async fn other_bytes_are_never_joined() {
    const STRONG: &str = "200 x\r\netag: \"a\"\r\ncontent-length: 4";
    const WEAK: &str = "200 x\r\netag: W/\"a\"\r\ncontent-length: 4";
    const BARE: &str = "200 x\r\ncontent-length: 4";
    for (first, next, body) in [
        // The start has changed, under the same name or none.
        (STRONG, STRONG, "x123"),
        (WEAK, WEAK, "x123"),
        (BARE, BARE, "0x23"),
        (
            BARE,
            "200 x\r\ntransfer-encoding: chunked",
            "4\r\n0x23\r\n0\r\n\r\n",
        ),
        (STRONG, BARE, "x123"),
        // Another version.
        (STRONG, "200 x\r\netag: \"b\"\r\ncontent-length: 4", "0123"),
        (BARE, "200 x\r\ncontent-length: 5", "01234"),
        (
            BARE,
            "200 x\r\ncontent-encoding: gzip\r\ncontent-length: 4",
            "0123",
        ),
        // A part that was not requested.
        (
            BARE,
            "206 x\r\ncontent-range: bytes 2-3/4\r\ncontent-length: 2",
            "xx",
        ),
        (
            WEAK,
            "206 x\r\netag: W/\"a\"\r\ncontent-range: bytes 2-3/4\r\ncontent-length: 2",
            "xx",
        ),
        // Other parts than the requested one.
        (
            STRONG,
            "206 x\r\netag: \"b\"\r\ncontent-range: bytes 2-3/4\r\ncontent-length: 2",
            "xx",
        ),
        (
            STRONG,
            "206 x\r\netag: \"a\"\r\ncontent-range: bytes 1-3/4\r\ncontent-length: 3",
            "123",
        ),
        (
            STRONG,
            "206 x\r\netag: \"a\"\r\ncontent-range: bytes 2-3/5\r\ncontent-length: 2",
            "23",
        ),
        (
            STRONG,
            "206 x\r\netag: \"a\"\r\ncontent-range: bytes 2-4/4\r\ncontent-length: 3",
            "234",
        ),
        (
            STRONG,
            "206 x\r\netag: \"a\"\r\ncontent-range: bytes 2-3/4\r\ncontent-length: 3",
            "234",
        ),
        (
            STRONG,
            "206 x\r\netag: \"a\"\r\ncontent-range: bytes */4\r\ncontent-length: 2",
            "23",
        ),
        (STRONG, "206 x\r\netag: \"a\"\r\ncontent-length: 2", "23"),
        (
            STRONG,
            "206 x\r\netag: \"a\"\r\ncontent-type: multipart/byteranges; boundary=b\r\n\
             content-range: bytes 2-3/4\r\ncontent-length: 2",
            "23",
        ),
        (
            STRONG,
            "206 x\r\netag: \"a\"\r\ncontent-range: bytes 2-2/4\r\ntransfer-encoding: chunked",
            "2\r\n23\r\n0\r\n\r\n",
        ),
        // Responses that are not files.
        (STRONG, "202 x\r\ncontent-length: 4", "0123"),
        (BARE, "204 x\r\ncontent-length: 0", ""),
    ] {
        let (client, _) = script(&[(first, "01"), (next, body)]).await;
        let error = download(&client).await.unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Body | ErrorKind::Decode),
            "{first:?} {next:?}: {error}"
        );
    }
    let (client, _) = script(&[(BARE, "01"), (BARE, "x123")]).await;
    let error = download(&client).await.unwrap_err();
    assert!(error.to_string().contains("has changed"), "{error}");
}

#[tokio::test]
async fn file_is_read_again_when_ranges_fail() {
    let first = "200 x\r\netag: \"a\"\r\ncontent-length: 4";
    let refused = "416 x\r\ncontent-range: bytes */4\r\ncontent-length: 0";
    let (client, heads) = script(&[(first, "01"), (refused, ""), (first, "0123")]).await;
    assert_eq!(download(&client).await.unwrap(), b"0123");
    assert!(!heads.lock().unwrap()[2].contains("range:"));
}

#[tokio::test]
async fn file_may_change_before_its_first_byte() {
    let first = "200 x\r\netag: \"a\"\r\ncontent-length: 4";
    let next = "200 x\r\netag: \"b\"\r\ncontent-length: 5";
    let (client, heads) = script(&[(first, ""), (next, "01234")]).await;
    assert_eq!(
        all(client.data_exports().download("1").stream()).await,
        b"01234"
    );
    assert!(!heads.lock().unwrap()[1].contains("range:"));
}

/// How a server names the version of its file.
#[derive(Clone, Copy, Debug)]
enum Naming {
    Strong,
    /// The same for all versions.
    Weak,
    Nothing,
}

/// How a server treats a range.
#[derive(Clone, Copy, Debug)]
enum Ranges {
    Kept,
    /// The part of whatever there is.
    WithoutIfRange,
    Ignored,
}

/// One response of a file that changes.
#[derive(Clone, Copy, Debug)]
struct Answer {
    version: usize,
    ranges: Ranges,
    is_named_in_part: bool,
    is_chunked: bool,
    /// The number of bytes that arrive, of a thousand.
    cut: usize,
}

fn answers() -> impl Strategy<Value = Vec<Answer>> {
    let ranges = prop_oneof![
        Just(Ranges::Kept),
        Just(Ranges::WithoutIfRange),
        Just(Ranges::Ignored)
    ];
    // Most attempts meet the version of the one before.
    let version = prop_oneof![4 => Just(0_usize), 1 => 0_usize..3];
    let answer = (
        version,
        ranges,
        any::<bool>(),
        any::<bool>(),
        0_usize..=1_000,
    );
    let answer = answer.prop_map(
        |(version, ranges, is_named_in_part, is_chunked, cut)| Answer {
            version,
            ranges,
            is_named_in_part,
            is_chunked,
            cut,
        },
    );
    prop::collection::vec(answer, 1..8)
}

impl Answer {
    /// The head, and as much of the body as arrives.
    fn to(self, request: &str, file: &[u8], naming: Naming) -> (String, Vec<u8>) {
        let name = match naming {
            Naming::Strong => format!("\"{}\"", self.version),
            Naming::Weak => "W/\"same\"".to_owned(),
            Naming::Nothing => String::new(),
        };
        let asked = |header: &str| {
            let value = request.split(&format!("\r\n{header}: ")).nth(1)?;
            value.split("\r\n").next()
        };
        let from = asked("range").and_then(|range| range.strip_prefix("bytes="));
        let from = from.and_then(|range| range.strip_suffix('-')?.parse().ok());
        let from: Option<usize> = match self.ranges {
            Ranges::Kept => from.filter(|_| asked("if-range").is_none_or(|asked| asked == name)),
            Ranges::WithoutIfRange => from,
            Ranges::Ignored => None,
        };
        let from = from.filter(|from| *from < file.len());
        let body = &file[from.unwrap_or(0)..];
        let mut head = match from {
            Some(from) => {
                let (last, length) = (file.len() - 1, file.len());
                format!("206 x\r\ncontent-range: bytes {from}-{last}/{length}")
            }
            None => "200 x".to_owned(),
        };
        if !name.is_empty() && (from.is_none() || self.is_named_in_part) {
            _ = write!(head, "\r\netag: {name}");
        }
        let arrives = &body[..body.len() * self.cut / 1_000];
        if self.is_chunked {
            head.push_str("\r\ntransfer-encoding: chunked");
            let mut chunks = Vec::new();
            for chunk in arrives.chunks(300) {
                chunks.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
                chunks.extend(chunk);
                chunks.extend(b"\r\n");
            }
            if arrives.len() == body.len() {
                chunks.extend(b"0\r\n\r\n");
            }
            return (head, chunks);
        }
        _ = write!(head, "\r\ncontent-length: {}", body.len());
        (head, arrives.to_vec())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn download_of_a_changing_file_is_one_version_or_an_error(
        file in prop::collection::vec(any::<u8>(), 1..2_000),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 1..=u8::MAX), 2),
        is_longer in any::<bool>(),
        naming in prop_oneof![Just(Naming::Strong), Just(Naming::Weak), Just(Naming::Nothing)],
        answers in answers(),
    ) {
        // Versions that differ in one byte, and in length now and then.
        let mut versions = vec![file];
        for (place, bits) in changes {
            let mut version = versions[0].clone();
            let place = place.index(version.len());
            version[place] ^= bits;
            versions.push(version);
        }
        if is_longer {
            versions[2].extend(b"more");
        }
        let known: &'static [Vec<u8>] = versions.leak();
        let history = answers.clone();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let result = runtime.block_on(async {
            let url = serve(move |number, request, mut stream| {
                let last = Answer { cut: 1_000, ..history[history.len() - 1] };
                let answer = history.get(number).copied().unwrap_or(last);
                let request = request.to_ascii_lowercase();
                let (head, body) = answer.to(&request, &known[answer.version], naming);
                async move { write(&mut stream, &head, &body).await }
            })
            .await;
            download(&quick_client(url)).await
        });
        let is_same = answers.iter().all(|answer| answer.version == answers[0].version);
        match result {
            Ok(bytes) => prop_assert!(known.contains(&bytes)),
            // A file that stays the same arrives, unless the connection breaks too often.
            Err(error) => prop_assert!(!is_same || answers.len() > 2, "{error}"),
        }
    }
}
