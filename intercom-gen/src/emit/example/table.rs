//! Examples as functions, with a table of them.

use std::fmt::Write;

use super::Snippets;
use crate::emit::print::File;
use crate::model::Api;

/// Writes the functions and the table.
pub fn emit(api: &Api, snippets: &Snippets) -> File {
    let mut rows = String::new();
    let mut functions = String::new();
    for operation in api.operations() {
        let key = format!("{}.{}", operation.resource, operation.name);
        let Some(snippet) = snippets.get(&key) else {
            continue;
        };
        let function = key.replace('.', "_");
        _ = write!(
            rows,
            "    Example {{\n        operation: {key:?},\n        operation_id: {:?},\n        run: \
             |intercom| Box::pin({function}(intercom)),\n    }},\n",
            operation.id
        );
        _ = writeln!(
            functions,
            "\nasync fn {function}(intercom: &Client) -> Outcome {{"
        );
        for line in &snippet.lines {
            functions.push_str(format!("    {line}").trim_end());
            functions.push('\n');
        }
        functions.push_str("    Ok(())\n}\n");
    }
    let body = format!(
        "use intercom_api::Client;\n\nuse super::{{Example, Outcome}};\n\n\
         /// Every example.\npub(crate) const EXAMPLES: &[Example] = &[\n{rows}];\n{functions}"
    );
    File::new(
        "examples.rs",
        "The example of every operation, as a function.",
        body,
    )
}
