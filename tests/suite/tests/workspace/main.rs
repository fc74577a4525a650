//! The simulated workspace by itself: what it checks, keeps, pages, limits and spoils.
//!
//! One program with a module per behavior, so that the server is linked once.

// What is not there fails the test.
#![allow(clippy::expect_used)]

mod calls;
mod checks;
mod clients;
mod clock;
mod companies;
mod contacts;
mod content;
mod contracts;
mod conversations;
mod custom_objects;
mod events;
mod every_operation;
mod exports;
mod faults;
mod guide;
mod last_reply;
mod limits;
mod operators;
mod page_sizes;
mod paging;
mod redaction;
mod search;
mod seeded_parts;
mod seeds;
mod support;
mod syncing;
mod tags;
mod tickets;
mod visitors;
