//! The methods that take the arguments of a call, as source text: the operation's own, and those of
//! the types between them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use heck::ToPascalCase;

use super::arguments::{argument, converted, path_argument, setting};
use super::call::Call;
use super::{marker, paging};
use crate::emit::manifest::Manifest;
use crate::emit::print::doc;
use crate::emit::rust_type::{Scope, spell};
use crate::model::bodies::BodyFormat;
use crate::model::steps::{Argument, Step};
use crate::model::words::Words;
use crate::model::{Operation, Resource, Type};

/// The types between the steps of the calls of a resource: by the name of the operation, those of
/// its second step and of all further ones.
pub(super) fn types(resource: &Resource, group: &str) -> BTreeMap<String, Vec<String>> {
    let mut taken = BTreeSet::from([group.to_owned()]);
    let operations = &resource.operations;
    taken.extend(operations.iter().map(|operation| marker(operation, group)));
    let of = |operation: &Operation| {
        let further = operation.steps.iter().skip(1);
        let types = further.map(|step| {
            let lacking = lacking(operation, step).to_pascal_case();
            let name = format!("{}Without{lacking}", marker(operation, group));
            let numbered = (2..).map(|count| format!("{name}{count}"));
            let free = std::iter::once(name.clone())
                .chain(numbered)
                .find(|name| taken.insert(name.clone()));
            free.unwrap_or_default()
        });
        (operation.name.clone(), types.collect())
    };
    operations.iter().map(of).collect()
}

/// The name of the first argument that a step takes.
fn lacking<'a>(operation: &'a Operation, step: &Step) -> &'a str {
    match step.arguments.first() {
        Some(first) => name(operation, *first),
        None => "",
    }
}

/// The name of an argument.
fn name(operation: &Operation, argument: Argument) -> &str {
    match argument {
        Argument::Path(index) => &operation.path_parameters[index].name,
        Argument::Other(index) => &operation.parameters[index].name,
        Argument::Body => {
            let parameters = operation
                .path_parameters
                .iter()
                .chain(&operation.parameters);
            let taken: BTreeSet<_> = parameters.map(|p| p.name.as_str()).collect();
            let mut names = ["body", "json_body", "request_body"].into_iter();
            let free = names.find(|name| !taken.contains(name));
            free.unwrap_or("the_body")
        }
    }
}

/// The calls by which a program makes a call of an operation, `contacts()` and `get("5")`.
pub fn links(operation: &Operation, given: impl Fn(Argument) -> String) -> Vec<String> {
    let mut links = vec![format!("{}()", operation.resource)];
    links.extend(operation.steps.iter().map(|step| {
        let arguments: Vec<_> = step.arguments.iter().copied().map(&given).collect();
        format!("{}({})", step.method, arguments.join(", "))
    }));
    links
}

impl Call<'_> {
    /// What the method of a step returns.
    fn returned(&self, step: usize) -> String {
        match self.step_types.get(step) {
            Some(ty) => ty.clone(),
            None => format!("Call<{}>", self.marker),
        }
    }

    /// The arguments of a step: names and types.
    fn arguments(&self, step: &Step, scope: Scope) -> Vec<(&str, String)> {
        let operation = self.operation;
        let of = |given: &Argument| {
            let ty = match *given {
                Argument::Path(index) => {
                    path_argument(&operation.path_parameters[index]).to_owned()
                }
                Argument::Other(index) => argument(&operation.parameters[index].ty, scope),
                Argument::Body => match &operation.body {
                    Some(body) if paging::is_search(self.api, operation) => {
                        format!("impl IntoSearch<{}>", spell(body, scope))
                    }
                    Some(body) => argument(body, scope),
                    None => String::new(),
                },
            };
            (name(operation, *given), ty)
        };
        step.arguments.iter().map(of).collect()
    }

    /// Lists the methods, and the types between them.
    pub(super) fn list_steps(&self, manifest: &mut Manifest) {
        let module = &self.operation.resource;
        for (index, step) in self.operation.steps.iter().enumerate() {
            let (ty, this) = match index.checked_sub(1) {
                Some(previous) => (self.step_types[previous].as_str(), "self"),
                None => (self.group, "&self"),
            };
            let mut arguments = vec![this.to_owned()];
            let given = self.arguments(step, Scope::Types);
            arguments.extend(given.into_iter().map(|(_, ty)| ty));
            let signature = format!("fn({}) -> {}", arguments.join(", "), self.returned(index));
            manifest.add(format!("{module}::{ty}::{}()", step.method), signature);
            if index > 0 {
                manifest.add(format!("{module}::{ty}"), "struct (Clone, Debug)");
            }
        }
    }

    /// The types between the methods, with their methods.
    pub(super) fn steps(&self, words: &Words) -> String {
        let mut source = String::new();
        let Self {
            operation, group, ..
        } = self;
        for (index, step) in operation.steps.iter().enumerate().skip(1) {
            let (ty, method) = (&self.step_types[index - 1], &step.method);
            let lacks = lacking(operation, step);
            let title = format!(
                "A call of [`{group}::{}`] that lacks its `{lacks}`: see [`{method}`](Self::{method}).",
                operation.name
            );
            _ = write!(
                source,
                "{}#[derive(Clone, Debug)]\n#[must_use = \"nothing is sent: the call \
                 lacks its `{lacks}`\"]\npub struct {ty}(Call<{}>);\n\nimpl {ty} {{\n{}{}}}\n\n",
                doc(&[title], ""),
                self.marker,
                doc(&self.about_step(index, step, words), "    "),
                self.method(index, step),
            );
        }
        source
    }

    fn about_step(&self, index: usize, step: &Step, words: &Words) -> Vec<String> {
        let arguments: Vec<_> = step
            .arguments
            .iter()
            .map(|given| format!("`{}`", name(self.operation, *given)))
            .collect();
        let completes = if index + 1 == self.operation.steps.len() {
            ", which completes the call"
        } else {
            ""
        };
        let mut lines = vec![format!("Sets {}{completes}.", arguments.join(" and "))];
        let texts = step
            .arguments
            .iter()
            .filter_map(|given| self.text(*given, words));
        lines.extend(texts.flat_map(|text| [String::new(), text.to_owned()]));
        lines
    }

    /// The text of our own about an argument.
    fn text<'w>(&self, given: Argument, words: &'w Words) -> Option<&'w str> {
        let operation = self.operation;
        let parameter = match given {
            Argument::Path(index) => &operation.path_parameters[index],
            Argument::Other(index) => &operation.parameters[index],
            Argument::Body => return None,
        };
        words.parameter(&operation.resource, &operation.name, &parameter.wire)
    }

    /// The section about a chain of methods, where there are several.
    pub(super) fn about_steps(&self, words: &Words) -> Vec<String> {
        let operation = self.operation;
        if self.step_types.is_empty() {
            return Vec::new();
        }
        let mut chain = Vec::new();
        let mut items = Vec::new();
        for (index, step) in operation.steps.iter().enumerate() {
            let names = step.arguments.iter().map(|given| name(operation, *given));
            let names: Vec<_> = names.collect();
            chain.push(format!("{}({})", step.method, names.join(", ")));
            for (given, name) in step.arguments.iter().zip(names) {
                let method = &step.method;
                let taken = index.checked_sub(1).map(|previous| {
                    let ty = &self.step_types[previous];
                    format!("Set by [`{method}`]({ty}::{method}).")
                });
                let text = self.text(*given, words).map(str::to_owned);
                let about = match (text, taken) {
                    (Some(text), Some(taken)) => format!("{text} {taken}"),
                    (Some(text), None) => text,
                    (None, Some(taken)) => taken,
                    (None, None) => continue,
                };
                items.push(format!("- `{name}`: {about}"));
            }
        }
        let chain = format!("`{}` is the whole call:", chain.join("."));
        let mut lines = vec![
            String::new(),
            "# Arguments".to_owned(),
            String::new(),
            chain,
        ];
        lines.push(String::new());
        lines.extend(items);
        lines
    }

    /// The method of a step.
    pub(super) fn method(&self, index: usize, step: &Step) -> String {
        let operation = self.operation;
        let (this, start) = match index {
            0 => ("&self", "Call::new(&self.0)"),
            _ => ("self", "self.0"),
        };
        let mut arguments = vec![this.to_owned()];
        let given = self.arguments(step, Scope::Resources);
        arguments.extend(given.into_iter().map(|(name, ty)| format!("{name}: {ty}")));
        let mut chain = vec![start.to_owned()];
        // Parameters with a constant stand among the others, in the order of the description.
        let constants = operation.parameters.iter().enumerate();
        let constants = constants
            .filter(|(_, other)| index == 0 && other.required && other.constant.is_some())
            .map(|(index, _)| Argument::Other(index));
        let mut values: Vec<_> = step.arguments.iter().copied().chain(constants).collect();
        values.sort_by_key(|value| match *value {
            Argument::Path(_) => 0,
            Argument::Other(index) => index + 1,
            Argument::Body => usize::MAX,
        });
        chain.extend(values.into_iter().filter_map(|value| self.set(value)));
        let returned = self.returned(index);
        let method = &step.method;
        let line = format!(
            "    pub fn {method}({}) -> {returned} {{",
            arguments.join(", ")
        );
        let mut source = String::new();
        if !arguments.iter().any(|argument| argument.contains("impl ")) {
            source.push_str("    #[inline]\n");
        }
        if line.len() <= 100 {
            _ = writeln!(source, "{line}");
        } else {
            let arguments = arguments.join(",\n        ");
            _ = writeln!(
                source,
                "    pub fn {method}(\n        {arguments},\n    ) -> {returned} {{"
            );
        }
        // rustfmt keeps a chain of several calls on one line up to 60 columns.
        // `self.0` counts as two parts of a chain.
        let is_chain = chain.len() > 2 || index > 0;
        let is_long = is_chain && chain.concat().len() > 60;
        match self.step_types.get(index) {
            None if is_long || chain.concat().len() > 92 => {
                _ = writeln!(source, "        {}", chain.join("\n            "));
            }
            None => _ = writeln!(source, "        {}", chain.concat()),
            Some(ty) => {
                let separator = if is_long { "\n            " } else { "" };
                let chain = chain.join(separator);
                let is_wide = !is_long && chain.len() > 80;
                let start = if is_wide { "\n            " } else { " " };
                _ = writeln!(
                    source,
                    "        let call ={start}{chain};\n        {ty}(call)"
                );
            }
        }
        source.push_str("    }\n");
        source
    }

    /// The call that puts an argument into the request.
    fn set(&self, given: Argument) -> Option<String> {
        let operation = self.operation;
        let set = match given {
            Argument::Path(index) => {
                let parameter = &operation.path_parameters[index];
                let (name, wire) = (&parameter.name, &parameter.wire);
                match (&parameter.ty, self.fills_in_order()) {
                    (Type::Id { .. }, true) => format!("path_id({name}.into())"),
                    (Type::Id { .. }, false) => {
                        format!("path_named({wire:?}, Into::<Id>::into({name}))")
                    }
                    (_, true) => format!("path({name})"),
                    (_, false) => format!("path_named({wire:?}, {name})"),
                }
            }
            Argument::Other(index) => setting(self.api, &operation.parameters[index]),
            Argument::Body => {
                let (body, name) = (operation.body.as_ref()?, name(operation, given));
                if paging::is_search(self.api, operation) {
                    format!("search({name}.into_search())")
                } else {
                    let value = converted(body, name);
                    let list = if value.contains(".map(") {
                        ".collect::<Vec<_>>()"
                    } else {
                        ""
                    };
                    let value = format!("{value}{list}");
                    match &operation.body_format {
                        BodyFormat::Json => format!("json(&{value})"),
                        BodyFormat::Form => format!("form_body(&{value})"),
                        BodyFormat::Multipart => format!("multipart_body({value})"),
                        BodyFormat::Text(media_type) => {
                            format!("text_body({value}, {media_type:?})")
                        }
                        BodyFormat::Bytes(media_type) => {
                            format!("upload_body({value}, {media_type:?})")
                        }
                    }
                }
            }
        };
        Some(format!(".{set}"))
    }

    /// Whether the steps take the values of the path in the order of its placeholders.
    fn fills_in_order(&self) -> bool {
        path_order(self.operation).is_sorted()
    }
}

/// The path parameters in the order in which the steps take them.
fn path_order(operation: &Operation) -> impl Iterator<Item = usize> {
    let arguments = operation.steps.iter().flat_map(|step| &step.arguments);
    arguments.filter_map(|given| match given {
        Argument::Path(index) => Some(*index),
        Argument::Other(_) | Argument::Body => None,
    })
}

/// The steps of an operation in the dispatch table.
pub(crate) fn dispatch(
    operation: &Operation,
    argument: impl Fn(Argument) -> Option<String>,
) -> String {
    let steps = operation.steps.iter().map(|step| {
        let arguments: Vec<_> = step
            .arguments
            .iter()
            .filter_map(|given| argument(*given))
            .collect();
        format!("{}({})", step.method, arguments.join(", "))
    });
    steps.collect::<Vec<_>>().join(".")
}
