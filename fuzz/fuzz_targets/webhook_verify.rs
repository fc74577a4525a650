//! Verifies bytes as a webhook, with the header that they begin with.
#![no_main]

use intercom_api::external::http::{HeaderMap, HeaderValue};
use intercom_api::webhooks::Verifier;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let verifier = Verifier::new("new").also("old").limit(1024);
    let (header, body) = bytes.split_at(bytes.len().min(45));
    let mut headers = HeaderMap::new();
    assert!(verifier.verify(&headers, body).is_err());
    for _ in 0..2 {
        if let Ok(value) = HeaderValue::from_bytes(header) {
            headers.append("x-hub-signature", value);
        }
        assert!(verifier.verify(&headers, body).is_err());
    }
});
