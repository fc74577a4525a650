use std::io::{self, Write};

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, HeaderValue};

use super::{Decoder, MAX_CODINGS, gzip_layers};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn headers(values: &[&[u8]]) -> HeaderMap {
    let value = |value: &&[u8]| HeaderValue::from_bytes(value).unwrap();
    let values = values.iter().map(value);
    values.map(|value| (CONTENT_ENCODING, value)).collect()
}

fn decode(mut decoder: Decoder, bytes: &[u8], size: usize) -> io::Result<Vec<u8>> {
    let mut whole = Vec::new();
    for piece in bytes.chunks(size) {
        decoder.push(Bytes::copy_from_slice(piece));
        while let Some(bytes) = decoder.next()? {
            whole.extend_from_slice(&bytes);
        }
    }
    whole.extend_from_slice(&decoder.end()?);
    Ok(whole)
}

#[test]
fn codings_are_read_in_any_case_and_any_list() {
    for (values, layers) in [
        (&[&b"gzip"[..]][..], 1),
        (&[b"GZip"], 1),
        (&[b"x-gzip"], 1),
        (&[b"X-GZIP"], 1),
        (&[b" gzip , identity"], 1),
        (&[b"identity"], 0),
        (&[b""], 0),
        (&[b", ,"], 0),
        (&[], 0),
        (&[b"gzip, gzip"], 2),
        (&[b"gzip", b"x-gzip,identity"], 2),
    ] {
        assert_eq!(gzip_layers(&headers(values)).unwrap(), layers, "{values:?}");
    }
}

#[test]
fn unknown_codings_are_named_if_they_are_valid_names() {
    let error = |value: &[u8]| gzip_layers(&headers(&[value])).unwrap_err().to_string();
    for name in ["br", "zstd", "deflate", "gzip2"] {
        let found = error(format!("gzip, {name}").as_bytes());
        assert_eq!(found, format!("content coding `{name}` is not supported"));
    }
    for value in [&b"s3cret token"[..], b"\xff", &[b'x'; 100], b"gzip;q=1"] {
        assert_eq!(error(value), "content coding without a valid name");
    }
    let many = ["gzip"; MAX_CODINGS + 1].join(",");
    assert_eq!(error(many.as_bytes()), "more than 4 content codings");
}

#[test]
fn body_is_decoded_once_for_each_coding() {
    let text = b"text ".repeat(100_000);
    let twice = gzip(&gzip(&text));
    for size in [1, 10, 1_000_000] {
        let decoder = Decoder::of(&headers(&[b"gzip, gzip"])).unwrap().unwrap();
        assert_eq!(decode(decoder, &twice, size).unwrap(), text);
    }
    let once = Decoder::of(&headers(&[b"gzip"])).unwrap().unwrap();
    assert_eq!(decode(once, &twice, 100).unwrap(), gzip(&text));
    assert!(Decoder::of(&headers(&[b"identity"])).unwrap().is_none());
    let damaged = Decoder::of(&headers(&[b"gzip, gzip"])).unwrap().unwrap();
    decode(damaged, &gzip(b"text"), 100).unwrap_err();
}

#[test]
fn gzip_file_is_decompressed_whatever_its_coding_describes() {
    let file = gzip(b"a,b");
    for (values, bytes) in [
        (&[][..], file.clone()),
        (&[&b"identity"[..]], file.clone()),
        // The compression of the file itself, and one more.
        (&[b"gzip"], file.clone()),
        (&[b"gzip"], gzip(&file)),
        (&[b"gzip, gzip"], gzip(&file)),
    ] {
        for size in [1, 1000] {
            let decoder = Decoder::of_gzip_file(&headers(values)).unwrap();
            assert_eq!(decode(decoder, &bytes, size).unwrap(), b"a,b", "{values:?}");
        }
    }
    decode(Decoder::of_gzip_file(&HeaderMap::new()).unwrap(), b"a,b", 9).unwrap_err();
}
