use std::io::{self, Write};

use bytes::Bytes;
use flate2::{Compression, GzBuilder, write::GzEncoder};
use proptest::prelude::*;

use super::{Gunzip, MAX_SILENT, Rule};

fn member(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// A member with every part that a header may have.
fn full_member(text: &[u8], extra: &[u8]) -> Vec<u8> {
    let builder = GzBuilder::new()
        .filename("export.csv")
        .comment("a comment")
        .extra(extra);
    let mut encoder = builder.write(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    let mut bytes = encoder.finish().unwrap();
    // `flate2` writes no checksum of the header: put one between it and the data.
    bytes[3] |= 1 << 1;
    let end = 10 + 2 + extra.len() + "export.csv\0a comment\0".len();
    let mut crc = flate2::Crc::new();
    crc.update(&bytes[..end]);
    let [low, high, ..] = crc.sum().to_le_bytes();
    bytes.splice(end..end, [low, high]);
    bytes
}

/// Decodes pieces with buffers of a size.
fn decode<'a>(
    rule: Rule,
    pieces: impl IntoIterator<Item = &'a [u8]>,
    size: usize,
) -> io::Result<Vec<u8>> {
    let mut gunzip = Gunzip::new(rule);
    let mut whole = Vec::new();
    for piece in pieces {
        gunzip.push(Bytes::copy_from_slice(piece));
        loop {
            let mut output = Vec::with_capacity(size);
            gunzip.fill(&mut output)?;
            whole.extend_from_slice(&output);
            if output.len() < output.capacity() {
                break;
            }
        }
    }
    whole.extend_from_slice(&gunzip.end()?);
    Ok(whole)
}

fn whole(rule: Rule, bytes: &[u8]) -> io::Result<Vec<u8>> {
    decode(rule, [bytes], 1000)
}

#[test]
fn members_are_decoded_one_after_another() {
    let bytes = [member(b"one"), member(b""), member(b"two"), member(b"")].concat();
    assert_eq!(whole(Rule::Required, &bytes).unwrap(), b"onetwo");
    assert_eq!(whole(Rule::Required, &member(b"")).unwrap(), b"");
}

#[test]
fn header_parts_are_skipped_wherever_they_are_cut() {
    for extra in [&b""[..], b"x", &[0; 300]] {
        let bytes = [full_member(b"text", extra), full_member(b"", extra)].concat();
        let bytewise = bytes.chunks(1);
        assert_eq!(decode(Rule::Required, bytewise, 7).unwrap(), b"text");
        assert_eq!(whole(Rule::Required, &bytes).unwrap(), b"text");
    }
}

#[test]
fn every_truncation_and_every_trailing_byte_is_an_error() {
    let bytes = [full_member(b"one", b"x"), member(b"two")].concat();
    let first = full_member(b"one", b"x").len();
    for end in (0..bytes.len()).filter(|end| *end != first) {
        whole(Rule::Required, &bytes[..end]).unwrap_err();
    }
    for byte in 0..=u8::MAX {
        let longer = [&bytes[..], &[byte]].concat();
        whole(Rule::Required, &longer).unwrap_err();
    }
}

#[test]
fn damage_is_an_error() {
    let good = full_member(b"some text, some text", b"xyz");
    // Every byte is covered by one of the two checksums, or is part of it.
    for place in 0..good.len() {
        let mut bad = good.clone();
        bad[place] ^= 0x10;
        assert!(whole(Rule::Required, &bad).is_err(), "{place}");
    }
}

#[test]
fn empty_input_is_an_error_only_where_gzip_is_required() {
    assert!(whole(Rule::Required, b"").is_err());
    assert_eq!(whole(Rule::MayBeEmpty, b"").unwrap(), b"");
    assert_eq!(whole(Rule::MayBePlain, b"").unwrap(), b"");
    assert!(whole(Rule::MayBeEmpty, b"plain").is_err());
}

#[test]
fn plain_bytes_pass_where_they_may() {
    for plain in [&b"a,b\n1,2\n"[..], b"\x1f", b"\x1fx", b"\x1f\x1f\x8b"] {
        for size in [1, 2, 100] {
            let result = decode(Rule::MayBePlain, plain.chunks(1), size);
            assert_eq!(result.unwrap(), plain);
            assert_eq!(decode(Rule::MayBePlain, [plain], size).unwrap(), plain);
        }
    }
    let bytes = member(b"text");
    assert_eq!(
        decode(Rule::MayBePlain, bytes.chunks(1), 1).unwrap(),
        b"text"
    );
    whole(Rule::MayBePlain, &bytes[..5]).unwrap_err();
}

#[test]
fn input_that_never_produces_data_is_an_error() {
    let empty = member(b"");
    let many = empty.repeat(10_000);
    let more = [&many[..], &member(b"text")].concat();
    assert_eq!(whole(Rule::Required, &more).unwrap(), b"text");
    whole(Rule::Required, &empty.repeat(MAX_SILENT / empty.len() + 2)).unwrap_err();
    // A name that does not end.
    let mut name = vec![0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 0];
    name.resize(MAX_SILENT + 100, b'x');
    whole(Rule::Required, &name).unwrap_err();
}

#[test]
fn a_full_buffer_bounds_what_is_decoded_at_once() {
    let bytes = member(&vec![0; 10_000_000]);
    let mut gunzip = Gunzip::new(Rule::Required);
    gunzip.push(bytes.into());
    let mut output = Vec::with_capacity(1000);
    gunzip.fill(&mut output).unwrap();
    assert_eq!((output.len(), output.capacity()), (1000, 1000));
}

proptest! {
    #[test]
    fn any_members_in_any_cuts_are_decoded(
        texts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 1..6),
        full in any::<u8>(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        size in 1_usize..400,
    ) {
        let members = texts.iter().enumerate().map(|(number, text)| {
            if full >> number & 1 == 1 { full_member(text, b"xy") } else { member(text) }
        });
        let bytes: Vec<u8> = members.flatten().collect();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]);
        prop_assert_eq!(decode(Rule::Required, pieces, size).unwrap(), texts.concat());
    }

    #[test]
    fn garbage_behind_members_is_an_error(
        text in prop::collection::vec(any::<u8>(), 0..300),
        garbage in prop::collection::vec(any::<u8>(), 1..30),
        size in 1_usize..400,
    ) {
        let bytes = [member(&text), garbage].concat();
        prop_assert!(decode(Rule::Required, [&bytes[..]], size).is_err());
    }

    #[test]
    fn random_bytes_never_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        is_gzip in any::<bool>(),
    ) {
        let mut start = member(b"");
        start.truncate(if is_gzip { 10 } else { 0 });
        drop(whole(Rule::MayBePlain, &[start, bytes].concat()));
    }
}
