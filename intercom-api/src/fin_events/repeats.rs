//! Finds events that were received before: a new connection receives the events of the last minutes
//! once more.

use std::collections::VecDeque;
use std::hash::{BuildHasher, Hash, RandomState};

use super::FinEvent;

/// How many messages, and how many events, are remembered.
const MAX_KNOWN: usize = 1024;

/// How many replies are remembered that arrive in chunks.
const MAX_STREAMS: usize = 64;

/// What was received, in bounded memory.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    hasher: RandomState,
    /// The ids of messages, as hashes. Nobody outside of the program can find two of the same hash.
    messages: VecDeque<u64>,
    /// Whole events, as hashes.
    events: VecDeque<u64>,
    /// Replies in chunks, and the index of their latest chunk.
    streams: VecDeque<(u64, i64)>,
}

impl Repeats {
    /// Notes an event, and returns whether it was received before.
    ///
    /// `data` is the event as it was sent, and `is_maybe_repeated` whether earlier events may be
    /// sent again: an event without an id is new unless they are.
    pub(super) fn contains(
        &mut self,
        event: &FinEvent,
        data: &str,
        is_maybe_repeated: bool,
    ) -> bool {
        let data = self.hasher.hash_one(data);
        let is_known_event = note(&mut self.events, data);
        match event {
            FinEvent::Replied(reply) => {
                if let Some(stream) = &reply.stream_id {
                    // A chunk behind its message is out of date.
                    self.is_old_chunk(stream, i64::MAX);
                }
                if let Some(id) = event.message_id() {
                    let id = self.hasher.hash_one(id.as_str());
                    return note(&mut self.messages, id);
                }
            }
            FinEvent::ReplyChunk(chunk) => {
                if let (Some(stream), Some(index)) = (&chunk.stream_id, chunk.chunk_index) {
                    return self.is_old_chunk(stream, index);
                }
            }
            _ => {}
        }
        is_maybe_repeated && is_known_event
    }

    /// How many messages, events and replies in chunks are remembered.
    #[cfg(test)]
    pub(super) fn sizes(&self) -> (usize, usize, usize) {
        (self.messages.len(), self.events.len(), self.streams.len())
    }

    /// Notes the index of a chunk, and returns whether a chunk of it or behind it was received.
    fn is_old_chunk(&mut self, stream: impl Hash, index: i64) -> bool {
        let stream = self.hasher.hash_one(stream);
        if let Some((_, latest)) = self.streams.iter_mut().find(|(known, _)| *known == stream) {
            let is_old = index <= *latest;
            *latest = index.max(*latest);
            return is_old;
        }
        if self.streams.len() == MAX_STREAMS {
            self.streams.pop_front();
        }
        self.streams.push_back((stream, index));
        false
    }
}

/// Notes a hash, and returns whether it was there.
fn note(known: &mut VecDeque<u64>, hash: u64) -> bool {
    if known.contains(&hash) {
        return true;
    }
    if known.len() == MAX_KNOWN {
        known.pop_front();
    }
    known.push_back(hash);
    false
}
