//! What every fuzz target does: bytes that decode are written and decode to the same value again.
//! Panics, endless recursion and endless memory end the run by themselves.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Decodes bytes as a type, and checks the result.
///
/// # Panics
///
/// When a value is not the same after being written and read.
pub fn decode<T: DeserializeOwned + Serialize + PartialEq + Debug>(bytes: &[u8]) {
    let Ok(value) = serde_json::from_slice::<T>(bytes) else {
        return;
    };
    let written = serde_json::to_vec(&value).expect("a decoded value can be written");
    let again: T = serde_json::from_slice(&written).expect("a written value can be decoded");
    assert_eq!(value, again);
}

/// Makes a fuzz target that decodes bytes as a type of the API.
#[macro_export]
macro_rules! target {
    ($type:ident) => {
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
            $crate::decode::<intercom_api::types::$type>(bytes);
        });
    };
}
