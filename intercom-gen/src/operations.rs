//! Model → resources: a struct for each, a method for each operation, setters for what a call may
//! leave out. A method only states method, path, parameters and types; everything that is the
//! same for every operation stands in the client crate, once.

mod arguments;
mod paging;
mod waiting;

use std::collections::BTreeSet;
use std::fmt::Write;

use heck::ToPascalCase;

use crate::model::{Answer, Api, Operation, Parameter, Resource, Type};
use crate::print::{File, doc};
use crate::reserved;
use crate::types::facts;
use crate::types::layout::condition;
use crate::words::Words;
use arguments::{argument, converted, setting};

pub use arguments::rust;
pub(crate) use arguments::{is_object, setter_name};

/// Writes the resources of a model, a file for each, and the modules around everything.
pub fn emit(api: &Api, words: &Words) -> Vec<File> {
    let mut files: Vec<_> = api
        .resources
        .iter()
        .map(|resource| {
            let plain = format!("The operations on `{}`.", resource.name);
            let title = words.resource(&resource.name).unwrap_or(&plain);
            let path = format!("resources/{}.rs", resource.name);
            File::new(path, title, source(api, words, resource, title))
        })
        .collect();
    let mut modules = String::new();
    for resource in &api.resources {
        let condition = condition(&BTreeSet::from([resource.name.clone()]));
        _ = writeln!(modules, "{condition}pub mod {};", resource.name);
    }
    files.push(File::new(
        "resources/mod.rs",
        "The operations, resource by resource.",
        modules,
    ));
    let version = format!(
        "pub mod resources;\npub mod types;\n\n/// The version of the API that this crate speaks: the \
         `Intercom-Version` of every call.\npub const API_VERSION: &str = {:?};\n",
        spoken(&api.version)
    );
    let title = format!("The Intercom API {}.", api.version);
    files.push(File::new("mod.rs", &title, version));
    files
}

/// A version as the `Intercom-Version` header says it: the preview is called otherwise there.
fn spoken(version: &str) -> &str {
    match version {
        "Preview" => "Unstable",
        version => version,
    }
}

fn source(api: &Api, words: &Words, resource: &Resource, title: &str) -> String {
    let name = &resource.name;
    let group = name.to_pascal_case();
    let calls: Vec<_> = resource
        .operations
        .iter()
        .map(|operation| Call::new(api, operation, &group))
        .collect();
    let methods: Vec<_> = calls.iter().map(Call::method).collect();
    let setters: String = calls.iter().map(|call| call.setters(words)).collect();
    let mut rows = String::new();
    for call in &calls {
        rows.push_str(&call.row());
    }
    let paged = calls
        .iter()
        .filter_map(|call| paging::row(call.operation, &call.marker))
        .collect();
    let waits = calls
        .iter()
        .filter_map(|call| waiting::row(&group, call.operation, &call.marker))
        .collect();
    let [paged, waits] = [paged, waits].map(|rows: String| match rows.as_str() {
        "" => rows,
        _ => format!("\n{rows}"),
    });
    format!(
        "use crate::prelude::calls::*;\n\n\
         /// {title} Made by [`Client::{name}`].\n\
         #[derive(Clone, Debug)]\npub struct {group}(Client);\n\n\
         impl Client {{\n    /// {title}\n    pub fn {name}(&self) -> {group} {{\n        \
         {group}(self.clone())\n    }}\n}}\n\n\
         impl {group} {{\n{}}}\n\n{setters}operations!({name:?} {{\n{rows}}});\n{paged}{waits}",
        methods.join("\n")
    )
}

/// An operation with the names that its source uses.
struct Call<'a> {
    api: &'a Api,
    operation: &'a Operation,
    /// The struct of the resource.
    group: &'a str,
    /// The type that stands for the operation: `List`.
    marker: String,
}

impl<'a> Call<'a> {
    fn new(api: &'a Api, operation: &'a Operation, group: &'a str) -> Self {
        Self {
            api,
            operation,
            group,
            marker: marker(operation, group),
        }
    }

    fn required(&self) -> impl Iterator<Item = &'a Parameter> {
        self.operation.parameters.iter().filter(|p| p.required)
    }

    fn optional(&self) -> impl Iterator<Item = &'a Parameter> {
        self.operation.parameters.iter().filter(|p| !p.required)
    }

    fn method(&self) -> String {
        let Operation { name, .. } = self.operation;
        let mut arguments = vec!["&self".to_owned()];
        let mut chain = vec!["Call::new(&self.0)".to_owned()];
        for parameter in &self.operation.path_parameters {
            arguments.push(format!("{}: impl Display", parameter.name));
            chain.push(format!(".path({})", parameter.name));
        }
        for parameter in self.required() {
            arguments.push(format!("{}: {}", parameter.name, argument(&parameter.ty)));
            chain.push(format!(".{}", setting(self.api, parameter)));
        }
        if let Some(body) = &self.operation.body {
            let name = self.body_name();
            if paging::is_search(self.api, self.operation) {
                arguments.push(format!("{name}: impl IntoSearch<{}>", rust(body)));
                chain.push(format!(".search({name}.into_search())"));
            } else {
                arguments.push(format!("{name}: {}", argument(body)));
                let value = converted(body, name);
                let list = if value.contains(".map(") {
                    ".collect::<Vec<_>>()"
                } else {
                    ""
                };
                chain.push(format!(".json(&{value}{list})"));
            }
        }
        let mut source = doc(&self.documentation(), "    ");
        let answer = format!("-> Call<{}> {{", self.marker);
        let line = format!("    pub fn {name}({}) {answer}", arguments.join(", "));
        if line.len() <= 100 {
            _ = writeln!(source, "{line}");
        } else {
            let arguments = arguments.join(",\n        ");
            _ = writeln!(
                source,
                "    pub fn {name}(\n        {arguments},\n    ) {answer}"
            );
        }
        let line = format!("        {}", chain.join(""));
        // rustfmt keeps a chain of several calls on one line up to 60 columns.
        let width = if chain.len() <= 2 { 100 } else { 68 };
        if line.len() <= width {
            _ = writeln!(source, "{line}");
        } else {
            _ = writeln!(source, "        {}", chain.join("\n            "));
        }
        source.push_str("    }\n");
        source
    }

    fn body_name(&self) -> &'static str {
        let Operation {
            path_parameters,
            parameters,
            ..
        } = self.operation;
        let taken = |name: &str| {
            path_parameters
                .iter()
                .chain(parameters)
                .any(|p| p.name == name)
        };
        let names = ["body", "json_body", "request_body"];
        names
            .into_iter()
            .find(|name| !taken(name))
            .unwrap_or("the_body")
    }

    fn documentation(&self) -> Vec<String> {
        let Operation {
            method,
            path,
            title,
            ..
        } = self.operation;
        let title = if title.is_empty() { "No title" } else { title };
        let mut lines = vec![format!("{title}: `{method} {path}`."), String::new()];
        let stream = format!("[`stream`](Call::<{}>::stream)", self.marker);
        lines.push(match &self.operation.answer {
            Answer::Json(ty @ Type::List(_)) => format!("Answers a {}.", facts::kind(self.api, ty)),
            Answer::Json(ty) => format!("Answers {}.", facts::kind(self.api, ty)),
            Answer::Text(_) => "Answers text.".to_owned(),
            Answer::Binary(_) => format!("Answers bytes; {stream} takes them as they arrive."),
            Answer::Redirect => format!(
                "Answers where to find it, a [`Location`](crate::Location); {stream} takes what is there."
            ),
            Answer::Empty => "Answers nothing.".to_owned(),
            Answer::Undeclared => {
                "Answers any JSON: which, the description does not say.".to_owned()
            }
        });
        let optional: Vec<_> = self
            .optional()
            .map(|parameter| {
                let name = setter_name(parameter);
                format!("[`{name}`](Call::<{}>::{name})", self.marker)
            })
            .collect();
        if !optional.is_empty() {
            lines.push(format!("May be told {}.", optional.join(", ")));
        }
        if self.operation.paging.is_some() {
            lines.push(format!(
                "One page of a list; [`items`](Call::<{}>::items) walks all of it.",
                self.marker
            ));
        }
        let errors = self.operation.errors.iter();
        let errors: Vec<_> = errors.map(|status| format!("`{status}`")).collect();
        if !errors.is_empty() {
            lines.push(format!("Known to fail with {}.", errors.join(", ")));
        }
        lines.push(format!("[Reference]({})", self.reference()));
        lines
    }

    /// The page of Intercom's reference: the operation's, as far as the description names it.
    fn reference(&self) -> String {
        let version = self.api.version.to_lowercase();
        let mut page = format!(
            "https://developers.intercom.com/docs/references/{version}/rest-api/api.intercom.io"
        );
        let tag = slug(&self.operation.tag);
        if !tag.is_empty() {
            page = format!("{page}/{tag}");
            if let Some(id) = &self.operation.page {
                page = format!("{page}/{}", slug(id));
            }
        }
        page
    }

    fn setters(&self, words: &Words) -> String {
        let mut source = String::new();
        for parameter in self.optional() {
            let kind = facts::kind(self.api, &parameter.ty);
            let mut line = format!("`{}`: {kind}", parameter.wire);
            for (keyword, limit) in [("maximum", "at most"), ("default", "unless told")] {
                if let Some(value) = parameter.facts.get(keyword) {
                    _ = write!(line, ", {limit} {value}");
                }
            }
            line.push('.');
            if let Some(words) = words.parameter(&parameter.wire) {
                line = format!("{words} {line}");
            }
            if !source.is_empty() {
                source.push('\n');
            }
            source.push_str(&doc(&[line], "    "));
            _ = writeln!(
                source,
                "    pub fn {}(self, {}: {}) -> Self {{\n        self.{}\n    }}",
                setter_name(parameter),
                parameter.name,
                argument(&parameter.ty),
                setting(self.api, parameter)
            );
        }
        if source.is_empty() {
            return source;
        }
        format!("impl Call<{}> {{\n{source}}}\n\n", self.marker)
    }

    /// The row of the operation in the `operations!` table.
    fn row(&self) -> String {
        let Operation {
            name,
            id,
            method,
            path,
            ..
        } = self.operation;
        let (format, answer) = match &self.operation.answer {
            Answer::Json(ty) => ("Json", rust(ty)),
            Answer::Text(_) => ("Text", "String".to_owned()),
            Answer::Binary(_) => ("Binary", "Bytes".to_owned()),
            Answer::Redirect => ("Redirect", "Location".to_owned()),
            Answer::Empty => ("Empty", "()".to_owned()),
            Answer::Undeclared => ("Json", rust(&Type::Json)),
        };
        let accept = match &self.operation.answer {
            Answer::Binary(kind) | Answer::Text(kind) => kind.as_str(),
            _ => "application/json",
        };
        let repeat = match self.operation {
            Operation { safe: true, .. } => "Safe",
            Operation {
                one_at_a_time: true,
                ..
            } => "OneAtATime",
            _ => "Once",
        };
        let link = format!("[`{}::{name}`]: `{method} {path}`.", self.group);
        let documentation = doc(&[link], "    ");
        let marker = &self.marker;
        format!(
            "{documentation}    {marker} {{\n        method: {name:?},\n        operation_id: {id:?},\n        \
             http: {method} {path:?},\n        repeat: {repeat},\n        accept: {accept:?},\n        \
             returns: {format}<{answer}>,\n    }}\n"
        )
    }
}

/// A text as a part of an address.
fn slug(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '_');
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// The type that stands for an operation: `List`.
fn marker(operation: &Operation, group: &str) -> String {
    let mut marker = operation.name.to_pascal_case();
    if group == marker || reserved::is_marker(&marker) {
        marker.push_str("Operation");
    }
    marker
}

/// Every operation with the name of the type that stands for it, in the module of its resource.
pub(crate) fn markers(api: &Api) -> impl Iterator<Item = (&Operation, String)> {
    api.operations().map(|operation| {
        let group = operation.resource.to_pascal_case();
        (operation, marker(operation, &group))
    })
}
