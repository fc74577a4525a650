//! Decompresses a download while it arrives, a few bytes at a time: what they grow to stays small.

use std::io::{self, Write};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;

use super::Decode;

/// How many compressed bytes are decompressed at once. They grow to 4 MiB at most.
const STEP: usize = 4 * 1024;

pub(super) struct Gunzip {
    decoder: MultiGzDecoder<Vec<u8>>,
    /// What has arrived and waits.
    compressed: Bytes,
}

impl Gunzip {
    pub(super) fn new() -> Self {
        Self {
            decoder: MultiGzDecoder::new(Vec::new()),
            compressed: Bytes::new(),
        }
    }
}

impl Decode for Gunzip {
    fn push(&mut self, compressed: Bytes) {
        self.compressed = compressed;
    }

    fn next(&mut self) -> io::Result<Option<Bytes>> {
        while !self.compressed.is_empty() {
            let step = self.compressed.split_to(self.compressed.len().min(STEP));
            self.decoder.write_all(&step)?;
            let grown = std::mem::take(self.decoder.get_mut());
            if !grown.is_empty() {
                return Ok(Some(grown.into()));
            }
        }
        Ok(None)
    }

    fn end(&mut self) -> io::Result<Bytes> {
        self.decoder.try_finish()?;
        Ok(std::mem::take(self.decoder.get_mut()).into())
    }
}
