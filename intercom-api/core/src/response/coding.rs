//! Content codings: which of them a response declares, and the decoder that takes them off.
//!
//! The HTTP client could do this, but `tower-http`, which it decodes with, makes its `GzipDecoder`
//! without `multiple_members(true)`, which it sets for zstd: it stops after the first gzip member and
//! returns what it has as success. Decoding here also makes lengths, ranges and
//! progress count the bytes of the wire.

use std::io;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_ENCODING;

#[cfg(feature = "gzip")]
use super::gzip::{Gunzip, Rule};
#[cfg(not(feature = "gzip"))]
use super::no_gzip::Gunzip;

/// The most codings that are decoded in one body. Servers use one.
const MAX_CODINGS: usize = 4;

/// The longest name of a coding that an error repeats.
const MAX_NAME: usize = 20;

/// The largest piece that [`Decoder::next`] returns, and that is decoded between two looks at a limit.
pub(crate) const STEP: usize = 64 * 1024;

/// The smallest buffer that is decoded into.
const MIN_STEP: usize = 1024;

/// Decodes a body while it arrives.
pub(crate) struct Decoder {
    /// The first one decodes what arrives, each other one what the one before it returns.
    layers: Vec<Gunzip>,
    /// How much [`next`](Self::next) returns at most, by how much has arrived.
    step: usize,
}

impl Decoder {
    /// Returns the decoder of a response with these headers, or `None` when it is not encoded.
    pub(crate) fn of(headers: &HeaderMap) -> io::Result<Option<Self>> {
        // Without allocating anything for the responses that have none.
        if !headers.contains_key(CONTENT_ENCODING) {
            return Ok(None);
        }
        let layers = layers_of(gzip_layers(headers)?)?;
        Ok((!layers.is_empty()).then(|| Self::new(layers)))
    }

    /// Returns a decoder of a file that is gzip, in a response with these headers.
    ///
    /// Some servers declare the compression of the file itself as a content coding, others compress
    /// the file again. Only the decoded bytes show which it is.
    #[cfg(feature = "gzip")]
    pub(crate) fn of_gzip_file(headers: &HeaderMap) -> io::Result<Self> {
        let mut layers = Self::of(headers)?.map_or_else(Vec::new, |decoder| decoder.layers);
        let rule = if layers.is_empty() {
            Rule::Required
        } else {
            Rule::MayBePlain
        };
        layers.push(Gunzip::new(rule));
        Ok(Self::new(layers))
    }

    fn new(layers: Vec<Gunzip>) -> Self {
        Self { layers, step: STEP }
    }

    /// Takes bytes that have arrived, after [`next`](Self::next) has returned `None`.
    pub(crate) fn push(&mut self, encoded: Bytes) {
        self.step = step_for(encoded.len());
        if let Some(first) = self.layers.first_mut() {
            first.push(encoded);
        }
    }

    /// Decodes into the spare capacity of `output`. Spare capacity is left only when more has to
    /// arrive.
    pub(crate) fn fill(&mut self, output: &mut Vec<u8>) -> io::Result<()> {
        fill(&mut self.layers, output)
    }

    /// Returns the next bytes, or `None` when more has to arrive.
    pub(crate) fn next(&mut self) -> io::Result<Option<Bytes>> {
        let mut output = Vec::with_capacity(self.step);
        self.fill(&mut output)?;
        Ok(Some(output)
            .filter(|output| !output.is_empty())
            .map(Bytes::from))
    }

    /// Ends the input. Returns the last bytes.
    pub(crate) fn end(&mut self) -> io::Result<Bytes> {
        let mut last = Bytes::new();
        for layer in &mut self.layers {
            // Only the outermost layer may be plain and hold a byte back.
            last = layer.end()?;
        }
        Ok(last)
    }
}

/// Returns so many decoders of gzip.
#[cfg(feature = "gzip")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature it can fail")]
fn layers_of(count: usize) -> io::Result<Vec<Gunzip>> {
    Ok((0..count).map(|_| Gunzip::new(Rule::MayBeEmpty)).collect())
}

/// Returns an error for a body that is compressed, though nothing asked for that.
#[cfg(not(feature = "gzip"))]
fn layers_of(count: usize) -> io::Result<Vec<Gunzip>> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let message = "content coding `gzip` needs the feature `gzip` of the crate";
    Err(io::Error::new(io::ErrorKind::Unsupported, message))
}

/// Returns the size of a buffer for this number of encoded bytes.
pub(crate) fn step_for(encoded: usize) -> usize {
    encoded.saturating_mul(4).clamp(MIN_STEP, STEP)
}

fn fill(layers: &mut [Gunzip], output: &mut Vec<u8>) -> io::Result<()> {
    let Some((last, before)) = layers.split_last_mut() else {
        return Ok(());
    };
    loop {
        last.fill(output)?;
        if output.len() == output.capacity() || before.is_empty() {
            return Ok(());
        }
        let mut part = Vec::with_capacity(STEP);
        fill(before, &mut part)?;
        if part.is_empty() {
            return Ok(());
        }
        last.push(part.into());
    }
}

/// Returns how often a body with these headers is compressed with gzip.
pub(crate) fn gzip_layers(headers: &HeaderMap) -> io::Result<usize> {
    let mut layers = 0;
    for value in headers.get_all(CONTENT_ENCODING) {
        let names = value.to_str().map_err(|_| unsupported(""))?;
        for name in names.split(',').map(str::trim) {
            if ["gzip", "x-gzip"]
                .iter()
                .any(|gzip| name.eq_ignore_ascii_case(gzip))
            {
                layers += 1;
            } else if !name.is_empty() && !name.eq_ignore_ascii_case("identity") {
                return Err(unsupported(name));
            }
        }
    }
    if layers > MAX_CODINGS {
        let message = format!("more than {MAX_CODINGS} content codings");
        return Err(io::Error::new(io::ErrorKind::Unsupported, message));
    }
    Ok(layers)
}

/// An error that names the coding, unless that is something else than a name.
fn unsupported(name: &str) -> io::Error {
    let is_name = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-_.+".contains(&byte));
    let message = if is_name && (1..=MAX_NAME).contains(&name.len()) {
        format!("content coding `{name}` is not supported")
    } else {
        "content coding without a valid name".to_owned()
    };
    io::Error::new(io::ErrorKind::Unsupported, message)
}

#[cfg(test)]
#[cfg(feature = "gzip")]
mod tests;
