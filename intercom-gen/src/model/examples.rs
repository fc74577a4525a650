//! What examples are made of: the files in `openapi/examples/`.
//!
//! `RESOURCE.rs` has a function for each operation whose example is written by hand, under the name of
//! the method. Its body is the example. `values.toml` has the values of all other examples.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Value;

use super::broken_toml;
use super::words::stem;
use crate::input::Input;
use crate::problem::Problems;

/// Examples written by hand, and values for the others.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    /// The lines of a body, by `resource.method`.
    written: BTreeMap<String, Vec<String>>,
    values: Values,
}

/// The contents of `values.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Values {
    /// Ids of objects, by the segment of the path in front of them.
    #[serde(default)]
    ids: BTreeMap<String, Value>,
    /// By key, by type and key, or by resource, method and name of the parameter.
    #[serde(default)]
    values: BTreeMap<String, Value>,
}

impl Examples {
    /// Reads the files.
    ///
    /// # Errors
    ///
    /// Broken TOML, and functions without an end.
    pub fn parse(files: &[Input<'_>]) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let mut examples = Self::default();
        for Input { file, text } in files {
            if Path::new(file)
                .extension()
                .is_some_and(|extension| extension == "rs")
            {
                examples.add(file, text, &mut problems);
            } else {
                let values = toml::from_str(text).map_err(|error| broken_toml(file, text, &error));
                examples.values = problems.note(values).unwrap_or_default();
            }
        }
        problems.or(examples)
    }

    /// Adds the functions of a file.
    fn add(&mut self, file: &str, text: &str, problems: &mut Problems) {
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let Some(name) = line.strip_prefix("async fn ") else {
                continue;
            };
            let name = name.split('(').next().unwrap_or(name);
            let mut signature = std::iter::once(line).chain(lines.by_ref());
            let begins = signature.any(|line| line.ends_with('{'));
            let mut body = Vec::new();
            let ends = lines.by_ref().any(|line| {
                body.push(line.strip_prefix("    ").unwrap_or(line).to_owned());
                line == "}"
            });
            if !begins || !ends {
                let cure = "close its body with `}` at the start of a line";
                problems.push(file, name, "the function has no end", cure);
                return;
            }
            body.pop();
            if body.last().is_some_and(|line| line == "Ok(())") {
                body.pop();
            }
            while body.last().is_some_and(String::is_empty) {
                body.pop();
            }
            self.written.insert(format!("{}.{name}", stem(file)), body);
        }
    }

    /// The example of a method that is written by hand.
    pub fn written(&self, resource: &str, method: &str) -> Option<&[String]> {
        let lines = self.written.get(&format!("{resource}.{method}"));
        lines.map(Vec::as_slice)
    }

    /// All that is written by hand, as `resource.method`.
    pub fn all_written(&self) -> impl Iterator<Item = &str> {
        self.written.keys().map(String::as_str)
    }

    /// The value of a field.
    pub fn field(&self, definition: &str, wire: &str) -> Option<&Value> {
        let values = &self.values.values;
        let own = values.get(&format!("{definition}.{wire}"));
        own.or_else(|| values.get(wire))
    }

    /// The value of a parameter in the query or in a header.
    pub fn parameter(&self, resource: &str, method: &str, wire: &str) -> Option<&Value> {
        let values = &self.values.values;
        let own = values.get(&format!("{resource}.{method}.{wire}"));
        own.or_else(|| values.get(wire))
    }

    /// The value of a placeholder of a path.
    pub fn placeholder(
        &self,
        resource: &str,
        method: &str,
        path: &str,
        wire: &str,
    ) -> Option<&Value> {
        let own = format!("{resource}.{method}.{wire}");
        let segment = path
            .split(&format!("/{{{wire}}}"))
            .next()?
            .rsplit('/')
            .next()?;
        let ids = &self.values.ids;
        // Behind another placeholder there is only the name of its own.
        self.values
            .values
            .get(&own)
            .or_else(|| ids.get(segment))
            .or_else(|| ids.get(wire))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn body_of_a_function_is_the_example() {
        let text = "//! Pets.\n\nasync fn get(intercom: &Client) -> Result<(), Error> {\n    \
                    let pet = intercom.pets().get(5).await?;\n    if true {\n        \
                    println!(\"{pet:?}\");\n    }\n\n    Ok(())\n}\n";
        let file = Input {
            file: "openapi/examples/pets.rs",
            text,
        };
        let examples = Examples::parse(&[file]).unwrap();
        let expected = [
            "let pet = intercom.pets().get(5).await?;",
            "if true {",
            "    println!(\"{pet:?}\");",
            "}",
        ];
        assert_eq!(examples.written("pets", "get").unwrap(), expected);
        assert_eq!(examples.all_written().collect::<Vec<_>>(), ["pets.get"]);
    }

    #[test]
    fn function_without_an_end_is_refused() {
        for text in ["async fn get(", "async fn get() {\n    a();\n"] {
            let file = Input {
                file: "pets.rs",
                text,
            };
            let problems = Examples::parse(&[file]).unwrap_err();
            assert_eq!(problems.iter().count(), 1, "{text}");
        }
    }

    #[test]
    fn placeholder_is_found_by_the_segment_in_front() {
        let text = "[ids]\npets = \"5\"\ntoy_id = 7\n[values]\n\"pets.delete.id\" = \"6\"\n";
        let file = Input {
            file: "values.toml",
            text,
        };
        let examples = Examples::parse(&[file]).unwrap();
        let find = |method, path, wire| examples.placeholder("pets", method, path, wire);
        let path = "/pets/{id}/{toy_id}";
        assert_eq!(find("get", path, "id"), Some(&Value::from("5")));
        assert_eq!(find("get", path, "toy_id"), Some(&Value::from(7)));
        assert_eq!(find("delete", path, "id"), Some(&Value::from("6")));
        assert_eq!(find("get", "/dogs/{id}", "id"), None);
    }
}
