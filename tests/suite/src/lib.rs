//! Tests of the client, in `tests/`: a program per subject.
