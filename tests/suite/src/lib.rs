//! Tests of the client, in `tests/`: a program per subject.

/// The programs of the documentation of data jobs.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/data-jobs.md")]
struct DataJobs;

/// The program of the documentation of recordings.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/record-and-replay.md")]
struct RecordAndReplay;

/// The page of the simulated workspace in registries, whose programs are tests too.
#[cfg(doctest)]
#[doc = include_str!("../../simulator/README.md")]
struct SimulatorReadme;
