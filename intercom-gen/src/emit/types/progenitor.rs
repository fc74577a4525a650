//! The Rust types that progenitor (through typify) generates from the normalized schemas.
//!
//! It decides the names of fields and variants, how lists and maps are written, and where a
//! recursive type needs a `Box`. What it would get wrong never reaches it: `normalize` has
//! named every schema, taken unions and times apart, and moved nullability to the fields.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use heck::ToSnakeCase;
use openapiv3::OpenAPI;
use progenitor_impl::{GenerationSettings, Generator};
use serde_json::{Map, Value, json};
use syn::{Fields, Item, Meta};

use crate::emit::rust_type::{Scope, spell};
use crate::model::names::{identifier, variant_name};
use crate::model::{Api, Definition, Field, Shape, Type};
use crate::problem::Problems;

/// What progenitor made of a definition.
#[derive(Clone, Debug)]
pub enum Made {
    /// Fields in the order of the definition's: name and type.
    Struct(Vec<(syn::Ident, syn::Type)>),
    /// Variants in the order of the definition's.
    Enum(Vec<syn::Ident>),
}

/// Types that progenitor takes from the crate: the format that represents each.
const OURS: [(&str, &str); 6] = [
    ("id", "Id"),
    ("kind", "Kind"),
    ("timestamp", "Timestamp"),
    ("attributes", "Attributes"),
    ("json", "Value"),
    ("upload", "Upload"),
];

/// Has progenitor make the types of a model.
///
/// # Errors
///
/// A definition that progenitor refuses, or from which it generates something unexpected.
pub fn make(file: &str, api: &Api) -> Result<BTreeMap<String, Made>, Problems> {
    let refuse = |what: String| {
        Problems::one(
            file,
            "components.schemas",
            format!("progenitor could not make types of the schemas: {what}"),
            "correct the schema that it names",
        )
    };
    let document: OpenAPI =
        serde_json::from_value(document(api)).map_err(|e| refuse(e.to_string()))?;
    // progenitor asserts what it takes for granted; a description must not be able to end us.
    let tokens = catch_unwind(AssertUnwindSafe(|| {
        Generator::new(&settings(api)).generate_tokens(&document)
    }))
    .map_err(|_| refuse("it panicked".to_owned()))?
    .map_err(|error| refuse(error.to_string()))?;
    let parsed: syn::File = syn::parse2(tokens).map_err(|error| refuse(error.to_string()))?;
    let items = items(parsed);
    let mut problems = Problems::default();
    let mut made = BTreeMap::new();
    let of_progenitor = |d: &&Definition| !matches!(d.shape, Shape::Union(_));
    for definition in api.definitions.values().filter(of_progenitor) {
        match items
            .get(&definition.name)
            .and_then(|item| take(definition, item))
        {
            Some(item) => {
                made.insert(definition.name.clone(), item);
            }
            None => problems.push(
                file,
                &definition.place,
                format!("progenitor made no usable type `{}` of it", definition.name),
                "give it or its fields other names in names.toml",
            ),
        }
    }
    problems.or(made)
}

fn settings(api: &Api) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    let mut convert = |format: &str, rust: &str| {
        let schema = schemars::schema::SchemaObject {
            instance_type: Some(schemars::schema::InstanceType::String.into()),
            format: Some(format.to_owned()),
            ..Default::default()
        };
        settings.with_conversion(schema, rust, std::iter::empty());
    };
    for (format, rust) in OURS {
        convert(format, rust);
    }
    for name in api.definitions.keys() {
        convert(&union(name), name);
        convert(&boxed(&union(name)), &format!("Box<{name}>"));
    }
    for element in elements(api) {
        let rust = spell(element, Scope::Types);
        convert(&one_or_many(element), &format!("OneOrMany<{rust}>"));
        convert(
            &boxed(&one_or_many(element)),
            &format!("Box<OneOrMany<{rust}>>"),
        );
    }
    settings.with_map_type("BTreeMap");
    settings
}

/// The elements of everything that is one or many.
fn elements(api: &Api) -> impl Iterator<Item = &Type> {
    let fields = api
        .definitions
        .values()
        .flat_map(|definition| match &definition.shape {
            Shape::Record(fields) => fields.as_slice(),
            _ => &[],
        });
    fields.filter_map(|field| {
        let mut ty = &field.ty;
        loop {
            match ty {
                Type::OneOrMany(element) => return Some(&**element),
                Type::List(element) | Type::Map(element) => ty = element,
                _ => return None,
            }
        }
    })
}

fn one_or_many(element: &Type) -> String {
    format!("one-or-many-{}", spell(element, Scope::Types))
}

fn boxed(format: &str) -> String {
    format!("boxed-{format}")
}

/// The schema for a field whose type contains its own record, which progenitor cannot see: a union,
/// or one or many.
fn endless(api: &Api, definition: &Definition, ty: &Type) -> Option<String> {
    let format = match ty {
        Type::OneOrMany(element) => one_or_many(element),
        Type::Named(name) if matches!(api.definitions.get(name)?.shape, Shape::Union(_)) => {
            union(name)
        }
        _ => return None,
    };
    let mut open = vec![ty.names()?];
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if name == definition.name {
            return Some(boxed(&format));
        }
        if !seen.insert(name) {
            continue;
        }
        match &api.definitions.get(name)?.shape {
            // What lists and maps hold lies elsewhere.
            Shape::Record(fields) => {
                open.extend(fields.iter().filter_map(|field| match &field.ty {
                    Type::Named(name) => Some(name.as_str()),
                    Type::OneOrMany(element) => element.names(),
                    _ => None,
                }));
            }
            Shape::Enumeration(_) => {}
            Shape::Union(variants) => open.extend(variants.iter().map(|v| v.ty.as_str())),
        }
    }
    None
}

/// The properties as progenitor is given them: as they are where that is a name, else as one, and
/// no two the same in Rust.
fn keys(fields: &[Field]) -> Vec<String> {
    let is_plain = |wire: &str| {
        wire.starts_with(|c: char| c.is_ascii_lowercase())
            && wire.to_snake_case() == wire
            && wire.is_ascii()
    };
    let mut taken: BTreeSet<String> = fields
        .iter()
        .map(|field| field.wire.clone())
        .filter(|wire| is_plain(wire))
        .collect();
    let key = |field: &Field| {
        if is_plain(&field.wire) {
            return field.wire.clone();
        }
        let name = identifier(&field.wire).trim_end_matches('_').to_owned();
        let numbered = (2..).map(|count| format!("{name}_{count}"));
        let free = [name.clone()]
            .into_iter()
            .chain(numbered)
            .find(|name| !taken.contains(name));
        let free = free.unwrap_or_default();
        taken.insert(free.clone());
        free
    };
    fields.iter().map(key).collect()
}

fn union(name: &str) -> String {
    format!("union-{name}")
}

/// The definitions as an OpenAPI document without paths.
fn document(api: &Api) -> Value {
    let schemas: Map<String, Value> = api
        .definitions
        .values()
        .filter_map(|definition| {
            Some((definition.name.clone(), definition_schema(api, definition)?))
        })
        .collect();
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Intercom API", "version": api.version },
        "paths": {},
        "components": { "schemas": schemas },
    })
}

fn definition_schema(api: &Api, definition: &Definition) -> Option<Value> {
    match &definition.shape {
        Shape::Record(fields) => {
            let names = keys(fields);
            let schemas = fields
                .iter()
                .map(|field| match endless(api, definition, &field.ty) {
                    Some(format) => json!({ "type": "string", "format": format }),
                    None => schema(api, &field.ty),
                });
            let properties: Map<String, Value> = names.iter().cloned().zip(schemas).collect();
            // All required: whether a field is optional is decided by direction, not here.
            Some(json!({ "type": "object", "properties": properties, "required": names }))
        }
        // Values in Rust case, so that what cannot be spelled in Rust has a name already.
        Shape::Enumeration(values) => {
            let variants: Vec<_> = values.iter().map(|value| variant_name(value)).collect();
            Some(json!({ "type": "string", "enum": variants }))
        }
        Shape::Union(_) => None,
    }
}

fn schema(api: &Api, ty: &Type) -> Value {
    let ours = |format: &str| json!({ "type": "string", "format": format });
    match ty {
        Type::Text => json!({ "type": "string" }),
        Type::Integer => json!({ "type": "integer", "format": "int64" }),
        Type::PageSize => json!({ "type": "integer", "format": "uint32" }),
        Type::Number => json!({ "type": "number", "format": "double" }),
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Id { .. } => ours("id"),
        Type::Kind => ours("kind"),
        Type::Timestamp { .. } => ours("timestamp"),
        Type::Attributes => ours("attributes"),
        // A form without named parts is not a field.
        Type::Json | Type::Multipart => ours("json"),
        Type::Upload => ours("upload"),
        Type::List(element) => json!({ "type": "array", "items": schema(api, element) }),
        Type::Map(element) => {
            json!({ "type": "object", "additionalProperties": schema(api, element) })
        }
        Type::OneOrMany(element) => ours(&one_or_many(element)),
        Type::Named(name) => match api.definitions.get(name).map(|d| &d.shape) {
            Some(Shape::Union(_)) => ours(&union(name)),
            _ => json!({ "$ref": format!("#/components/schemas/{name}") }),
        },
    }
}

/// The structs and enums of progenitor's `types` module, by name.
fn items(file: syn::File) -> BTreeMap<String, Item> {
    let types = file.items.into_iter().find_map(|item| match item {
        Item::Mod(module) if module.ident == "types" => module.content,
        _ => None,
    });
    let (_, items) = types.unwrap_or_default();
    items
        .into_iter()
        .filter_map(|item| match &item {
            Item::Struct(made) => Some((made.ident.to_string(), item)),
            Item::Enum(made) => Some((made.ident.to_string(), item)),
            _ => None,
        })
        .collect()
}

/// Takes what is needed out of an item, if it is the expected one.
fn take(definition: &Definition, item: &Item) -> Option<Made> {
    match (&definition.shape, item) {
        (Shape::Record(fields), Item::Struct(made)) => {
            let Fields::Named(named) = &made.fields else {
                return None;
            };
            let by_wire: BTreeMap<String, _> = named
                .named
                .iter()
                .filter_map(|field| {
                    let ident = field.ident.clone()?;
                    let wire = renamed(&field.attrs).unwrap_or_else(|| ident.to_string());
                    Some((wire, (ident, field.ty.clone())))
                })
                .collect();
            let keys = keys(fields);
            let fields: Option<Vec<_>> = keys.iter().map(|key| by_wire.get(key).cloned()).collect();
            fields.map(Made::Struct)
        }
        (Shape::Enumeration(values), Item::Enum(made)) => {
            let variants: Vec<_> = made.variants.iter().map(|v| v.ident.clone()).collect();
            (variants.len() == values.len()).then_some(Made::Enum(variants))
        }
        _ => None,
    }
}

/// The key that `#[serde(rename = "…")]` gives.
fn renamed(attributes: &[syn::Attribute]) -> Option<String> {
    let mut name = None;
    for attribute in attributes {
        let Meta::List(list) = &attribute.meta else {
            continue;
        };
        if !list.path.is_ident("serde") {
            continue;
        }
        // Attributes other than `rename` are none of ours; parsing stops at what it cannot read.
        let _ = list.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                name = Some(meta.value()?.parse::<syn::LitStr>()?.value());
            } else if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<syn::Expr>()?;
            }
            Ok(())
        });
    }
    name
}
