//! Records as source text.

use std::fmt::Write;

use super::constructors::Chains;
use super::field::{Holding, Written, argument, written};
use crate::emit::documentation::{self, About};
use crate::emit::manifest::Manifest;
use crate::emit::print::doc;
use crate::model::{Api, Definition, Field, Type};

/// The source of a record: the type, what reads and writes it, and setters where it is sent.
pub fn source(
    about: &About<'_>,
    definition: &Definition,
    fields: &[Field],
    rust: &[(syn::Ident, syn::Type)],
) -> String {
    let written = written(definition, fields, rust);
    let constants: Vec<_> = fields
        .iter()
        .filter(|field| definition.is_fixed(field))
        .filter_map(|field| Some((field.wire.as_str(), field.constant.as_deref()?)))
        .collect();
    let mut source = structure(about, definition, &written);
    source.push_str(&record_macro(definition, &written, &constants));
    if definition.sent {
        let chains = Chains::of(about.api, definition, &written);
        source.push_str(&setters(definition, &written, &chains));
        if !chains.is_empty() {
            source.push_str(&chains.source());
        }
    }
    source
}

/// Lists the items of a record.
pub fn list(
    api: &Api,
    definition: &Definition,
    fields: &[Field],
    rust: &[(syn::Ident, syn::Type)],
    manifest: &mut Manifest,
) {
    let name = &definition.name;
    let written = written(definition, fields, rust);
    manifest.add(name, "struct (Clone, Debug, Default, PartialEq)");
    for field in &written {
        manifest.add(format!("{name}::{}", field.name), field.declared());
    }
    manifest.add(format!("{name}::extra"), "Extra");
    if !definition.sent {
        return;
    }
    let chains = Chains::of(api, definition, &written);
    if chains.is_empty() {
        let (lists, plain) = required(definition, fields, &written);
        let plain = plain.iter().map(|field| format!("impl Into<{}>", field.ty));
        let arguments: Vec<_> = plain
            .chain(lists.iter().map(|list| list.argument()))
            .collect();
        let new = format!("fn({}) -> {name}", arguments.join(", "));
        manifest.add(format!("{name}::new()"), new);
    }
    chains.list(manifest);
    for field in written.iter().filter(|f| !chains.starts_with(&f.name)) {
        let setter = format!("fn(self, {}) -> {name}", argument(field.setter()));
        manifest.add(format!("{name}::{}()", field.name), setter);
    }
    let maybe = format!("fn(self, Option<T>, impl FnOnce(Self, T) -> Self) -> {name}");
    manifest.add(format!("{name}::maybe()"), maybe);
    let with_extra = format!("fn(impl Into<String>, impl IntoArgument<Value>) -> {name}");
    manifest.add(format!("{name}::with_extra()"), with_extra);
}

fn structure(about: &About<'_>, definition: &Definition, fields: &[Written<'_>]) -> String {
    let mut lines = documentation::definition(about, definition);
    if let Some(alone) = alone(definition, fields) {
        let what = match alone.field.ty {
            Type::List(_) => "list, or one item,",
            _ => "text or number",
        };
        let line = format!(
            "A {what} instead of the object is read as `{}`.",
            alone.name
        );
        lines.push(line);
    }
    let mut source = doc(&lines, "");
    source.push_str("#[derive(Clone, Default)]\n#[non_exhaustive]\n");
    _ = writeln!(source, "pub struct {} {{", definition.name);
    for written in fields {
        let lines = documentation::field(about, definition, written.field);
        source.push_str(&doc(&lines, "    "));
        _ = writeln!(source, "    pub {}: {},", written.name, written.declared());
    }
    let extra = if definition.received {
        "What Intercom sent beyond the fields above."
    } else {
        "What to send beyond the fields above."
    };
    source.push_str(&doc(&[extra.to_owned()], "    "));
    source.push_str("    pub extra: Extra,\n}\n\n");
    source
}

fn record_macro(
    definition: &Definition,
    fields: &[Written<'_>],
    constants: &[(&str, &str)],
) -> String {
    let mut source = format!("record!({} {{\n", definition.name);
    // Objects begin with their type on the wire, and keys are found fastest in the order in which they come.
    let (kinds, others): (Vec<_>, Vec<_>) = fields.iter().partition(|f| f.field.wire == "type");
    for written in kinds.into_iter().chain(others) {
        let mut keys = format!("{:?}", written.field.wire);
        for alias in &written.field.aliases {
            _ = write!(keys, " | {alias:?}");
        }
        let form = form(definition, written);
        _ = writeln!(source, "    {keys} => {}{form},", written.name);
    }
    source.push('}');
    if !constants.is_empty() {
        let constants: Vec<_> = constants
            .iter()
            .map(|(k, v)| format!("{k:?} = {v:?}"))
            .collect();
        _ = write!(source, " with {}", constants.join(", "));
    }
    if let Some(alone) = alone(definition, fields) {
        _ = write!(source, " or {}", alone.name);
    }
    source.push_str(");\n\n");
    source
}

/// The form of a field in the table, where its type does not decide it.
fn form(definition: &Definition, written: &Written<'_>) -> &'static str {
    let field = written.field;
    let mut ty = &field.ty;
    while let Type::List(element) | Type::OneOrMany(element) = ty {
        ty = element;
    }
    let assigned = definition.received
        && written.holding == Holding::Optional
        && (field.wire == "parent_id" || field.wire.ends_with("assignee_id"));
    // An id that is only received is written unchanged.
    match (ty, definition.sent, assigned) {
        (Type::Timestamp { text: true }, ..) if *ty == field.ty => " as text",
        (Type::Id { .. }, false, true) => " as assigned",
        (Type::Id { integer: false }, true, true) => " as assigned string",
        (Type::Id { integer: true }, true, true) => " as assigned integer",
        (Type::Id { integer: false }, true, false) if definition.received => " as received string",
        (Type::Id { integer: true }, true, false) if definition.received => " as received integer",
        (Type::Id { integer: false }, true, false) => " as string",
        (Type::Id { integer: true }, true, false) => " as integer",
        _ => "",
    }
}

/// What objects that wrap a list contain beside it.
const OF_A_LIST: [&str; 5] = ["type", "total_count", "has_more", "pages", "url"];

/// The field that a value in place of the object belongs to: the one of a correction, the list that
/// the object wraps, or the only string or number beside `type`.
fn alone<'a>(definition: &Definition, fields: &'a [Written<'a>]) -> Option<&'a Written<'a>> {
    if !definition.received {
        return None;
    }
    let only_beside = |known: &[&str]| {
        let mut others = fields
            .iter()
            .filter(|written| !known.contains(&written.field.wire.as_str()));
        others.next().filter(|_| others.next().is_none())
    };
    let list = only_beside(&OF_A_LIST).filter(|only| matches!(only.field.ty, Type::List(_)));
    let scalar = only_beside(&["type"])
        .filter(|only| matches!(only.field.ty, Type::Text | Type::Integer | Type::Id { .. }));
    let said = fields.iter().find(|written| written.field.alone);
    said.or(list).or(scalar)
}

/// Returns the fields that `new` takes, in the order of its arguments: the lists, which are the last
/// ones, and the others.
fn required<'w, 'a>(
    definition: &Definition,
    fields: &[Field],
    written: &'w [Written<'a>],
) -> (Vec<&'w Written<'a>>, Vec<&'w Written<'a>>) {
    let arguments = definition.arguments(fields).into_iter();
    let written = arguments.map(|field| written.iter().find(|w| w.field.wire == field.wire));
    written
        .flatten()
        .partition(|w| w.required_kind().0 == "list")
}

fn setters(definition: &Definition, written: &[Written<'_>], chains: &Chains<'_>) -> String {
    let mut source = format!("setters!({}", definition.name);
    if chains.is_empty() {
        let fields: Vec<_> = written
            .iter()
            .map(|written| written.field.clone())
            .collect();
        let (lists, plain) = required(definition, &fields, written);
        let plain: Vec<_> = plain
            .iter()
            .map(|w| format!("{}: {}", w.name, w.ty))
            .collect();
        _ = write!(source, " new({}", plain.join(", "));
        let lists: Vec<_> = lists
            .iter()
            .map(|w| format!("{}: {}", w.name, w.element()))
            .collect();
        if !lists.is_empty() {
            _ = write!(source, "; {}", lists.join(", "));
        }
        source.push(')');
    }
    source.push_str(" {\n");
    for written in written.iter().filter(|w| !chains.starts_with(&w.name)) {
        let (kind, ty) = written.setter();
        let key = if kind.ends_with("integer") {
            format!(" {:?}", written.field.wire)
        } else {
            String::new()
        };
        _ = writeln!(source, "    {kind}{key}: {}: {ty};", written.name);
    }
    source.push_str("});\n\n");
    source
}
