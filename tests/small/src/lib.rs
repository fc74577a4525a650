//! The client crate with a small API: the sources of `intercom-api` around the snapshots that
//! `intercom-gen` checks its output against. That it compiles shows that what is generated from a
//! description of every kind compiles.

// A small API uses only part of the runtime, and the sources are checked where they are written.
#![allow(
    dead_code,
    missing_docs,
    unused_imports,
    unused_macros,
    rustdoc::all,
    clippy::all,
    clippy::pedantic,
    clippy::restriction
)]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
