//! What stands for the decoder of gzip in programs without it: a type without values, so that the
//! decoder of a body cannot have a layer.

use std::io;

use bytes::Bytes;

/// A decoder that cannot be made.
pub(crate) enum Gunzip {}

impl Gunzip {
    pub(crate) fn push(&mut self, _: Bytes) {
        match *self {}
    }

    pub(crate) fn fill(&mut self, _: &mut Vec<u8>) -> io::Result<()> {
        match *self {}
    }

    pub(crate) fn end(&mut self) -> io::Result<Bytes> {
        match *self {}
    }
}
