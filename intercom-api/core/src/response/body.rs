//! Reads the body of an answer, up to a limit.

use bytes::{Bytes, BytesMut};

/// Why a body could not be read to its end.
pub(crate) enum Unread {
    /// The connection broke, the time ran out, or the compression is damaged.
    Broken(reqwest::Error),
    /// The time ran out.
    Late,
    /// It ended before the length that it was said to have.
    Short,
    /// It is larger than this many bytes.
    TooLarge(usize),
}

/// Reads a body of at most `limit` bytes, decompressed. The HTTP client knows whether a length that
/// was declared has come, but for one way in which a stream of HTTP/2 can end.
pub(crate) async fn read(answer: &mut reqwest::Response, limit: usize) -> Result<Bytes, Unread> {
    let declared = answer.content_length().map(usize::try_from);
    let declared = declared.map(|length| length.unwrap_or(usize::MAX));
    if declared.is_some_and(|declared| declared > limit) {
        return Err(Unread::TooLarge(limit));
    }
    let mut whole = Bytes::new();
    let mut joined = BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(Unread::Broken)? {
        if whole.len() + joined.len() + chunk.len() > limit {
            return Err(Unread::TooLarge(limit));
        }
        // Most bodies are one chunk, which is not copied.
        if whole.is_empty() && joined.is_empty() {
            whole = chunk;
        } else {
            joined.extend_from_slice(&std::mem::take(&mut whole));
            joined.extend_from_slice(&chunk);
        }
    }
    if !joined.is_empty() {
        whole = joined.freeze();
    }
    if declared.is_some_and(|declared| whole.len() < declared) {
        return Err(Unread::Short);
    }
    Ok(whole)
}
