//! An operation as source text: its method, its setters, its row in the table.

use std::fmt::Write;

use super::arguments::{argument, setter_name, setting};
use super::{marker, steps, waiting};
use crate::emit::documentation;
use crate::emit::example::Snippets;
use crate::emit::manifest::Manifest;
use crate::emit::print::{doc, example};
use crate::emit::rust_type::{Scope, spell};
use crate::model::bodies::BodyFormat;
use crate::model::words::Words;
use crate::model::{Answer, Api, Operation, Parameter, Resource, Type};

/// An operation with the names that its source uses.
pub(super) struct Call<'a> {
    pub(super) api: &'a Api,
    pub(super) operation: &'a Operation,
    /// The struct of the resource.
    pub(super) group: &'a str,
    /// The type that stands for the operation: `List`.
    pub(super) marker: String,
    /// The types between the methods that take the arguments.
    pub(super) step_types: Vec<String>,
}

impl<'a> Call<'a> {
    /// The calls of a resource.
    pub(super) fn of_resource(api: &'a Api, resource: &'a Resource, group: &'a str) -> Vec<Self> {
        let mut step_types = steps::types(resource, group);
        let operations = resource.operations.iter();
        let call = operations.map(|operation| Self {
            api,
            operation,
            group,
            marker: marker(operation, group),
            step_types: step_types.remove(&operation.name).unwrap_or_default(),
        });
        call.collect()
    }

    fn optional(&self) -> impl Iterator<Item = &'a Parameter> {
        self.operation.parameters.iter().filter(|p| !p.required)
    }

    /// Lists the items of the operation.
    pub(super) fn list(&self, manifest: &mut Manifest) {
        let Self {
            operation,
            group,
            marker,
            ..
        } = self;
        let module = &operation.resource;
        self.list_steps(manifest);
        for parameter in self.optional() {
            let setter = setter_name(parameter);
            let argument = argument(&parameter.ty, Scope::Types);
            manifest.add(
                format!("Call<{module}::{marker}>::{setter}()"),
                format!("fn(self, {argument}) -> Self"),
            );
        }
        let (format, output) = self.output(Scope::Types);
        manifest.add(
            format!("{module}::{marker}"),
            format!("operation => {format} {output}"),
        );
        if let Some(paging) = &operation.paging {
            let item = spell(&paging.item, Scope::Types);
            manifest.add(
                format!("{module}::{marker}::items()"),
                format!("Items of {item}"),
            );
        }
        if operation.is_job_status {
            manifest.add(
                format!("{module}::{group}::wait()"),
                format!(
                    "fn(&self, {}) -> Wait<{marker}>",
                    waiting::argument(operation)
                ),
            );
        }
    }

    /// The format of the answer and the type that it is decoded to.
    fn output(&self, scope: Scope) -> (&'static str, String) {
        let events = |ty| format!("Vec<StreamedEvent<{}>>", spell(ty, scope));
        match &self.operation.answer {
            Answer::Json(ty) => ("Json", spell(ty, scope)),
            Answer::Text(_) => ("Text", "String".to_owned()),
            Answer::Binary(_) => ("Binary", "Bytes".to_owned()),
            Answer::Events(ty @ Type::Text) => ("TextEvents", events(ty)),
            Answer::Events(ty) => ("Events", events(ty)),
            Answer::Redirect => ("Redirect", "Location".to_owned()),
            Answer::Empty => ("Empty", "()".to_owned()),
            Answer::Undeclared => ("Json", spell(&Type::Json, scope)),
        }
    }

    /// The method of the operation.
    pub(super) fn first_method(&self, words: &Words, snippets: &Snippets) -> String {
        let Operation { resource, name, .. } = self.operation;
        let mut documentation = doc(&self.documentation(words), "    ");
        if let Some(snippet) = snippets.get(&format!("{resource}.{name}")) {
            documentation.push_str(&example(&snippet.lines));
        }
        let first = self.operation.steps.first();
        let method = first.map_or_else(String::new, |step| self.method(0, step));
        documentation + &method
    }

    /// The first paragraph about the operation.
    pub(super) fn summary(&self, words: &Words) -> String {
        let Operation {
            title,
            resource,
            name,
            ..
        } = self.operation;
        let title = if title.is_empty() { "No title" } else { title };
        let text = words.operation(resource, name);
        let first = text.and_then(|text| documentation::paragraphs(text).into_iter().next());
        first.unwrap_or_else(|| format!("{title}."))
    }

    fn documentation(&self, words: &Words) -> Vec<String> {
        let Operation {
            method,
            path,
            resource,
            name,
            ..
        } = self.operation;
        let mut lines = match words.operation(resource, name) {
            Some(text) => documentation::paragraphs(text),
            None => vec![self.summary(words)],
        };
        let format = &self.operation.body_format;
        let sent = match (&self.operation.body, format) {
            (None, _) | (_, BodyFormat::Json) => String::new(),
            _ => format!(" Sends `{}`.", format.media_type()),
        };
        lines.extend([
            String::new(),
            format!("`{method} {path}`.{sent}"),
            String::new(),
        ]);
        let stream = format!("[`stream`](Call::<{}>::stream)", self.marker);
        lines.push(match &self.operation.answer {
            Answer::Json(ty @ Type::List(_)) => {
                format!("Returns a {}.", documentation::kind(self.api, ty))
            }
            Answer::Json(ty) => format!("Returns {}.", documentation::kind(self.api, ty)),
            Answer::Text(_) => "Returns a string.".to_owned(),
            Answer::Binary(_) => {
                format!("Returns the bytes; {stream} returns them as they arrive.")
            }
            Answer::Events(ty) => format!(
                "Returns all server-sent events at the end, each with a value of {}; \
                 [`events`](Call::<{}>::events) returns them as they arrive.",
                documentation::kind(self.api, ty),
                self.marker
            ),
            Answer::Redirect => format!(
                "Returns the [`Location`](crate::Location) of the file; {stream} downloads it."
            ),
            Answer::Empty => "Returns nothing.".to_owned(),
            Answer::Undeclared => {
                "Returns any JSON: the description declares no response.".to_owned()
            }
        });
        if self.operation.paging.is_some() {
            lines.push(format!(
                "Returns one page; [`items`](Call::<{}>::items) walks the whole list.",
                self.marker
            ));
        }
        let errors = self.operation.errors.iter();
        // Every operation can fail with 401.
        let errors: Vec<_> = errors
            .filter(|status| **status != 401)
            .map(|status| format!("`{status}`"))
            .collect();
        if !errors.is_empty() {
            lines.push(format!("Documented errors: {}.", errors.join(", ")));
        }
        lines.push(format!("[Reference]({})", self.reference()));
        lines.extend(self.about_steps(words));
        lines.extend(self.optional_parameters(words));
        lines
    }

    /// The section about the methods that set optional parameters. The documentation of `Call` does not
    /// list them: those of all operations would be there.
    fn optional_parameters(&self, words: &Words) -> Vec<String> {
        let mut lines = Vec::new();
        for parameter in self.optional() {
            if lines.is_empty() {
                let title = "# Optional parameters";
                let methods = if self.step_types.is_empty() {
                    "Methods of the returned call:"
                } else {
                    "Methods of the complete call:"
                };
                lines.extend(["", title, "", methods, ""].map(str::to_owned));
            }
            let ty = parameter.ty.names();
            let ty = ty.map(|name| format!(" See {}.", documentation::type_link(name)));
            lines.push(format!(
                "- `{}({})`: {}{}",
                setter_name(parameter),
                argument(&parameter.ty, Scope::Resources),
                self.about(parameter, words),
                ty.unwrap_or_default()
            ));
        }
        lines
    }

    /// What is known of an optional parameter.
    fn about(&self, parameter: &Parameter, words: &Words) -> String {
        let Operation { resource, name, .. } = self.operation;
        let text = words.parameter(resource, name, &parameter.wire);
        let mut line = match text {
            Some(text) => format!("{text} Sent as `{}`.", parameter.wire),
            None => format!("Sets the parameter `{}`.", parameter.wire),
        };
        for (keyword, limit) in [("maximum", "At most"), ("default", "Defaults to")] {
            if let Some(value) = parameter.keywords.get(keyword) {
                _ = write!(line, " {limit} `{value}`.");
            }
        }
        line
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

    pub(super) fn setters(&self, words: &Words) -> String {
        let mut source = String::new();
        for parameter in self.optional() {
            let line = self.about(parameter, words);
            if !source.is_empty() {
                source.push('\n');
            }
            source.push_str(&doc(&[line], "    "));
            _ = writeln!(
                source,
                "    #[inline]\n    pub fn {}(self, {}: {}) -> Self {{\n        self.{}\n    }}",
                setter_name(parameter),
                parameter.name,
                argument(&parameter.ty, Scope::Resources),
                setting(self.api, parameter)
            );
        }
        if source.is_empty() {
            return source;
        }
        format!(
            "#[doc(hidden)]\nimpl Call<{}> {{\n{source}}}\n\n",
            self.marker
        )
    }

    /// The row of the operation in the `operations!` table.
    pub(super) fn row(&self) -> String {
        let Operation {
            name,
            id,
            method,
            path,
            ..
        } = self.operation;
        let (format, output) = self.output(Scope::Resources);
        let accept = match &self.operation.answer {
            Answer::Binary(kind) | Answer::Text(kind) => kind.as_str(),
            Answer::Events(_) => "text/event-stream",
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
             returns: {format}<{output}>,\n    }}\n"
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
