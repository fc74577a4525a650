//! Model → resources: a struct for each, a method for each operation, setters for what a call may
//! leave out. A method only states method, path, parameters and types; everything that is the
//! same for every operation stands in the client crate, once.

mod arguments;
mod call;
mod paging;
mod steps;
mod waiting;

use std::collections::BTreeSet;
use std::fmt::Write;

use heck::ToPascalCase;

use crate::emit::example::Snippets;
use crate::emit::manifest::Manifest;
use crate::emit::prelude;
use crate::emit::print::{File, condition, doc};
use crate::model::words::Words;
use crate::model::{Api, Operation, Resource, reserved};
use call::Call;

pub(super) use arguments::{is_object, setter_name};
pub(super) use steps::{dispatch, links};

/// Writes the resources of a model, a file for each, and the modules around everything, and lists
/// their items.
pub fn emit(api: &Api, words: &Words, snippets: &Snippets, manifest: &mut Manifest) -> Vec<File> {
    list(api, manifest);
    let mut files: Vec<_> = api
        .resources
        .iter()
        .map(|resource| {
            let path = format!("resources/{}.rs", resource.name);
            let documentation = documentation(api, words, resource);
            File::with_documentation(
                path,
                &documentation,
                source(api, (words, snippets), resource),
            )
        })
        .collect();
    let mut modules = String::new();
    for resource in &api.resources {
        let condition = condition(&BTreeSet::from([resource.name.clone()]));
        _ = writeln!(modules, "{condition}pub mod {};", resource.name);
    }
    modules.push_str(&accessors(api, words));
    files.push(File::new(
        "resources/mod.rs",
        "The operations, resource by resource.",
        modules,
    ));
    let modules = "pub(crate) mod prelude;\npub mod resources;\npub mod types;\npub(crate) mod \
                   version;\n#[cfg(feature = \"webhooks\")]\npub mod webhooks;\n\npub use \
                   version::API_VERSION;\n";
    let title = format!("The Intercom API {}.", api.version);
    files.push(File::new("mod.rs", &title, modules));
    files.extend(prelude::emit(api, spoken(&api.version)));
    files
}

/// The sentence about a resource.
fn title(words: &Words, resource: &Resource) -> String {
    let title = words.resource(&resource.name).map(str::to_owned);
    title.unwrap_or_else(|| format!("The operations on `{}`.", resource.name))
}

/// The documentation of a resource's module: what it is about, and a list of its operations.
fn documentation(api: &Api, words: &Words, resource: &Resource) -> Vec<String> {
    let group = resource.name.to_pascal_case();
    let heading = ["", "# Operations", ""].map(str::to_owned);
    let mut lines = vec![title(words, resource)];
    lines.extend(heading);
    lines.extend(Call::of_resource(api, resource, &group).iter().map(|call| {
        let name = &call.operation.name;
        format!("- [`{name}`]({group}::{name}): {}", call.summary(words))
    }));
    lines
}

/// The methods of the client that lead to the resources: one block, which the documentation shows
/// behind the client's own methods.
fn accessors(api: &Api, words: &Words) -> String {
    let mut methods = Vec::new();
    for resource in &api.resources {
        let name = &resource.name;
        let group = name.to_pascal_case();
        let title = doc(&[title(words, resource)], "    ");
        let condition = condition(&BTreeSet::from([name.clone()]));
        let condition = condition.trim_end();
        methods.push(format!(
            "{title}    {condition}\n    #[inline]\n    pub fn {name}(&self) -> {name}::{group} {{\n        \
             {name}::{group}(self.clone())\n    }}\n"
        ));
    }
    format!(
        "\nuse crate::generated::prelude::calls::Client;\n\n/// The resources.\nimpl Client {{\n{}}}\n",
        methods.join("\n")
    )
}

/// Lists the items of the resources.
fn list(api: &Api, manifest: &mut Manifest) {
    for module in ["resources", "types"] {
        manifest.add(module, "mod");
    }
    manifest.add("webhooks", "mod (feature = \"webhooks\")");
    manifest.add("API_VERSION", "const & str");
    for resource in &api.resources {
        let name = &resource.name;
        let group = name.to_pascal_case();
        manifest.add(name, format!("mod (feature = {name:?})"));
        manifest.add(format!("{name}::{group}"), "struct (Clone, Debug)");
        manifest.add(format!("Client::{name}()"), format!("fn(&self) -> {group}"));
        for call in Call::of_resource(api, resource, &group) {
            call.list(manifest);
        }
    }
}

/// A version as the `Intercom-Version` header names it: the preview has another name there.
fn spoken(version: &str) -> &str {
    match version {
        "Preview" => "Unstable",
        version => version,
    }
}

fn source(api: &Api, (words, snippets): (&Words, &Snippets), resource: &Resource) -> String {
    let title = title(words, resource);
    let name = &resource.name;
    let group = name.to_pascal_case();
    let calls = Call::of_resource(api, resource, &group);
    let methods: Vec<_> = calls
        .iter()
        .map(|call| call.first_method(words, snippets))
        .collect();
    let steps: String = calls.iter().map(|call| call.steps(words)).collect();
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
        "use crate::generated::prelude::calls::*;\n\n\
         /// {title} Made by [`Client::{name}`].\n\
         #[derive(Clone, Debug)]\npub struct {group}(pub(super) Client);\n\n\
         impl {group} {{\n{}}}\n\n{steps}{setters}operations!({name:?} {{\n{rows}}});\n{paged}{waits}",
        methods.join("\n")
    )
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
pub(super) fn markers(api: &Api) -> impl Iterator<Item = (&Operation, String)> {
    api.operations().map(|operation| {
        let group = operation.resource.to_pascal_case();
        (operation, marker(operation, &group))
    })
}
