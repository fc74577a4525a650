//! Every list, walked to its end against the simulated workspace.

mod errors;
mod every_operation;
mod forms_of_next;
mod prefetch;
mod resume;
mod scroll;
mod search;
mod support;
