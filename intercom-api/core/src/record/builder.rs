//! The settings of a recorder.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::body::Limits;
use super::cassette::Cassette;
use super::recorder::{Inner, Recorder};
use super::scrub::{Pattern, Rule, Scrubber};
use crate::transport::Transport;

/// The settings of a [`Recorder`] that is about to start.
#[must_use = "nothing is recorded before `build`"]
pub struct RecorderBuilder {
    path: PathBuf,
    appends: bool,
    key: Option<Vec<u8>>,
    rules: Vec<(Pattern, Rule)>,
    transport: Option<Arc<dyn Transport>>,
    limits: Limits,
}

impl RecorderBuilder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            appends: false,
            key: None,
            rules: Vec::new(),
            transport: None,
            limits: Limits::default(),
        }
    }

    /// Sets the transport that sends. Defaults to an HTTP client like the built-in one.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the key of the stand-ins, so that several cassettes have the same ones. Defaults to a random
    /// key for each recorder.
    ///
    /// Who has the key can test whether a stand-in belongs to a guessed value. Treat it like a password:
    /// at least 16 random bytes, not in the repository.
    pub fn key(mut self, key: impl Into<Vec<u8>>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Sets the rule for a field of bodies and for a parameter of queries and paths.
    ///
    /// A field is the end of its path, without the positions in lists: `plan` is every field of this
    /// name, `custom_attributes.plan` that attribute of every object; `*` is any key. The conditions of
    /// a search on this field follow the rule too. The last rule that fits wins.
    pub fn scrub(mut self, field: &str, rule: Rule) -> Self {
        self.rules.push((Pattern::parse(field), rule));
        self
    }

    /// Stores bodies that are not text, up to a number of bytes, in Base64 and unchanged. Defaults to 0:
    /// only their length is stored, and the replay returns as many zeros.
    ///
    /// Nothing in such a body can be scrubbed: an audio recording is the voice of a person. Text in a
    /// gzip file is scrubbed like other text, whatever this limit is.
    pub fn binary_bodies(mut self, most_bytes: usize) -> Self {
        self.limits.binary = most_bytes.min(self.limits.whole);
        self
    }

    /// Appends to an existing cassette. Defaults to replacing it.
    ///
    /// The cassette must have been recorded with the same [`key`](Self::key).
    pub fn append(mut self) -> Self {
        self.appends = true;
        self
    }

    /// Opens the cassette.
    ///
    /// # Errors
    ///
    /// The file cannot be written; the cassette to append to has another key or is not a cassette; the
    /// system has no random bytes for a key.
    pub fn build(self) -> io::Result<Recorder> {
        let key = if let Some(key) = self.key {
            key
        } else {
            let mut key = vec![0; 32];
            getrandom::fill(&mut key).map_err(io::Error::other)?;
            key
        };
        let scrubber = Scrubber::new(&key, self.rules);
        let cassette = Cassette::open(&self.path, self.appends, &scrubber.key_id())?;
        let inner = self.transport.map_or_else(Inner::usual, Inner::Given);
        Ok(Recorder::new(inner, scrubber, cassette, self.limits))
    }
}

impl fmt::Debug for RecorderBuilder {
    /// Does not show the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecorderBuilder")
            .field("path", &self.path)
            .field("appends", &self.appends)
            .finish_non_exhaustive()
    }
}
