//! What a replay found.

use super::{Builder, Workspace};
use crate::replay::Drift;

impl Builder {
    /// Replays a cassette of `intercom_api::record` instead of simulating a workspace.
    ///
    /// A request has the first recorded response, in the order of the cassette, whose request has the
    /// same method, path, query (in any order), `Range` and JSON, and that was not returned yet. A
    /// stand-in matches every value of its kind; the first match pairs them, so that the same stand-in
    /// has to be the same value for the rest of the replay. Paired stand-ins in later responses become
    /// the value of the program. Any token is accepted.
    ///
    /// A request without a recording has the status 400 with the code `recording_missing` and a message
    /// with the nearest recording; see [`Workspace::drift`]. Faults still apply.
    pub fn replay(mut self, cassette: impl Into<std::path::PathBuf>) -> Self {
        self.replay = Some(cassette.into());
        self
    }
}

impl Workspace {
    /// Returns the requests so far that the cassette does not have.
    pub fn drift(&self) -> Vec<Drift> {
        let replay = self.shared.replay.as_ref();
        replay.map(crate::replay::Replay::drift).unwrap_or_default()
    }

    /// Checks that the cassette has all requests so far.
    ///
    /// # Panics
    ///
    /// A request was not on the cassette. The message shows each with the nearest recording and the
    /// differences.
    #[track_caller]
    pub fn assert_no_drift(&self) {
        let drift = self.drift();
        let texts: Vec<String> = drift.iter().map(ToString::to_string).collect();
        assert!(texts.is_empty(), "{}", texts.join("\n"));
    }

    /// Returns the recordings that no request had yet, each as `line 5: GET /contacts`.
    pub fn unused_recordings(&self) -> Vec<String> {
        let replay = self.shared.replay.as_ref();
        replay
            .map(crate::replay::Replay::unused)
            .unwrap_or_default()
    }

    /// Returns what is wrong with lines of the cassette. They are skipped, such as the last line of a
    /// recorder whose process was killed.
    pub fn recording_problems(&self) -> Vec<String> {
        let replay = self.shared.replay.as_ref();
        replay
            .map(|replay| replay.problems().to_vec())
            .unwrap_or_default()
    }
}
