//! Tests of the client, in `tests/`: a program per subject.

/// The programs of the documentation of data jobs.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/data-jobs.md")]
struct DataJobs;
