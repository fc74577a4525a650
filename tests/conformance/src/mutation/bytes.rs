//! Changes the bytes of responses, so that most are no longer JSON: decoding them may fail, and
//! must do nothing worse. This is what cargo-fuzz does at length, but the same in every run.

use super::SourceResponse;
use super::random::Random;
use crate::dispatch::Row;

/// The results of changed bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scrambled {
    /// How many bodies decoded all the same.
    pub decoded: usize,
    /// How many were refused.
    pub refused: usize,
}

/// Texts that are put into bodies.
const WORDS: [&str; 20] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "null",
    "true",
    "-",
    "1e999",
    "0.1",
    "\\u0000",
    "\\ud800",
    "\u{1f600}",
    "{\"data\":[",
    "\"\":",
    "18446744073709551616",
    " ",
    "[[[[",
];

/// Decodes `count` bodies, each a response with a few changed bytes. The same seed makes the same
/// bodies.
///
/// # Errors
///
/// When a value that was decoded is another one after it was written: the operation, and the body.
pub fn scramble(answers: &[SourceResponse], seed: u64, count: usize) -> Result<Scrambled, String> {
    let mut random = Random::new(seed);
    let mut scrambled = Scrambled::default();
    for _ in 0..count {
        let answer = random.one_of(answers);
        let mut body = answer.body.to_string().into_bytes();
        for _ in 0..=random.below(4) {
            change(&mut body, &mut random);
        }
        if decodes(answer.row, &body)? {
            scrambled.decoded += 1;
        } else {
            scrambled.refused += 1;
        }
    }
    Ok(scrambled)
}

fn change(body: &mut Vec<u8>, random: &mut Random) {
    let start = random.below(body.len() + 1);
    let end = body.len().min(start + random.below(12));
    match random.below(5) {
        0 => drop(body.drain(start..end)),
        1 => body.truncate(start),
        2 => body.extend_from_within(start..end),
        3 => {
            let word = random.one_of(&WORDS).bytes();
            drop(body.splice(start..end, word));
        }
        _ => {
            if let Some(byte) = body.get_mut(start) {
                *byte ^= 1 << random.below(8);
            }
        }
    }
}

fn decodes(row: &Row, body: &[u8]) -> Result<bool, String> {
    let Ok(value) = row.decode(body) else {
        return Ok(false);
    };
    let written = value.to_value().to_string();
    if row.decode(written.as_bytes()).ok().as_ref() == Some(&value) {
        return Ok(true);
    }
    let body = String::from_utf8_lossy(body);
    Err(format!("{}: {body} became {written}", row.info))
}
