//! Decodes bytes as each request of Canvas Kit, and as a response.
#![no_main]

use intercom_api::canvas::{
    CanvasResponse, ConfigureRequest, InitializeRequest, LiveCanvasRequest, SheetRequest,
    SheetSubmitRequest, SubmitRequest,
};
use intercom_fuzz::decode;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    decode::<ConfigureRequest>(bytes);
    decode::<InitializeRequest>(bytes);
    decode::<SubmitRequest>(bytes);
    decode::<LiveCanvasRequest>(bytes);
    decode::<SheetRequest>(bytes);
    decode::<SheetSubmitRequest>(bytes);
    decode::<CanvasResponse>(bytes);
});
