//! Replays a cassette: recorded responses for the requests that were recorded.
//!
//! `cassette` reads the file, `compare` holds a request against a recording, `drift` describes a
//! request that has none. This room must not depend on what a workspace stores.

mod binding;
mod cassette;
mod compare;
mod drift;
mod response;

use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use self::binding::Bindings;
use self::cassette::{Cassette, Recording};
use self::compare::compare;
pub use self::drift::Drift;
use crate::contract::Operation;
use crate::exchange::{ApiError, Request, Response};

/// A cassette and how far it has been replayed.
#[derive(Debug)]
pub(crate) struct Replay {
    cassette: Cassette,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Which recordings have been returned.
    used: Vec<bool>,
    bindings: Bindings,
    drift: Vec<Drift>,
}

/// A response of the cassette.
pub(crate) struct Replayed {
    pub(crate) response: Response,
    /// The recorded request id.
    pub(crate) request_id: Option<String>,
}

impl Replay {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let cassette = Cassette::read(path)?;
        Ok(Self {
            state: Mutex::new(State {
                used: vec![false; cassette.recordings.len()],
                bindings: Bindings::default(),
                drift: Vec::new(),
            }),
            cassette,
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the next recorded response to a request of an operation, or an error if there is none.
    pub(crate) fn respond(
        &self,
        request: &mut Request,
        operation: Option<&Operation>,
        base_url: &str,
    ) -> Replayed {
        request.operation_id = operation.map(|operation| operation.id.clone());
        let mut state = self.lock();
        let recordings = self.cassette.recordings.iter().enumerate();
        let comparisons = recordings.map(|(at, recording)| {
            let comparison = compare(recording, request, &state.bindings);
            (at, recording, comparison)
        });
        let mut nearest: Option<(usize, &Recording, compare::Comparison)> = None;
        let mut matching = None;
        for (at, recording, comparison) in comparisons {
            if comparison.is_equal() && !state.used[at] {
                matching = Some((at, recording, comparison));
                break;
            }
            let is_nearer = nearest
                .as_ref()
                .is_none_or(|(_, _, best)| comparison.distance < best.distance);
            if is_nearer {
                nearest = Some((at, recording, comparison));
            }
        }
        if let Some((at, recording, comparison)) = matching {
            state.used[at] = true;
            state.bindings.extend(comparison.bindings);
            let response = recording.response(&state.bindings, &self.cassette.hosts, base_url);
            return Replayed {
                response,
                request_id: recording.request_id().map(str::to_owned),
            };
        }
        let path = operation.map_or(request.path.as_str(), |operation| &operation.path);
        let drift = Drift::new(&request.method, path, nearest);
        let message = drift.to_string();
        state.drift.push(drift);
        Replayed {
            response: ApiError::new(400, "recording_missing", message).into_response(""),
            request_id: None,
        }
    }

    pub(crate) fn drift(&self) -> Vec<Drift> {
        self.lock().drift.clone()
    }

    /// Returns the recordings that were not returned, in order.
    pub(crate) fn unused(&self) -> Vec<String> {
        let state = self.lock();
        let recordings = self.cassette.recordings.iter().zip(&state.used);
        let unused = recordings.filter(|(_, is_used)| !**is_used);
        unused.map(|(recording, _)| recording.title()).collect()
    }

    /// Returns what is wrong with lines of the cassette.
    pub(crate) fn problems(&self) -> &[String] {
        &self.cassette.problems
    }
}
