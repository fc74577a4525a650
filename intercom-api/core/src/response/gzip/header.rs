//! The header of a gzip member, read byte by byte, because it may be cut anywhere.

use std::io;

use flate2::Crc;

use super::invalid;

/// The first bytes of every member.
pub(super) const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The only compression method of gzip.
const DEFLATE: u8 = 8;

const HAS_CHECKSUM: u8 = 1 << 1;
const HAS_EXTRA: u8 = 1 << 2;
const HAS_NAME: u8 = 1 << 3;
const HAS_COMMENT: u8 = 1 << 4;
const RESERVED: u8 = 0b1110_0000;

/// A header as far as it has arrived.
#[derive(Default)]
pub(super) struct Header {
    part: Part,
    flags: u8,
    /// Of everything before the checksum.
    crc: Crc,
}

/// What the next byte belongs to. All parts but the first are optional.
#[derive(Clone, Copy)]
enum Part {
    /// With the number of bytes so far.
    Fixed(u8),
    /// With the first byte of the length, once it has arrived.
    ExtraLength(Option<u8>),
    /// With the number of bytes to come.
    Extra(u16),
    Name,
    Comment,
    /// With its first byte, once it has arrived.
    Checksum(Option<u8>),
    End,
}

impl Default for Part {
    fn default() -> Self {
        Self::Fixed(0)
    }
}

impl Header {
    /// Returns a header whose first byte has arrived.
    pub(super) fn after_first_byte() -> Self {
        let mut header = Self {
            part: Part::Fixed(1),
            ..Self::default()
        };
        header.crc.update(&MAGIC[..1]);
        header
    }

    /// Takes the next byte. Returns whether it is the last one.
    pub(super) fn push(&mut self, byte: u8) -> io::Result<bool> {
        if !matches!(self.part, Part::Checksum(_)) {
            self.crc.update(&[byte]);
        }
        self.part = match self.part {
            Part::Fixed(count) => {
                self.check_fixed(count, byte)?;
                match count {
                    9 => self.after_fixed(),
                    _ => Part::Fixed(count + 1),
                }
            }
            Part::ExtraLength(None) => Part::ExtraLength(Some(byte)),
            Part::ExtraLength(Some(low)) => match u16::from_le_bytes([low, byte]) {
                0 => self.after_extra(),
                length => Part::Extra(length),
            },
            Part::Extra(1) => self.after_extra(),
            Part::Extra(left) => Part::Extra(left - 1),
            Part::Name if byte == 0 => self.after_name(),
            Part::Comment if byte == 0 => self.after_comment(),
            Part::Checksum(None) => Part::Checksum(Some(byte)),
            Part::Checksum(Some(low)) => {
                if u32::from(u16::from_le_bytes([low, byte])) != self.crc.sum() & 0xffff {
                    return Err(invalid("the gzip header does not match its checksum"));
                }
                Part::End
            }
            part => part,
        };
        Ok(matches!(self.part, Part::End))
    }

    fn check_fixed(&mut self, position: u8, byte: u8) -> io::Result<()> {
        match position {
            0 | 1 if byte != MAGIC[usize::from(position)] => Err(invalid("the data is not gzip")),
            2 if byte != DEFLATE => Err(invalid("the gzip compression method is unknown")),
            3 if byte & RESERVED != 0 => Err(invalid("the gzip header has unknown flags")),
            3 => {
                self.flags = byte;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    fn after_fixed(&self) -> Part {
        if self.has(HAS_EXTRA) {
            Part::ExtraLength(None)
        } else {
            self.after_extra()
        }
    }

    fn after_extra(&self) -> Part {
        if self.has(HAS_NAME) {
            Part::Name
        } else {
            self.after_name()
        }
    }

    fn after_name(&self) -> Part {
        if self.has(HAS_COMMENT) {
            Part::Comment
        } else {
            self.after_comment()
        }
    }

    fn after_comment(&self) -> Part {
        if self.has(HAS_CHECKSUM) {
            Part::Checksum(None)
        } else {
            Part::End
        }
    }
}
