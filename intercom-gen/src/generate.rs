//! The whole way, from the texts of the input files to the generated files.

use serde_json::Value;

use crate::coverage::{Coverage, coverage};
use crate::emit::{File, Sources, sources};

use crate::input::Input;
use crate::model::examples::Examples;
use crate::model::names::Names;
use crate::model::webhooks::Webhooks;
use crate::model::words::Words;
use crate::model::{Answer, Api};
use crate::normalize::{Normalized, normalize};
use crate::overlay;
use crate::problem::{Problem, Problems};

/// A contract, read or to be read.
#[derive(Clone, Copy, Debug)]
pub enum Contract<'a> {
    /// The text of the file.
    Text(Input<'a>),
    /// The document, which spares the caller that has it a detour over its text.
    Document {
        /// The name of the file, for messages.
        file: &'a str,
        /// The contents of the file.
        document: &'a Value,
    },
}

impl<'a> From<Input<'a>> for Contract<'a> {
    fn from(input: Input<'a>) -> Self {
        Self::Text(input)
    }
}

impl Contract<'_> {
    /// The name of the file.
    fn file(&self) -> &str {
        match self {
            Self::Text(input) => input.file,
            Self::Document { file, .. } => file,
        }
    }

    fn read(&self) -> Result<Value, Problems> {
        let Input { file, text } = match self {
            Self::Text(input) => *input,
            Self::Document { document, .. } => return Ok((*document).clone()),
        };
        serde_json::from_str(text).map_err(|error| {
            let place = format!("line {}, column {}", error.line(), error.column());
            Problems::one(
                file,
                place,
                format!("not readable as JSON: {error}"),
                "run `cargo xtask import` to create the contract again",
            )
        })
    }
}

/// What is read.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The contract.
    pub contract: Contract<'a>,
    /// The files of corrections, in any order.
    pub corrections: &'a [Input<'a>],
    /// `names.toml`.
    pub names: Input<'a>,
    /// The files in `docs/`.
    pub docs: &'a [Input<'a>],
    /// `webhooks.toml`, if there is one.
    pub webhooks: Option<Input<'a>>,
    /// The files in `examples/`.
    pub examples: &'a [Input<'a>],
}

/// What is written.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The sources, relative to `intercom-api/src/generated/`.
    pub files: Vec<File>,
    /// The corrected document, compact and without the refused operations, to check requests
    /// against.
    pub description: String,
    /// The dispatch table, for tools that call every operation.
    pub dispatch: File,
    /// The examples as functions, for the test that runs them.
    pub examples: File,
    /// The public API of the sources, a line per item with its type.
    pub manifest: String,
    /// The model, for lists of operations.
    pub api: Api,
    /// Which items have documentation of our own.
    pub coverage: Coverage,
    /// The operations that could not be generated, with reasons.
    pub refused: Vec<Problem>,
    /// The operations with undecided paging, generated as if they had none.
    pub unpaged: Vec<Problem>,
}

impl Generated {
    /// The operations that return any JSON because no success is declared, as `GET /tags`.
    pub fn undeclared(&self) -> impl Iterator<Item = String> {
        let operations = self.api.operations();
        operations
            .filter(|operation| operation.answer == Answer::Undeclared)
            .map(|operation| format!("{} {}", operation.method, operation.path))
    }
}

/// Generates the client of a contract.
///
/// # Errors
///
/// Every mistake in the inputs that can be found without fixing another one first.
pub fn generate(inputs: &Inputs<'_>) -> Result<Generated, Problems> {
    let mut problems = Problems::default();
    let names = problems.note(Names::parse(inputs.names.file, inputs.names.text));
    let words = problems.note(Words::parse(inputs.docs));
    let examples = problems.note(Examples::parse(inputs.examples));
    let webhooks = problems.note(Webhooks::parse(inputs.webhooks));
    let document = problems.note(corrected(inputs));
    let (Some(names), Some(words), Some(examples), Some(webhooks), Some(document)) =
        (names, words, examples, webhooks, document)
    else {
        return Err(problems);
    };
    let file = inputs.contract.file();
    let Normalized {
        api,
        refused,
        unpaged,
    } = normalize(file, &document, &names, &webhooks)?;
    let document = without(document, &refused);
    let Sources {
        files,
        dispatch,
        examples: functions,
        snippets,
        manifest,
    } = sources(file, &api, &words, &examples)?;
    let coverage = coverage(file, &api, &words, (&examples, &snippets));
    Ok(Generated {
        files,
        description: format!("{document}\n"),
        dispatch,
        examples: functions,
        manifest,
        api,
        coverage,
        refused,
        unpaged,
    })
}

/// The document without the operations that the client does not have, and without what only
/// comparisons read.
fn without(mut document: Value, refused: &[Problem]) -> Value {
    if let Some(document) = document.as_object_mut() {
        document.shift_remove(crate::import::FACTS);
    }
    for problem in refused {
        let Some((method, path)) = problem.place.split_once(' ') else {
            continue;
        };
        let item = document["paths"].get_mut(path);
        if let Some(item) = item.and_then(Value::as_object_mut) {
            item.shift_remove(&method.to_lowercase());
        }
    }
    document
}

fn corrected(inputs: &Inputs<'_>) -> Result<Value, Problems> {
    let file = inputs.contract.file();
    let document = overlay::apply(file, inputs.contract.read()?, inputs.corrections)?;
    crate::import::check(file, &document)?;
    Ok(document)
}
