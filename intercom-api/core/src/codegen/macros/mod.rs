//! The tables that generated files consist of, one macro for each.

mod changes;
mod constructors;
mod convert;
mod events;
mod forms;
mod list;
mod open_enum;
mod operations;
mod paged;
mod record;
mod setters;
mod union;
mod waits;
