use http::{HeaderMap, HeaderName, HeaderValue};
use proptest::prelude::*;

use super::{Scheme, Secrets, SignatureError};

const BODY: &[u8] = br#"{"type":"notification_event","topic":"ping"}"#;
const ALL: [Scheme; 3] = [Scheme::Webhook, Scheme::Canvas, Scheme::Fin];

fn headers(scheme: Scheme, values: &[&str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for value in values {
        let name = HeaderName::from_static(scheme.header());
        headers.append(name, HeaderValue::from_str(value).unwrap());
    }
    headers
}

fn verify(scheme: Scheme, values: &[&str]) -> Result<(), SignatureError> {
    let secrets = Secrets::new("s3cret");
    scheme.verify(&secrets, &headers(scheme, values), BODY)
}

#[test]
fn signatures_are_those_of_openssl() {
    // printf %s "$body" | openssl dgst -sha1 -hmac s3cret
    for (scheme, key, expected) in [
        (
            Scheme::Webhook,
            "s3cret".to_owned(),
            "sha1=eeaa972a4c7926ebd0a2b98a54f211c077cde8b7",
        ),
        (
            Scheme::Webhook,
            "k".repeat(200),
            "sha1=b8a85d1ab595da71622ba118c034e75588bccd19",
        ),
        (
            Scheme::Canvas,
            "s3cret".to_owned(),
            "bbc5be520bd8f1caeb2e556757da9e2378730a30d1c16713d3bcc0cc753012fd",
        ),
        (
            Scheme::Fin,
            "s3cret".to_owned(),
            "sha256=bbc5be520bd8f1caeb2e556757da9e2378730a30d1c16713d3bcc0cc753012fd",
        ),
    ] {
        assert_eq!(scheme.sign(key.as_bytes(), BODY), expected);
        let headers = headers(scheme, &[expected]);
        assert_eq!(scheme.verify(&Secrets::new(key), &headers, BODY), Ok(()));
    }
}

#[test]
fn digits_in_upper_case_match() {
    for scheme in ALL {
        let signature = scheme.sign(b"s3cret", BODY);
        let (prefix, digits) = signature.split_at(scheme.prefix().len());
        let upper = format!(" {prefix}{} ", digits.to_uppercase());
        assert_eq!(verify(scheme, &[&upper]), Ok(()));
    }
}

#[test]
fn each_failure_has_its_error() {
    for scheme in ALL {
        let right = scheme.sign(b"s3cret", BODY);
        let wrong = scheme.sign(b"other", BODY);
        assert_eq!(verify(scheme, &[]), Err(SignatureError::Missing));
        for values in [
            [right.as_str(), right.as_str()],
            [&right, "x"],
            ["", &right],
        ] {
            assert_eq!(verify(scheme, &values), Err(SignatureError::Repeated));
        }
        assert_eq!(verify(scheme, &[&wrong]), Err(SignatureError::Mismatch));
        let cut = &right[..right.len() - 1];
        let (long, not_hex) = (format!("{right}0"), format!("{cut}g"));
        let (list, signed) = (
            format!("{right}, {right}"),
            format!("{}+f", &cut[..cut.len() - 1]),
        );
        for value in [
            "", " ", "sha1=", "sha256=", cut, &long, &not_hex, &list, &signed,
        ] {
            assert_eq!(
                verify(scheme, &[value]),
                Err(SignatureError::Malformed),
                "{value}"
            );
        }
    }
    let bare = Scheme::Canvas.sign(b"s3cret", BODY);
    assert_eq!(
        verify(Scheme::Fin, &[&bare]),
        Err(SignatureError::Malformed)
    );
    let prefixed = Scheme::Fin.sign(b"s3cret", BODY);
    for scheme in [Scheme::Canvas, Scheme::Webhook] {
        assert_eq!(verify(scheme, &[&prefixed]), Err(SignatureError::Malformed));
    }
}

#[test]
fn header_that_is_not_ascii_is_malformed() {
    let mut headers = HeaderMap::new();
    let value = HeaderValue::from_bytes(b"sha1=\xff\xfe").unwrap();
    headers.insert(Scheme::Webhook.header(), value);
    let found = Scheme::Webhook.verify(&Secrets::new("s3cret"), &headers, BODY);
    assert_eq!(found, Err(SignatureError::Malformed));
}

#[test]
fn any_secret_of_a_rotation_matches() {
    let secrets = Secrets::new("new").also("old");
    for (secret, expected) in [
        ("new", Ok(())),
        ("old", Ok(())),
        ("older", Err(SignatureError::Mismatch)),
    ] {
        let signature = Scheme::Webhook.sign(secret.as_bytes(), BODY);
        let headers = headers(Scheme::Webhook, &[&signature]);
        assert_eq!(Scheme::Webhook.verify(&secrets, &headers, BODY), expected);
    }
}

#[test]
fn empty_secret_never_matches() {
    let signature = Scheme::Webhook.sign(b"", BODY);
    let headers = headers(Scheme::Webhook, &[&signature]);
    let found = Scheme::Webhook.verify(&Secrets::new("").also("s"), &headers, BODY);
    assert_eq!(found, Err(SignatureError::Mismatch));
}

#[test]
fn debug_shows_no_secret() {
    let secrets = Secrets::new("s3cret").also("previous");
    assert_eq!(format!("{secrets:?}"), "Secrets([2 redacted])");
}

proptest! {
    #[test]
    fn one_changed_bit_of_a_signed_body_never_matches(
        body in prop::collection::vec(any::<u8>(), 1..200),
        secret in "[ -~]{1,80}",
        place in any::<prop::sample::Index>(),
        bit in 0..8_u8,
    ) {
        for scheme in ALL {
            let signature = scheme.sign(secret.as_bytes(), &body);
            let headers = headers(scheme, &[&signature]);
            let secrets = Secrets::new(secret.clone());
            prop_assert_eq!(scheme.verify(&secrets, &headers, &body), Ok(()));
            let mut changed = body.clone();
            let place = place.index(body.len());
            changed[place] ^= 1 << bit;
            let found = scheme.verify(&secrets, &headers, &changed);
            prop_assert_eq!(found, Err(SignatureError::Mismatch));
        }
    }

    #[test]
    fn any_header_value_is_accepted_or_refused(
        value in prop::collection::vec(any::<u8>(), 0..120),
        body in prop::collection::vec(any::<u8>(), 0..50),
    ) {
        // Values with control characters do not get through an HTTP parser.
        if let Ok(value) = HeaderValue::from_bytes(&value) {
            for scheme in ALL {
                let mut headers = HeaderMap::new();
                headers.insert(scheme.header(), value.clone());
                let found = scheme.verify(&Secrets::new("s3cret"), &headers, &body);
                prop_assert!(found.is_err());
            }
        }
    }
}
