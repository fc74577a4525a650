//! Tests of the client, in `tests/`: a program per subject.

/// The page of the simulated workspace in registries, whose programs are tests too.
#[cfg(doctest)]
#[doc = include_str!("../../simulator/README.md")]
struct SimulatorReadme;
