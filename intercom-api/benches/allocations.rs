//! Allocations of decoding: one contact and a page of 150, as this crate's types and as the same
//! structs with serde's derive. `cargo bench -p intercom-api --bench allocations` prints how many
//! there are and how many bytes they take.
//!
//! Counting slows every allocation down, so times are measured in `decode.rs` alone.

#[path = "decode/body.rs"]
mod body;
// Fields of the baseline are there to be decoded, not to be read.
#[allow(dead_code)]
#[path = "decode/derived.rs"]
mod derived;

use std::hint::black_box;

use divan::{AllocProfiler, Bencher};
use intercom_api::types;
use serde::de::DeserializeOwned;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

#[divan::bench(types = [types::Contact, derived::Contact], sample_count = 10, sample_size = 10)]
fn one_contact<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    decode::<T>(bencher, &body::contact(1));
}

#[divan::bench(types = [types::ContactList, derived::ContactList], sample_count = 10, sample_size = 10)]
fn page_of_150_contacts<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    decode::<T>(bencher, &body::page(150));
}

fn decode<T: DeserializeOwned>(bencher: Bencher<'_, '_>, text: &str) {
    bencher.bench(|| serde_json::from_slice::<T>(black_box(text.as_bytes())).map_err(drop));
}
