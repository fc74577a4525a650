//! A gzip decoder that is fed by hand: bytes are pushed as they arrive, and decoded into buffers of
//! the caller. Start with [`Gunzip`].
//!
//! It reads the framing itself and leaves the compressed data to `flate2`. So every member of a
//! sequence is read, anything behind the last one is an error, and the caller decides how much is
//! decoded at once. It must not depend on HTTP.

mod header;

use std::io;

use bytes::{Buf, Bytes};
use flate2::{Crc, Decompress, FlushDecompress, Status};

use self::header::Header;

/// How many compressed bytes in a row may produce nothing. Empty members and empty blocks are valid,
/// but an endless sequence of them must not keep the caller waiting.
const MAX_SILENT: usize = 1024 * 1024;

/// A decoder of a sequence of gzip members.
pub(crate) struct Gunzip {
    rule: Rule,
    state: State,
    /// Bytes that have been pushed and not yet decoded.
    input: Bytes,
    /// Made by the first member: it takes 40 KiB.
    inflate: Option<Decompress>,
    crc: Crc,
    /// Whether the last buffer was filled, so that more may come out without more input.
    is_full: bool,
    /// Compressed bytes since the last decoded one.
    silent: usize,
}

/// What is accepted in place of a gzip member.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Nothing.
    Required,
    /// No bytes at all: an empty body is empty under any coding.
    MayBeEmpty,
    /// Anything. What does not begin like gzip is passed on as it is.
    MayBePlain,
}

enum State {
    /// Before the first byte.
    Start,
    /// After the first byte of what may be plain.
    Half,
    Header(Header),
    Data,
    /// The checksum and the length, as far as they have arrived.
    Trailer([u8; 8], usize),
    /// After a member: another one may follow, and nothing else.
    Between,
    Plain,
}

impl Gunzip {
    pub(crate) fn new(rule: Rule) -> Self {
        Self {
            rule,
            state: State::Start,
            input: Bytes::new(),
            inflate: None,
            crc: Crc::new(),
            is_full: false,
            silent: 0,
        }
    }

    /// Takes bytes that have arrived. Those before them must have been decoded.
    pub(crate) fn push(&mut self, input: Bytes) {
        debug_assert!(self.input.is_empty());
        self.input = input;
    }

    /// Decodes into the spare capacity of `output`. Spare capacity is left only when all input is
    /// decoded.
    pub(crate) fn fill(&mut self, output: &mut Vec<u8>) -> io::Result<()> {
        while output.len() < output.capacity() && (!self.input.is_empty() || self.is_full) {
            let before = (self.input.len(), output.len());
            self.step(output)?;
            if output.len() > before.1 {
                self.silent = 0;
            } else {
                self.silent += before.0 - self.input.len();
                if self.silent > MAX_SILENT {
                    return Err(invalid("too many compressed bytes without data"));
                }
            }
        }
        Ok(())
    }

    /// Ends the input. Returns a byte that turned out to be plain.
    pub(crate) fn end(&mut self) -> io::Result<Bytes> {
        match self.state {
            State::Between | State::Plain => Ok(Bytes::new()),
            State::Start if self.rule != Rule::Required => Ok(Bytes::new()),
            State::Half => {
                self.state = State::Plain;
                Ok(Bytes::from_static(&header::MAGIC[..1]))
            }
            _ => Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the gzip data ends within a member",
            )),
        }
    }

    fn step(&mut self, output: &mut Vec<u8>) -> io::Result<()> {
        match &mut self.state {
            State::Start => match (self.rule, self.input.first()) {
                (Rule::MayBePlain, first) if first == header::MAGIC.first() => {
                    self.input.advance(1);
                    self.state = State::Half;
                }
                (Rule::MayBePlain, _) => self.state = State::Plain,
                _ => self.state = State::Header(Header::default()),
            },
            State::Half => {
                if self.input.first() == header::MAGIC.last() {
                    self.state = State::Header(Header::after_first_byte());
                } else {
                    output.push(header::MAGIC[0]);
                    self.state = State::Plain;
                }
            }
            State::Header(header) => {
                if header.push(self.input.get_u8())? {
                    self.begin_data();
                }
            }
            State::Data => self.inflate(output)?,
            State::Trailer(bytes, length) => {
                bytes[*length] = self.input.get_u8();
                *length += 1;
                if *length == bytes.len() {
                    check(&self.crc, *bytes)?;
                    self.state = State::Between;
                }
            }
            State::Between => {
                if self.input.first() != header::MAGIC.first() {
                    return Err(invalid("the last gzip member is followed by other bytes"));
                }
                self.state = State::Header(Header::default());
            }
            State::Plain => {
                let spare = output.capacity() - output.len();
                let part = self.input.split_to(spare.min(self.input.len()));
                output.extend_from_slice(&part);
            }
        }
        Ok(())
    }

    fn begin_data(&mut self) {
        match &mut self.inflate {
            Some(inflate) => inflate.reset(false),
            None => self.inflate = Some(Decompress::new(false)),
        }
        self.crc.reset();
        self.state = State::Data;
    }

    fn inflate(&mut self, output: &mut Vec<u8>) -> io::Result<()> {
        let inflate = self.inflate.get_or_insert_with(|| Decompress::new(false));
        let (read, written) = (inflate.total_in(), output.len());
        let status = inflate
            .decompress_vec(&self.input, output, FlushDecompress::None)
            .map_err(|_| invalid("the gzip data is damaged"))?;
        let read = usize::try_from(inflate.total_in() - read).unwrap_or(usize::MAX);
        self.input.advance(read.min(self.input.len()));
        self.crc.update(&output[written..]);
        self.is_full = false;
        if status == Status::StreamEnd {
            self.state = State::Trailer([0; 8], 0);
        } else if output.len() == output.capacity() {
            self.is_full = true;
        } else if read == 0 && output.len() == written && !self.input.is_empty() {
            return Err(invalid("the gzip data is damaged"));
        }
        Ok(())
    }
}

/// Compares the checksum and the length of a member with those in its trailer.
fn check(crc: &Crc, trailer: [u8; 8]) -> io::Result<()> {
    let expected = u64::from_le_bytes(trailer);
    let found = u64::from(crc.sum()) | u64::from(crc.amount()) << 32;
    if found == expected {
        Ok(())
    } else {
        Err(invalid("the gzip data does not match its checksum"))
    }
}

fn invalid(message: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests;
