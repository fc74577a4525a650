//! Corrections: the rules they must keep, their order, and what a bump does with them.

// expect-test writes every snapshot as `r#"…"#`.
#![allow(clippy::needless_raw_string_hashes)]
#![cfg(test)]

mod carry;
mod order;
mod real;
mod rules;
mod strategy;
