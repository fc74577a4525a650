//! The methods of a call: the method of the operation, and further ones where two arguments of one
//! method could be swapped.

/// A method that takes arguments of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The name of the method; that of the first step is the operation's.
    pub method: String,
    /// What the method takes; no two of them accept the same literal.
    pub arguments: Vec<Argument>,
}

/// An argument, by its place in the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// The path parameter of this index.
    Path(usize),
    /// The parameter in the query or in a header of this index.
    Other(usize),
    /// The body.
    Body,
}
