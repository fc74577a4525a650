//! Model → Rust: the files of the generated sources, the dispatch table and the manifest.
//!
//! Start with [`sources`]. Everything is already decided in the model: an emitter only writes it
//! down, and no emitter reads what another one wrote.
//!
//! - `print`: files, headers and wrapped documentation; `rust_type`: types as source text
//! - `documentation`: what the documentation of types and fields states
//! - `types`: the types; `operations`: the resources; `dispatch`: the table for tools
//! - `webhooks`: the events of webhooks
//! - `example`: an example for each operation
//! - `manifest`: the public API as text

mod dispatch;
mod documentation;
mod example;
mod manifest;
mod operations;
mod prelude;
mod print;
mod rust_type;
mod types;
mod webhooks;

use crate::model::Api;
use crate::model::examples::Examples;
use crate::model::words::Words;
use crate::problem::Problems;
use manifest::Manifest;

pub(crate) use documentation::field_text;
pub use example::{Origin, Snippets};
pub use print::File;
pub use rust_type::{Scope, spell};

/// What is written for a model.
#[derive(Clone, Debug)]
pub struct Sources {
    /// The sources, relative to `intercom-api/src/generated/`.
    pub files: Vec<File>,
    /// The dispatch table, for tools that call every operation.
    pub dispatch: File,
    /// The examples as functions, for the test that runs them.
    pub examples: File,
    /// The examples.
    pub snippets: Snippets,
    /// The public API of the sources, a line per item with its type.
    pub manifest: String,
}

/// Writes the sources of a model.
///
/// # Errors
///
/// A definition without a usable Rust type.
pub fn sources(
    file: &str,
    api: &Api,
    words: &Words,
    examples: &Examples,
) -> Result<Sources, Problems> {
    let mut manifest = Manifest::default();
    let (mut files, builders) = types::emit(file, api, words, &mut manifest)?;
    let snippets = example::snippets(api, &builders, examples);
    files.extend(operations::emit(api, words, &snippets, &mut manifest));
    files.push(webhooks::emit(api, &mut manifest));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Sources {
        files,
        dispatch: dispatch::emit(api),
        examples: example::emit(api, &snippets),
        snippets,
        manifest: manifest.to_string(),
    })
}
