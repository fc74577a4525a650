//! Reads the body of a response, up to a limit.

use std::io;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use super::coding::{Decoder, step_for};
use super::incoming::Incoming;
use super::transport_error::TransportError;

/// Why a body could not be read to its end.
pub(crate) enum Unread {
    /// The connection broke or the time ran out.
    Broken(TransportError),
    /// The time ran out.
    Late,
    /// It ended before its declared length.
    Short,
    /// It is larger than this many bytes.
    TooLarge(usize),
    /// Its content coding is damaged or not supported.
    Undecodable(io::Error),
}

/// How many bytes are decoded before other tasks get their turn: a few milliseconds.
const YIELD_AFTER: usize = 1024 * 1024;

/// Reads a body of at most `limit` bytes, decoded. The HTTP client checks that the declared length
/// has arrived, except for one way in which a stream of HTTP/2 can end.
///
/// When there was something to decode, the headers that describe the encoded bytes are removed.
pub(crate) async fn read(
    answer: &mut Incoming,
    headers: &mut HeaderMap,
    limit: usize,
) -> Result<Bytes, Unread> {
    let declared = answer.content_length(headers).map(usize::try_from);
    let declared = declared.map(|length| length.unwrap_or(usize::MAX));
    let is_encoded = headers.contains_key(CONTENT_ENCODING);
    if !is_encoded && declared.is_some_and(|declared| declared > limit) {
        return Err(Unread::TooLarge(limit));
    }
    // An empty body has nothing to decode, whatever its headers declare.
    let Some(first) = next_chunk(answer).await? else {
        return if declared.is_some_and(|declared| declared > 0) {
            Err(Unread::Short)
        } else {
            Ok(Bytes::new())
        };
    };
    let mut received = first.len();
    let whole =
        if is_encoded && let Some(decoder) = Decoder::of(headers).map_err(Unread::Undecodable)? {
            let whole = decode(answer, decoder, first, &mut received, limit).await?;
            headers.remove(CONTENT_ENCODING);
            headers.remove(CONTENT_LENGTH);
            whole
        } else {
            join(answer, first, &mut received, limit).await?
        };
    if declared.is_some_and(|declared| received < declared) {
        return Err(Unread::Short);
    }
    Ok(whole)
}

/// Returns the next bytes that are not empty.
async fn next_chunk(answer: &mut Incoming) -> Result<Option<Bytes>, Unread> {
    loop {
        match answer.chunk().await.map_err(Unread::Broken)? {
            Some(chunk) if chunk.is_empty() => {}
            chunk => return Ok(chunk),
        }
    }
}

/// Reads the rest of a body that is not encoded.
async fn join(
    answer: &mut Incoming,
    first: Bytes,
    received: &mut usize,
    limit: usize,
) -> Result<Bytes, Unread> {
    if *received > limit {
        return Err(Unread::TooLarge(limit));
    }
    let mut joined = BytesMut::new();
    while let Some(chunk) = next_chunk(answer).await? {
        *received = received.saturating_add(chunk.len());
        if *received > limit {
            return Err(Unread::TooLarge(limit));
        }
        // Most bodies are one chunk, which is not copied.
        if joined.is_empty() {
            joined.extend_from_slice(&first);
        }
        joined.extend_from_slice(&chunk);
    }
    Ok(if joined.is_empty() {
        first
    } else {
        joined.freeze()
    })
}

/// Decodes a body while it arrives. The limit is checked after every step, so a small body that
/// grows large is never held whole.
async fn decode(
    answer: &mut Incoming,
    mut decoder: Decoder,
    first: Bytes,
    received: &mut usize,
    limit: usize,
) -> Result<Bytes, Unread> {
    let mut whole = Vec::new();
    let mut piece = Vec::new();
    let mut next = Some(first);
    let mut since_yield = 0;
    while let Some(chunk) = next {
        let step = step_for(chunk.len());
        decoder.push(chunk);
        loop {
            piece.clear();
            piece.reserve(step);
            decoder.fill(&mut piece).map_err(Unread::Undecodable)?;
            if whole.len() + piece.len() > limit {
                return Err(Unread::TooLarge(limit));
            }
            let is_decoded = piece.len() < piece.capacity();
            since_yield += piece.len();
            // Most bodies are one piece, which is not copied.
            if whole.is_empty() {
                whole = std::mem::take(&mut piece);
            } else {
                whole.extend_from_slice(&piece);
            }
            if is_decoded {
                break;
            }
            if since_yield > YIELD_AFTER {
                since_yield = 0;
                tokio::task::yield_now().await;
            }
        }
        next = next_chunk(answer).await?;
        *received = received.saturating_add(next.as_ref().map_or(0, Bytes::len));
    }
    // The layers of a content coding hold nothing back.
    decoder.end().map_err(Unread::Undecodable)?;
    Ok(whole.into())
}
