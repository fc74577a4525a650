//! The comparison of contracts: every row of the table of rules on a minimal pair of documents,
//! the shapes that are easily compared wrong, and an independent comparison of real versions.

mod cross_check;
mod document;
mod outputs;
mod rules;
mod shapes;
mod table;
