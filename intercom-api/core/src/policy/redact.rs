//! Text from the server as it may be printed: without the secrets of the call, without characters
//! that a terminal obeys or hides, and of bounded length.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use secrecy::{ExposeSecret, SecretString};

use super::visible::visible;

/// What is printed in place of a secret.
const REDACTED: &str = "<redacted>";

/// The length from which a secret is searched at all, in bytes. Anything shorter is found in
/// ordinary words.
const LEAST_EXACT: usize = 4;

/// The number of letters and digits from which a secret is found in other spellings too.
const LEAST_SPELLED: usize = 6;

/// How many letters and digits of a secret in a row count as the secret. Ten of them, of 36 kinds,
/// fit into 60 bits.
const WINDOW: usize = 10;

/// How the characters of a text are restricted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Charset {
    /// Sentences in any language.
    Text,
    /// Identifiers, media types and hosts.
    Identifier,
}

/// A secret, and what it looks like in each encoding that a server may return it in.
pub(crate) struct Secret {
    text: SecretString,
    /// Made when a text is first searched; most secrets are searched many times.
    spellings: OnceLock<Vec<Spelling>>,
}

/// All parts of one length that a secret has in its encodings.
struct Spelling {
    width: usize,
    parts: HashSet<u64>,
}

impl Secret {
    pub(crate) fn new(text: SecretString) -> Self {
        Self {
            text,
            spellings: OnceLock::new(),
        }
    }

    fn spellings(&self) -> &[Spelling] {
        self.spellings.get_or_init(|| {
            let bytes = self.text.expose_secret().as_bytes();
            let plain: Vec<u8> = bytes.iter().copied().filter_map(code).collect();
            let reversed = plain.iter().rev().copied().collect();
            let encoded = (0..3).map(|offset| base64(bytes, offset));
            let mut spellings: Vec<Spelling> = Vec::new();
            for codes in [plain, reversed, hex(bytes)].into_iter().chain(encoded) {
                if codes.len() < LEAST_SPELLED {
                    continue;
                }
                let width = codes.len().min(WINDOW);
                let parts = codes.windows(width).map(pack);
                match spellings.iter_mut().find(|known| known.width == width) {
                    Some(known) => known.parts.extend(parts),
                    None => spellings.push(Spelling {
                        width,
                        parts: parts.collect(),
                    }),
                }
            }
            spellings
        })
    }
}

/// The secrets of a call.
#[derive(Clone, Default)]
pub(crate) struct Redactor(Vec<Arc<Secret>>);

impl Redactor {
    /// Adds a secret, unless it is there.
    pub(crate) fn add(&mut self, secret: &Arc<Secret>) {
        if !self.0.iter().any(|known| Arc::ptr_eq(known, secret)) {
            self.0.push(Arc::clone(secret));
        }
    }

    /// Returns a text as it may be printed, cut after `length` characters.
    pub(crate) fn clean(&self, text: &str, charset: Charset, length: usize) -> String {
        let mut clean = String::with_capacity(text.len().min(length));
        let mut left = length;
        let mut at = 0;
        let spans = self.spans(text);
        for (index, span) in spans.iter().map(Some).chain([None]).enumerate() {
            let end = span.map_or(text.len(), |span| span.start);
            let mut before = None;
            for c in text.get(at..end).unwrap_or_default().chars() {
                if left == 0 {
                    clean.push('…');
                    return clean;
                }
                clean.push(match charset {
                    Charset::Text => visible(c, before),
                    Charset::Identifier if is_identifier(c) => c,
                    Charset::Identifier => '?',
                });
                before = Some(c);
                left -= 1;
            }
            let Some(span) = span else { break };
            at = span.end;
            // Two parts of a secret with nothing in between are one.
            if index == 0 || !clean.ends_with(REDACTED) {
                clean.push_str(REDACTED);
                left = left.saturating_sub(REDACTED.len());
            }
        }
        clean
    }

    /// Whether a text contains a secret in any spelling. Short secrets do not count: they are part
    /// of ordinary words.
    pub(crate) fn finds_in(&self, text: &str) -> bool {
        let spans = self.spans(text);
        spans.iter().any(|span| span.len() >= LEAST_SPELLED)
    }

    /// Returns whether [`clean`](Self::clean) would replace something of a text.
    pub(crate) fn shows_in(&self, text: &str) -> bool {
        !self.spans(text).is_empty()
    }

    /// Where a text contains secrets, in order and apart from each other.
    fn spans(&self, text: &str) -> Vec<Range<usize>> {
        let mut spans = Vec::new();
        for secret in &self.0 {
            let exact = secret.text.expose_secret();
            if exact.len() >= LEAST_EXACT {
                let found = text.match_indices(exact);
                spans.extend(found.map(|(start, found)| start..start + found.len()));
            }
        }
        // Most texts are too short to hold a secret, or there is no secret.
        if text.len() >= LEAST_SPELLED && !self.0.is_empty() {
            let units = units(text);
            for spelling in self.0.iter().flat_map(|secret| secret.spellings()) {
                let found = units.windows(spelling.width).filter(|window| {
                    let packed = window
                        .iter()
                        .fold(0, |packed, unit| shift(packed, unit.code));
                    spelling.parts.contains(&packed)
                });
                spans.extend(found.filter_map(|window| {
                    let (first, last) = (window.first()?, window.last()?);
                    Some(first.start..last.end)
                }));
            }
        }
        spans.sort_unstable_by_key(|span| span.start);
        spans.dedup_by(|next, known| {
            let overlaps = next.start <= known.end;
            if overlaps {
                known.end = known.end.max(next.end);
            }
            overlaps
        });
        spans
    }
}

fn is_identifier(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.:/+=@~[]".contains(c)
}

/// A letter or digit of a text, decoded.
struct Unit {
    code: u8,
    start: usize,
    end: usize,
}

/// The letters and digits of a text, whatever their case, encoding and separators.
fn units(text: &str) -> Vec<Unit> {
    let mut units = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let (byte, length) = escaped(&text.as_bytes()[at..]).unwrap_or_else(|| {
            let byte = match c {
                // Full-width forms.
                '\u{ff01}'..='\u{ff5e}' => u32::from(c) - 0xfee0,
                c => u32::from(c),
            };
            (u8::try_from(byte).unwrap_or_default(), c.len_utf8())
        });
        let end = at + length;
        units.extend(code(byte).map(|code| Unit {
            code,
            start: at,
            end,
        }));
        at = end;
    }
    units
}

/// Returns the byte that an escape sequence at the start of a text encodes, and the length of the
/// sequence: `%41`, `%2541`, `%u0041`, `\u0041`, `\x41`, `&#65;`, `&#x41;`.
fn escaped(text: &[u8]) -> Option<(u8, usize)> {
    let hex = |at: usize| {
        let digits = std::str::from_utf8(text.get(at..at + 2)?).ok()?;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)
    };
    match *text {
        [b'%' | b'\\', b'u' | b'U', b'0', b'0', ..] => Some((hex(4)?, 6)),
        [b'\\', b'x' | b'X', ..] => Some((hex(2)?, 4)),
        [b'%', ..] => {
            let mut at = 1;
            // Percent signs that are encoded themselves, perhaps more than once.
            while text.get(at..at + 2) == Some(b"25") && hex(at + 2).is_some() {
                at += 2;
            }
            Some((hex(at)?, at + 2))
        }
        [b'&', b'#', ..] => {
            let length = text.iter().take(10).position(|byte| *byte == b';')?;
            let digits = std::str::from_utf8(text.get(2..length)?).ok()?;
            let byte = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u8::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            Some((byte.ok()?, length + 1))
        }
        _ => None,
    }
}

/// The number of a letter or digit below 36; letters count without their case.
fn code(byte: u8) -> Option<u8> {
    match byte.to_ascii_lowercase() {
        digit @ b'0'..=b'9' => Some(digit - b'0'),
        letter @ b'a'..=b'z' => Some(letter - b'a' + 10),
        _ => None,
    }
}

fn shift(packed: u64, code: u8) -> u64 {
    (packed << 6) | u64::from(code)
}

fn pack(codes: &[u8]) -> u64 {
    codes.iter().copied().fold(0, shift)
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .collect()
}

/// The letters and digits of base64 that depend on `bytes` alone when `offset` bytes (modulo 3)
/// precede them.
fn base64(bytes: &[u8], offset: usize) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bit = |at: usize| {
        let byte = bytes.get(at / 8).copied().unwrap_or_default();
        usize::from(byte >> (7 - at % 8) & 1)
    };
    // A character has six bits; the first whole one after `offset` bytes begins here.
    let first = (6 - offset * 8 % 6) % 6;
    (first..)
        .step_by(6)
        .take_while(|at| at + 6 <= bytes.len() * 8)
        .filter_map(|at| {
            let index = (at..at + 6).fold(0, |index, at| index << 1 | bit(at));
            code(ALPHABET[index])
        })
        .collect()
}

#[cfg(test)]
mod tests;
