//! Decodes bytes as an event of Fin, and verifies them as one.
#![no_main]

use intercom_api::fin_events::{FinEvent, Verifier};
use intercom_api::external::http::{HeaderMap, HeaderValue};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    intercom_fuzz::decode::<FinEvent>(bytes);
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_bytes(bytes) {
        headers.insert("x-fin-agent-api-webhook-signature", value);
    }
    assert!(Verifier::new("new").verify(&headers, bytes).is_err());
});
