//! The documentation of types and fields: facts of the description, in our words.

use std::fmt::Write;

use crate::model::words::Words;
use crate::model::{Answer, Api, Definition, Field, Operation, Shape, Type};

/// How many links of a kind are shown before the rest is only counted.
const SHOWN: usize = 4;

/// The whole documentation.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The facts of the description.
    pub api: &'a Api,
    /// Our own text.
    pub words: &'a Words,
}

/// A text as lines of documentation: its first sentence is a paragraph of its own.
pub fn paragraphs(text: &str) -> Vec<String> {
    match text.split_once(". ") {
        Some((first, rest)) if first.matches('`').count() % 2 == 0 => {
            vec![format!("{first}."), String::new(), rest.to_owned()]
        }
        _ => vec![text.to_owned()],
    }
}

/// The text of our own about a field of a definition.
pub fn field_text<'a>(
    api: &Api,
    words: &'a Words,
    definition: &Definition,
    field: &Field,
) -> Option<&'a str> {
    let shape = |name: &str| Some(&api.definitions.get(name)?.shape);
    let is_plain = field.ty.is_plain(shape);
    let text = |name: &str| {
        if is_plain {
            words.field(name, &field.wire)
        } else {
            words.part(name, &field.wire)
        }
    };
    text(&definition.name).or_else(|| text(definition.like.as_deref()?))
}

/// The lines about a field of a definition.
pub fn field(about: &About<'_>, definition: &Definition, field: &Field) -> Vec<String> {
    let words = field_text(about.api, about.words, definition, field);
    let mut line = match words {
        Some(words) => words.to_owned(),
        None => format!("The key `{}`.", field.wire),
    };
    if words.is_some() && field.wire == "type" {
        line.push_str(" The key `type`.");
    }
    if let Some(constant) = &field.constant {
        _ = write!(line, " Always `{constant}`.");
    }
    if let Type::Timestamp { text: true } = field.ty {
        line.push_str(" ISO 8601 on the wire.");
    }
    for (keyword, words) in [
        ("minimum", "At least"),
        ("maximum", "At most"),
        ("minLength", "Characters at least:"),
        ("maxLength", "Characters at most:"),
        ("minItems", "Items at least:"),
        ("maxItems", "Items at most:"),
        ("pattern", "Matches"),
    ] {
        if let Some(value) = field.keywords.get(keyword) {
            _ = write!(line, " {words} `{value}`.");
        }
    }
    match field.keywords.get("default") {
        Some(default) if definition.sent && field.constant.is_none() && !default.is_empty() => {
            _ = write!(line, " Defaults to `{default}`.");
        }
        _ => {}
    }
    let mut lines = vec![line];
    if !field.aliases.is_empty() {
        let aliases: Vec<_> = field
            .aliases
            .iter()
            .map(|alias| format!("`{alias}`"))
            .collect();
        lines.push(format!("Also read from {}.", aliases.join(", ")));
    }
    lines
}

/// The line about a value of an enumeration.
pub fn value(about: &About<'_>, definition: &Definition, value: &str) -> String {
    match about.words.value(&definition.name, value) {
        Some(text) => format!("{text} The value `{value}`."),
        None => format!("The value `{value}`."),
    }
}

/// A type in words.
pub fn kind(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Text | Type::Kind => "string".to_owned(),
        Type::Integer | Type::PageSize => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Id { .. } => "id".to_owned(),
        Type::Timestamp { text: false } => "time in Unix seconds".to_owned(),
        Type::Timestamp { text: true } => "time in ISO 8601".to_owned(),
        Type::Json => "any JSON".to_owned(),
        Type::Upload => "file".to_owned(),
        Type::Multipart => "form".to_owned(),
        Type::Attributes => "any names and values".to_owned(),
        Type::List(element) => format!("list of {}", kind(api, element)),
        Type::Map(element) => format!("names with values of {}", kind(api, element)),
        Type::OneOrMany(element) => {
            let element = kind(api, element);
            format!("{element}, or a list of them")
        }
        Type::Named(name) => match api.definitions.get(name).map(|d| &d.shape) {
            Some(Shape::Enumeration(values)) if values.len() <= 6 => {
                let values: Vec<_> = values.iter().map(|value| format!("`{value}`")).collect();
                format!("{} ({})", alternatives(&values), type_link(name))
            }
            _ => type_link(name),
        },
    }
}

/// The lines about a definition.
pub fn definition(about: &About<'_>, definition: &Definition) -> Vec<String> {
    let api = about.api;
    let what = match &definition.shape {
        Shape::Record(_) => "The schema",
        Shape::Enumeration(_) => "An open enumeration: unknown values are kept. The schema",
        Shape::Union(_) => "One of several types, distinguished by their keys. The schema",
    };
    let mut lines = match about.words.definition(&definition.name) {
        Some(words) => vec![words.to_owned(), String::new()],
        None => Vec::new(),
    };
    if definition.is_webhook {
        lines.extend([items_of(api, definition), String::new()]);
    } else {
        lines.extend([format!("{what} `{}`.", definition.place), String::new()]);
    }
    let mut uses = Vec::new();
    let named = |ty: &Type| ty.names() == Some(&definition.name);
    let sends = |operation: &&Operation| operation.body.as_ref().is_some_and(named);
    let answers = |operation: &&Operation| matches!(&operation.answer, Answer::Json(ty) | Answer::Events(ty) if named(ty));
    let sent: Vec<_> = api.operations().filter(sends).map(link).collect();
    let answered: Vec<_> = api.operations().filter(answers).map(link).collect();
    let parts: Vec<_> = parents(api, definition).map(type_link).collect();
    for (verb, links) in [
        ("Sent by", sent),
        ("Returned by", answered),
        ("Part of", parts),
    ] {
        if !links.is_empty() {
            uses.push(format!("{verb} {}.", shortened(&links)));
        }
    }
    lines.extend(uses);
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// Which webhooks a definition is the item of.
fn items_of(api: &Api, definition: &Definition) -> String {
    let topics = api.topics.iter();
    let topics = topics.filter(|topic| topic.item.as_ref() == Some(&definition.name));
    let topics: Vec<_> = topics.map(|topic| format!("`{}`", topic.name)).collect();
    if topics.is_empty() {
        return "Only in items of webhooks.".to_owned();
    }
    format!("The item of webhooks: {}.", shortened(&topics))
}

/// A link to a type.
pub fn type_link(name: &str) -> String {
    format!("[`{name}`](crate::types::{name})")
}

/// A link to the method of an operation.
pub fn link(operation: &Operation) -> String {
    use heck::ToPascalCase;
    let Operation { resource, name, .. } = operation;
    let module = resource.to_pascal_case();
    format!("[`{resource}().{name}`](crate::{resource}::{module}::{name})")
}

fn parents<'a>(api: &'a Api, definition: &Definition) -> impl Iterator<Item = &'a str> {
    let wanted = definition.name.clone();
    // A call's type is there without the items of webhooks, which could not be linked then.
    let is_webhook = definition.is_webhook;
    api.definitions
        .values()
        .filter(move |parent| is_webhook || !parent.is_webhook)
        .filter(move |parent| match &parent.shape {
            Shape::Record(fields) => fields.iter().any(|f| f.ty.names() == Some(&wanted)),
            Shape::Enumeration(_) => false,
            Shape::Union(variants) => variants.iter().any(|variant| variant.ty == wanted),
        })
        .map(|parent| parent.name.as_str())
}

fn shortened(links: &[String]) -> String {
    if links.len() <= SHOWN + 1 {
        return links.join(", ");
    }
    let (shown, rest) = links.split_at(SHOWN);
    format!("{} and {} more", shown.join(", "), rest.len())
}

fn alternatives(values: &[String]) -> String {
    match values {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
