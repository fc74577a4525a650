//! Verifies bytes as a request of Canvas Kit, with the first line as its signature, and opens them as
//! a sheet. Nobody can find the signature, so that everything is an error.
#![no_main]

use intercom_api::canvas::{SubmitRequest, Verifier};
use intercom_api::external::http::{HeaderMap, HeaderValue};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let verifier = Verifier::new("new").also("old");
    let mut parts = bytes.splitn(2, |byte| *byte == b'\n');
    let (line, body) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_bytes(line) {
        headers.insert("x-body-signature", value);
    }
    assert!(verifier.verify::<SubmitRequest>(&headers, body).is_err());
    assert!(verifier.open_sheet(bytes).is_err());
    assert!(verifier.decrypt(&String::from_utf8_lossy(line)).is_err());
});
