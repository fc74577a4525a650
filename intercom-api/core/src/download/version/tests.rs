use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use proptest::prelude::*;

use super::{Fingerprint, Part, Verdict, is_changed, strong_validator};

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    let pair = |(name, value): &(&'static str, &'static str)| {
        let name = HeaderName::from_static(name);
        (name, HeaderValue::from_static(value))
    };
    pairs.iter().map(pair).collect()
}

const DAY: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
const SAME_MINUTE: &str = "Sun, 06 Nov 1994 08:50:36 GMT";
const MINUTE_LATER: &str = "Sun, 06 Nov 1994 08:50:37 GMT";

#[test]
fn ranges_are_requested_with_strong_validators_only() {
    let old = [("last-modified", DAY), ("date", MINUTE_LATER)];
    for (pairs, expected) in [
        (&[("etag", "\"a\"")][..], Some("\"a\"")),
        (&[("etag", "\"\"")], Some("\"\"")),
        (&[("etag", "W/\"a\"")], None),
        (&[("etag", "w/\"a\"")], None),
        (&[("etag", "a")], None),
        (&[("etag", "\"")], None),
        (&[("etag", "\"a\""), ("etag", "\"b\"")], None),
        (&[("etag", "W/\"a\""), old[0], old[1]], None),
        (&old, Some(DAY)),
        (&[("last-modified", DAY)], None),
        (&[("last-modified", DAY), ("date", SAME_MINUTE)], None),
        (&[("last-modified", MINUTE_LATER), ("date", DAY)], None),
        (&[("last-modified", "yesterday"), ("date", DAY)], None),
        (&[], None),
    ] {
        let found = strong_validator(&headers(pairs));
        let found = found.as_ref().map(|(_, value)| value.to_str().unwrap());
        assert_eq!(found, expected, "{pairs:?}");
    }
}

#[test]
fn version_is_changed_when_validators_or_codings_differ() {
    for (before, now, expected) in [
        (&[("etag", "\"a\"")][..], &[("etag", "\"b\"")][..], true),
        (&[("etag", "\"a\"")], &[("etag", "W/\"a\"")], false),
        (&[("etag", "\"a\"")], &[], false),
        (
            &[("last-modified", DAY)],
            &[("last-modified", MINUTE_LATER)],
            true,
        ),
        (&[("last-modified", DAY)], &[("last-modified", DAY)], false),
        (&[("content-encoding", "gzip")], &[], true),
        (&[], &[], false),
    ] {
        assert_eq!(
            is_changed(&headers(before), &headers(now)),
            expected,
            "{before:?} {now:?}"
        );
    }
}

#[test]
fn part_is_read_only_when_it_is_consistent() {
    let part = |range: &'static str| Part::of(&headers(&[("content-range", range)]));
    let of = |first, length, total| {
        Some(Part {
            first,
            length,
            total,
        })
    };
    assert_eq!(part("bytes 2-4/10"), of(2, 3, Some(10)));
    assert_eq!(part("Bytes 2-4/*"), of(2, 3, None));
    for range in [
        "",
        "bytes",
        "bytes 2-4",
        "bytes 4-2/10",
        "bytes 2-10/10",
        "bytes */10",
        "bytes 2-/10",
        "bytes -4/10",
        "bytes +2-4/10",
        "bytes 2-4/x",
        "items 2-4/10",
        "2-4/10",
        "bytes 0-18446744073709551615/*",
        "bytes 2-4/10, 5-6/10",
    ] {
        assert_eq!(part(range), None, "{range}");
    }
    let range = ("content-range", "bytes 2-4/10");
    for (other, is_read) in [
        (("content-length", "3"), true),
        (("content-length", "4"), false),
        (("content-type", "Multipart/ByteRanges; boundary=x"), false),
        (range, false),
    ] {
        assert_eq!(
            Part::of(&headers(&[range, other])).is_some(),
            is_read,
            "{other:?}"
        );
    }
}

proptest! {
    #[test]
    fn comparison_finds_every_difference_in_any_cuts(
        given in prop::collection::vec(any::<u8>(), 1..200),
        rest in prop::collection::vec(any::<u8>(), 0..50),
        changed in prop::option::of((any::<prop::sample::Index>(), 1..=u8::MAX)),
        sizes in (1_usize..50, 1_usize..50),
    ) {
        let mut fingerprint = Fingerprint::default();
        for piece in given.chunks(sizes.0) {
            fingerprint.update(piece);
        }
        let mut again = [&given[..], &rest[..]].concat();
        if let Some((place, bits)) = changed {
            again[place.index(given.len())] ^= bits;
        }
        let mut comparison = fingerprint.comparison(given.len() as u64);
        let mut found: Option<Vec<u8>> = None;
        for piece in again.chunks(sizes.1) {
            if let Some(found) = &mut found {
                found.extend_from_slice(piece);
                continue;
            }
            match comparison.push(Bytes::copy_from_slice(piece)) {
                Verdict::Open => {}
                Verdict::Same(new) => found = Some(new.to_vec()),
                Verdict::Different => {
                    prop_assert!(changed.is_some());
                    return Ok(());
                }
            }
        }
        prop_assert!(changed.is_none());
        prop_assert_eq!(found, Some(rest));
    }
}
