//! Records as source text.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::constructors::Chains;
use crate::emit::documentation::{self, About};
use crate::emit::manifest::Manifest;
use crate::emit::print::doc;
use crate::emit::rust_type;
use crate::model::reserved;
use crate::model::{Api, Definition, Field, Type};

/// How a field is held, which follows from its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holding {
    /// The value itself: required where it is sent, an id where it is received.
    Plain,
    /// A list, empty when absent.
    List,
    /// Names and values, empty when absent.
    Map,
    /// An `Option`.
    Optional,
    /// An `Option` of a pointer.
    Boxed,
    /// A list that may be left out.
    OptionalList,
    /// Left out, null, or a value: null clears.
    Nullable,
}

/// A field with all that its source needs.
pub(super) struct Written<'a> {
    pub(super) field: &'a Field,
    pub(super) name: String,
    /// The type of the value, without `Option` and the like.
    pub(super) ty: String,
    pub(super) holding: Holding,
}

impl Written<'_> {
    fn declared(&self) -> String {
        let ty = &self.ty;
        match self.holding {
            Holding::Plain | Holding::List | Holding::Map => ty.clone(),
            Holding::Optional | Holding::OptionalList => format!("Option<{ty}>"),
            Holding::Boxed => format!("Option<Box<{ty}>>"),
            Holding::Nullable => format!("Nullable<{ty}>"),
        }
    }

    /// The type of an element, where the value is a list.
    pub(super) fn element(&self) -> &str {
        let inner = self
            .ty
            .strip_prefix("Vec<")
            .and_then(|t| t.strip_suffix('>'));
        inner.unwrap_or(&self.ty)
    }

    /// The kind of its setter, and the type that the setter takes.
    fn setter(&self) -> (&'static str, &str) {
        match (self.holding, self.is_open()) {
            (Holding::Plain, _) if self.field.ty == Type::Integer => ("integer", &self.ty),
            (Holding::Optional, _) if self.field.ty == Type::Integer => {
                ("optional integer", &self.ty)
            }
            (Holding::Plain, _) => self.required_kind(),
            (Holding::List | Holding::Map, _) => ("value", &self.ty),
            (Holding::OptionalList, _) => ("optional list", self.element()),
            (Holding::Optional, _) if self.field.ty == Type::PageSize => {
                ("optional exact", &self.ty)
            }
            (Holding::Optional, false) => ("optional", &self.ty),
            (Holding::Boxed, _) => ("boxed", &self.ty),
            (Holding::Optional, true) => ("optional open", &self.ty),
            (Holding::Nullable, false) => ("nullable", &self.ty),
            (Holding::Nullable, true) => ("nullable open", &self.ty),
        }
    }

    /// The kind of the argument that makes it, where it is required.
    pub(super) fn required_kind(&self) -> (&'static str, &str) {
        if self.ty.starts_with("Vec<") {
            ("list", self.element())
        } else if self.is_open() {
            ("open", &self.ty)
        } else {
            ("value", &self.ty)
        }
    }

    /// Whether its setter takes `IntoArgument` instead of `Into`: an `Option` does not convert,
    /// because JSON would make it null, and a duration converts into a future time.
    fn is_open(&self) -> bool {
        match self.field.ty {
            Type::Json | Type::Attributes => true,
            Type::Timestamp { .. } => self.field.wire.ends_with("_until"),
            _ => false,
        }
    }

    /// The type of the argument that makes it, where it is required.
    pub(super) fn argument(&self) -> String {
        argument(self.required_kind())
    }
}

/// The type of the argument of a kind of setter.
fn argument((kind, ty): (&str, &str)) -> String {
    match kind {
        "list" | "optional list" => format!("impl IntoIterator<impl Into<{ty}>>"),
        "nullable" => format!("impl Into<Nullable<{ty}>>"),
        "nullable open" => format!("impl IntoArgument<Nullable<{ty}>>"),
        "open" | "optional open" => format!("impl IntoArgument<{ty}>"),
        "integer" | "optional integer" => "impl Into<Number>".to_owned(),
        _ => format!("impl Into<{ty}>"),
    }
}

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

/// Decides how the fields of a record are written.
pub(super) fn written<'a>(
    definition: &Definition,
    fields: &'a [Field],
    rust: &[(syn::Ident, syn::Type)],
) -> Vec<Written<'a>> {
    fields
        .iter()
        .zip(rust)
        .zip(names(fields, rust))
        .filter(|((field, _), _)| !definition.is_fixed(field))
        .map(|((field, (_, ty)), name)| {
            let ty = rust_type::shorten(ty);
            let holding = match holding(definition, field) {
                // progenitor boxes what is recursive.
                Holding::Optional if field.boxed && !ty.starts_with("Box<") => Holding::Boxed,
                holding => holding,
            };
            Written {
                field,
                name,
                ty,
                holding,
            }
        })
        .collect()
}

/// The names of fields. A readable one gives way to a field that has it on the wire.
fn names(fields: &[Field], rust: &[(syn::Ident, syn::Type)]) -> Vec<String> {
    let mut taken: BTreeSet<String> = rust.iter().map(|(ident, _)| ident.to_string()).collect();
    let name = |(field, (ident, _)): (&Field, &(syn::Ident, syn::Type))| {
        let chosen = field.name.clone();
        let name = chosen.unwrap_or_else(|| name(&field.wire, ident));
        if *ident == name {
            return name;
        }
        let fallback = format!("{}_value", ident.to_string().trim_end_matches('_'));
        let numbered = (2..).map(|count| format!("{fallback}_{count}"));
        let candidates = [name, fallback.clone()].into_iter().chain(numbered);
        let free = candidates
            .into_iter()
            .find(|name| !taken.contains(name))
            .unwrap_or_default();
        taken.insert(free.clone());
        free
    };
    fields.iter().zip(rust).map(name).collect()
}

/// progenitor's name of a field, but a readable one where that is a keyword with a tail.
fn name(wire: &str, ident: &syn::Ident) -> String {
    let ident = ident.to_string();
    match wire {
        "type" => "kind".to_owned(),
        _ if reserved::is_field(&ident) => format!("{ident}_value"),
        _ if ident.ends_with('_') => format!("{ident}value"),
        _ => ident,
    }
}

fn holding(definition: &Definition, field: &Field) -> Holding {
    let list = matches!(field.ty, Type::List(_));
    if definition.sent {
        return match (field.required, list) {
            (Some(_), _) if !field.nullable => Holding::Plain,
            _ if field.nullable && !definition.received => Holding::Nullable,
            (_, true) => Holding::OptionalList,
            (_, false) => Holding::Optional,
        };
    }
    match field.ty {
        Type::List(_) => Holding::List,
        Type::Attributes => Holding::Map,
        Type::Id { .. } if field.wire == "id" && !field.nullable => Holding::Plain,
        _ => Holding::Optional,
    }
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
