//! An input file as the generator sees it: a name for messages, and its text.

/// A text and the name by which messages refer to it.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The name of the file: `openapi/2.14.json`.
    pub file: &'a str,
    /// The contents of the file.
    pub text: &'a str,
}
