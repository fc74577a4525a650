use std::fs::File;
use std::future::poll_fn;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::super::channel::read;
use super::super::row::Row;
use super::is_data;
use crate::error::ErrorKind;
use crate::operation::{Context, Repeat};

fn context() -> Context {
    Context {
        operation: None,
        repeat: Repeat::Safe,
        deletes: false,
        attempts: 0,
        is_unclear: false,
    }
}

fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    file
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(u64::try_from(content.len()).unwrap());
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *content).unwrap();
    }
    archive.into_inner().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        archive.start_file(*name, options).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The rows of a file, as `file:number:values`, and the error at the end.
fn rows(bytes: &[u8]) -> (Vec<String>, Option<ErrorKind>) {
    let show = |row: &Row| {
        let values: Vec<_> = row
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!(
            "{}:{}:{}",
            row.file().unwrap_or("-"),
            row.number(),
            values.join(",")
        )
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut received = read(file(bytes), context());
        let mut rows = Vec::new();
        loop {
            match poll_fn(|cx| received.poll_row(cx)).await {
                Some(Ok(row)) => rows.push(show(&row)),
                Some(Err(error)) => return (rows, Some(error.kind())),
                None => return (rows, None),
            }
        }
    })
}

#[test]
fn files_are_recognized_by_their_content() {
    let csv = b"a,b\n1,2\n3,4\n";
    let unnamed = vec!["-:1:a=1,b=2".to_owned(), "-:2:a=3,b=4".to_owned()];
    let named = |name: &str| {
        let rows = unnamed.iter().map(|row| row.replace('-', name));
        rows.collect::<Vec<_>>()
    };
    for (bytes, expected) in [
        (csv.to_vec(), unnamed.clone()),
        (gzip(csv), unnamed.clone()),
        (gzip(&gzip(csv)), unnamed.clone()),
        (
            [gzip(b"a,b\n1,2\n"), gzip(b"3,4\n")].concat(),
            unnamed.clone(),
        ),
        (zip(&[("x.csv", csv)]), named("x.csv")),
        (zip(&[("x.csv.gz", &gzip(csv))]), named("x.csv")),
        (gzip(&tar(&[("d/x.csv", csv)])), named("d/x.csv")),
        (tar(&[("x.csv", csv)]), named("x.csv")),
        (gzip(&zip(&[("x.csv", csv)])), named("x.csv")),
        (
            gzip(&tar(&[("x.zip", &zip(&[("y.csv", csv)]))])),
            named("y.csv"),
        ),
        (
            zip(&[
                ("x.csv", csv),
                ("__MACOSX/x.csv", b"junk"),
                (".DS_Store", b"junk"),
                ("y.csv", csv),
            ]),
            [named("x.csv"), named("y.csv")].concat(),
        ),
        (Vec::new(), Vec::new()),
        (gzip(b""), Vec::new()),
        (zip(&[]), Vec::new()),
        (b"a,b\n".to_vec(), Vec::new()),
    ] {
        assert_eq!(rows(&bytes), (expected, None));
    }
}

#[test]
fn odd_rows_are_read() {
    for (csv, expected) in [
        // A byte order mark, other line ends, no line end.
        (&b"\xef\xbb\xbfa,b\r\n1,2"[..], vec!["-:1:a=1,b=2"]),
        (
            b"a,b\n\"x\ny\",\"q\"\"q\"\n3,4\n",
            vec!["-:1:a=x\ny,b=q\"q", "-:2:a=3,b=4"],
        ),
        (b"a,b\n1\n1,2,3\n", vec!["-:1:a=1,b=", "-:2:a=1,b=2,=3"]),
        (b"a\nx\xffy\n", vec!["-:1:a=x\u{fffd}y"]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(str::to_owned).collect();
        assert_eq!(rows(csv), (expected, None));
    }
}

#[test]
fn damaged_files_end_with_an_error() {
    let csv = "a,b\n".to_owned() + &"1,2\n".repeat(10_000);
    let whole = gzip(csv.as_bytes());
    let (found, error) = rows(&whole[..whole.len() / 2]);
    assert!(found.len() < 10_000, "{}", found.len());
    assert_eq!(error, Some(ErrorKind::Body));
    let archive = zip(&[("x.csv", csv.as_bytes())]);
    assert_eq!(
        rows(&archive[..archive.len() - 30]),
        (Vec::new(), Some(ErrorKind::Body))
    );
    let mut nested = b"a\n1\n".to_vec();
    for _ in 0..8 {
        nested = gzip(&nested);
    }
    assert_eq!(rows(&nested), (Vec::new(), Some(ErrorKind::Body)));
}

#[test]
fn quote_that_is_never_closed_is_bounded() {
    let bytes = "a\n\"".to_owned() + &"x".repeat(40 * 1024 * 1024);
    assert_eq!(
        rows(&gzip(bytes.as_bytes())),
        (Vec::new(), Some(ErrorKind::Body))
    );
}

/// A consumer that takes nothing holds the reading thread back: the file is not read ahead.
#[tokio::test]
async fn reading_waits_for_the_consumer() {
    let csv = "a\n".to_owned() + &("x".repeat(1_000) + "\n").repeat(20_000);
    let file = file(csv.as_bytes());
    let mut position = file.try_clone().unwrap();
    let mut received = read(file, context());
    let first = poll_fn(|cx| received.poll_row(cx)).await;
    assert!(matches!(first, Some(Ok(_))));
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let read = position.stream_position().unwrap();
    assert!(read < 1024 * 1024, "{read} bytes were read");
    let mut rest = 0;
    while let Some(row) = poll_fn(|cx| received.poll_row(cx)).await {
        row.unwrap();
        rest += 1;
    }
    assert_eq!(rest, 19_999);
    let mut end = Vec::new();
    position.read_to_end(&mut end).unwrap();
    assert!(end.is_empty());
}

#[test]
fn operating_system_files_are_not_data() {
    assert!(is_data("a/b.csv") && is_data("b"));
    assert!(!is_data("__MACOSX/b.csv") && !is_data("a/.b"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Rows of any content come back whole and in order, however they are packed.
    #[test]
    fn rows_survive_every_packing(
        table in prop::collection::vec(prop::collection::vec("[a-z\"',;\r\n ]{0,6}[a-z]", 2), 1..60),
        packing in 0_usize..5,
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["k", "v"]).unwrap();
        for row in &table {
            writer.write_record(row).unwrap();
        }
        let csv = writer.into_inner().unwrap();
        let bytes = match packing {
            0 => csv,
            1 => gzip(&csv),
            2 => zip(&[("x.csv", &csv)]),
            3 => gzip(&tar(&[("x.csv", &csv)])),
            _ => zip(&[("x.csv.gz", &gzip(&csv))]),
        };
        let (found, error) = rows(&bytes);
        prop_assert_eq!(error, None);
        let found: Vec<_> = found.iter().map(|row| row.splitn(3, ':').nth(2).unwrap().to_owned()).collect();
        let expected: Vec<_> = table.iter().map(|row| format!("k={},v={}", row[0], row[1])).collect();
        prop_assert_eq!(found, expected);
    }
}
