//! What the client costs beside the same written by hand: `reqwest`, and structs with serde's derive.
//!
//! ```text
//! cargo run --release -p intercom-costs                       all times and ratios
//! cargo run --release -p intercom-costs -- json               the same for a program
//! cargo run --release -p intercom-costs -- count NAME 100     one work so often, nothing else
//! cargo run --release -p intercom-costs -- memory 1000000     resident memory over many calls
//! ```
//!
//! `count` is for a tool that counts instructions, which do not depend on what else the machine does:
//! those of 200 runs less those of 100 are the instructions of 100 runs. `cargo xtask bench` does it.

// A benchmark that cannot run ends.
#![allow(clippy::unwrap_used, clippy::panic)]

mod bodies;
// Fields of the baseline are there to be decoded, not to be read, and have the names of the API.
#[allow(dead_code, clippy::struct_field_names)]
mod derived;
mod heap;
mod time;
mod works;

use crate::works::{calls, works};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve"] => calls::serve(),
        ["memory", calls, ..] => calls::memory(calls.parse().unwrap()),
        ["count", name, times, ..] => count(name, times.parse().unwrap()),
        ["names", ..] => works().iter().for_each(|work| println!("{}", work.name)),
        ["json", ..] => println!("{}", time::json(&time::measure(), heap::page())),
        _ => {
            time::print(&time::measure());
            println!("heap of a page, against its bytes: {:.2}", heap::page());
        }
    }
}

/// Does one work and nothing else.
fn count(name: &str, times: usize) {
    let mut works = works();
    let Some(work) = works.iter_mut().find(|work| work.name == name) else {
        panic!("no work has the name `{name}`: see `names`");
    };
    let mut run = (work.prepare)();
    for _ in 0..times {
        run();
    }
}
