//! Guides: how to do common tasks with this crate, and what to watch for.
//!
//! Each guide starts with a complete program. The programs are compiled and run as tests, against a
//! simulated workspace.
//!
//! | guide | subject |
//! |---|---|
//! | [Getting started](getting_started) | the first calls, and how a call is made |
//! | [Authentication](authentication) | access tokens, token providers, OAuth |
//! | [Regions](regions) | which host a workspace uses |
//! | [Errors](errors) | what failed, and what to do |
//! | [Retries](retries) | retries, rate limits, time limits |
//! | [Pagination](pagination) | walking lists, and resuming after a restart |
//! | [Search](search) | queries for contacts, conversations and tickets |
//! | [Custom attributes](custom_attributes) | custom attributes and custom objects |
//! | [Exports](exports) | jobs, and downloads of any size |
//! | [Testing](testing) | the simulator, transports, clocks |
//! | [Blocking](blocking) | programs without an async runtime |
//! | [Observability](observability) | spans, metrics, values that did not fit |
//! | [Upgrading](upgrading) | new versions of the crate and of the API |
//! | [Coming from other clients](coming_from) | the same calls in Node, Python and Ruby |
//!
//! The guides exist in the documentation only: a program that uses the crate does not compile them.

macro_rules! guides {
    ($($name:ident)*) => {
        $(
            #[doc = include_str!(concat!("guides/", stringify!($name), ".md"))]
            pub mod $name {}
        )*
    };
}

guides! {
    authentication
    blocking
    coming_from
    custom_attributes
    errors
    exports
    getting_started
    observability
    pagination
    regions
    retries
    search
    testing
    upgrading
}
