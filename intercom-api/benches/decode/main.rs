//! Decoding against its alternatives, on a page of 150 contacts and on one contact: this crate's
//! types, the same structs with serde's derive, `serde_json::Value`, and `IgnoredAny`, which only
//! checks the text.
//!
//! `cargo bench -p intercom-api --bench decode` measures each with divan, then prints how the types
//! compare with derive. For the ratio both take turns, so that a busy machine slows both down.

mod body;
// Fields of the baseline are there to be decoded, not to be read.
#[allow(dead_code)]
mod derived;

use std::hint::black_box;
use std::time::{Duration, Instant};

use divan::Bencher;
use divan::counter::BytesCount;
use intercom_api::types;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

fn main() {
    divan::main();
    for (name, text, decoders) in [
        (
            "page of 150",
            body::page(150),
            [decode::<types::ContactList>, decode::<derived::ContactList>] as [fn(&[u8]); 2],
        ),
        (
            "one contact",
            body::contact(1),
            [decode::<types::Contact>, decode::<derived::Contact>],
        ),
    ] {
        let [ours, derive] = fastest(text.as_bytes(), decoders).map(|time| time.as_secs_f64());
        println!(
            "{name}: {:.2} µs with our types, {:.2} µs with derive, ratio {:.2}",
            ours * 1e6,
            derive * 1e6,
            ours / derive
        );
    }
}

/// The fastest of many runs: what else the machine does only ever adds to a run's time.
fn fastest(text: &[u8], decoders: [fn(&[u8]); 2]) -> [Duration; 2] {
    let mut fastest = [Duration::MAX; 2];
    let runs = (50_000_000 / text.len()).max(100);
    for _ in 0..runs {
        for (decoder, fastest) in decoders.iter().zip(&mut fastest) {
            let start = Instant::now();
            decoder(black_box(text));
            *fastest = start.elapsed().min(*fastest);
        }
    }
    fastest
}

/// Decodes and drops.
fn decode<T: DeserializeOwned>(text: &[u8]) {
    let value: Result<T, _> = serde_json::from_slice(text);
    black_box(value.is_ok());
}

#[divan::bench(types = [types::ContactList, derived::ContactList, Value, IgnoredAny])]
fn page_of_150_contacts<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    measure::<T>(bencher, &body::page(150));
}

#[divan::bench(types = [types::Contact, derived::Contact, Value, IgnoredAny])]
fn one_contact<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    measure::<T>(bencher, &body::contact(1));
}

fn measure<T: DeserializeOwned>(bencher: Bencher<'_, '_>, text: &str) {
    bencher
        .counter(BytesCount::of_str(text))
        .bench(|| serde_json::from_slice::<T>(black_box(text.as_bytes())).map_err(drop));
}
