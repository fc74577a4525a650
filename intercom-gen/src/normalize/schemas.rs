//! Schemas → types. Components become definitions under their own name, inline schemas under
//! the name of their parent and field; nullability moves to the places that refer.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Draft;
use super::flat::Flat;
use super::ids;
use super::schema_site::SchemaSite;
use crate::document::{follow, reference, target_name};
use crate::model::names::{Names, variant_name};
use crate::model::{Field, Keywords, Location, Shape, Type};
use crate::problem::Problems;

/// A schema's type, and what belongs to the place that refers to it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lowered {
    pub(super) ty: Type,
    pub(super) nullable: bool,
    /// The only value it allows.
    pub(super) constant: Option<String>,
}

impl Lowered {
    pub(super) fn of(ty: Type) -> Self {
        Self {
            ty,
            nullable: false,
            constant: None,
        }
    }
}

/// What is known of a component.
enum Component {
    /// Being looked at; what a reference to it from inside gets.
    Reserved(Lowered),
    Done(Lowered),
}

/// Lowers the schemas of a document, each component once.
pub(super) struct Schemas<'a> {
    pub(super) file: &'a str,
    pub(super) document: &'a Value,
    pub(super) names: &'a Names,
    pub(super) problems: Problems,
    drafts: Vec<Draft>,
    components: BTreeMap<String, Component>,
    /// The records whose fields are being looked at, the innermost last.
    open: Vec<(Flat, usize)>,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(file: &'a str, document: &'a Value, names: &'a Names) -> Self {
        Self {
            file,
            document,
            names,
            problems: Problems::default(),
            drafts: Vec::new(),
            components: BTreeMap::new(),
            open: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> (Vec<Draft>, Problems) {
        (self.drafts, self.problems)
    }

    /// The schema behind references, and the last component's name on the way.
    pub(super) fn resolve<'s>(&self, schema: &'s Value) -> (&'s Value, Option<&'s str>)
    where
        'a: 's,
    {
        let Some(text) = reference(schema) else {
            return (schema, None);
        };
        match follow(self.document, text) {
            Ok(target) => (target.value, Some(target.name)),
            Err(_) => (&Value::Null, target_name(schema)),
        }
    }

    /// Whether a call can send a value of this type as a parameter.
    pub(super) fn is_parameter(&self, ty: &Type, location: Location) -> bool {
        let shape = |name: &str| Some(&self.drafts.get(number(name)?)?.shape);
        let plain = |ty: &Type| ty.is_plain(shape);
        match (ty, location) {
            // Whatever can be written as text.
            (_, Location::Path) => true,
            (Type::List(element), Location::Query) => plain(element),
            (Type::OneOrMany(_), _) => false,
            (_, Location::Query) => true,
            (ty, Location::Header) => plain(ty),
        }
    }

    pub(super) fn lower(&mut self, schema: &Value, at: &SchemaSite) -> Lowered {
        let Some(reference) = schema.get("$ref").and_then(Value::as_str) else {
            return self.lower_inline(schema, at, None);
        };
        let mut lowered = self.component(reference);
        lowered.nullable |= is_nullable(schema);
        lowered
    }

    /// What a reference leads to: a component, or a part of one.
    fn component(&mut self, reference: &str) -> Lowered {
        match self.components.get(reference) {
            Some(Component::Done(lowered) | Component::Reserved(lowered)) => {
                return lowered.clone();
            }
            None => {}
        }
        let name = reference.rsplit('/').next().unwrap_or_default();
        let pointer = reference.strip_prefix('#').unwrap_or_default();
        let Some(schema) = self.document.pointer(pointer) else {
            self.problems.push(
                self.file,
                reference,
                "is referred to, but does not exist",
                "add the component, or correct the reference",
            );
            return Lowered::of(Type::Json);
        };
        let place = SchemaSite::new(name);
        let whole = reference.strip_prefix("#/components/schemas/") == Some(name);
        let own = self.draft(&place, whole, Shape::Record(Vec::new()));
        let reserved = Lowered {
            nullable: is_nullable(schema),
            ..Lowered::of(numbered(own))
        };
        self.components
            .insert(reference.to_owned(), Component::Reserved(reserved));
        let lowered = match schema.get("$ref") {
            Some(_) => self.lower(schema, &place),
            None => self.lower_inline(schema, &place, Some(own)),
        };
        if let Some(other) = lowered.ty.names().and_then(number).filter(|n| *n != own) {
            // A component that only wraps another: either name suits.
            self.drafts[other].candidates.push(place.name);
        }
        self.components
            .insert(reference.to_owned(), Component::Done(lowered.clone()));
        lowered
    }

    /// Lowers a schema that is not a reference; a definition made from it goes into `draft`.
    pub(super) fn lower_inline(
        &mut self,
        schema: &Value,
        at: &SchemaSite,
        draft: Option<usize>,
    ) -> Lowered {
        let mut lowered = self.lower_kind(schema, at, draft);
        lowered.nullable |= is_nullable(schema);
        lowered
    }

    fn lower_kind(&mut self, schema: &Value, at: &SchemaSite, draft: Option<usize>) -> Lowered {
        let values = schema.get("enum").and_then(Value::as_array);
        if let Some(lowered) = values.and_then(|values| self.enumeration(values, at, draft)) {
            return lowered;
        }
        let combined = ["oneOf", "anyOf", "allOf"]
            .iter()
            .any(|k| schema.get(k).is_some());
        if combined {
            return self.lower_combined(schema, at, draft);
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("string") => Lowered::of(match format(schema) {
                "date-time" | "timestamp" => Type::Timestamp { text: true },
                _ => Type::Text,
            }),
            Some("integer") => Lowered::of(match format(schema) {
                "date-time" | "timestamp" => Type::Timestamp { text: false },
                _ => Type::Integer,
            }),
            Some("number") => Lowered::of(Type::Number),
            Some("boolean") => Lowered::of(Type::Boolean),
            Some("array") => {
                let element = match schema.get("items") {
                    Some(items) => self.lower(items, &at.element()).ty,
                    None => Type::Json,
                };
                Lowered::of(Type::List(Box::new(element)))
            }
            _ if schema.get("properties").is_some() || schema.get("type").is_some() => {
                let flat = self.flatten(schema);
                Lowered::of(self.record(&flat, at, draft))
            }
            _ => Lowered::of(Type::Json),
        }
    }

    /// The type of an object: a record, or a map where it names no properties.
    pub(super) fn record(&mut self, flat: &Flat, at: &SchemaSite, draft: Option<usize>) -> Type {
        if flat.properties.is_empty() {
            return match &flat.additional {
                Some(values) if values.as_object().is_some_and(|v| !v.is_empty()) => {
                    let element = at.field("value");
                    match self.lower(values, &element).ty {
                        Type::Json => Type::Attributes,
                        ty => Type::Map(Box::new(ty)),
                    }
                }
                _ => Type::Attributes,
            };
        }
        // A part that is made from a component inside of itself repeats without end.
        if let Some((_, same)) = self.open.iter().find(|(open, _)| open == flat)
            && draft.is_none()
        {
            return numbered(*same);
        }
        // Inner types take their numbers after their parent, so a parent is drafted first.
        let number = draft.unwrap_or_else(|| self.draft(at, false, Shape::Record(Vec::new())));
        self.open.push((flat.clone(), number));
        let demanded = flat.required.iter();
        let required = demanded.filter(|name| flat.properties.contains_key(*name));
        let mut fields = Vec::with_capacity(flat.properties.len());
        for (wire, schema) in &flat.properties {
            let lowered = self.lower(schema, &at.field(wire));
            let (resolved, _) = self.resolve(schema);
            let aliases = schema["x-aliases"].as_array().into_iter().flatten();
            fields.push(Field {
                wire: wire.clone(),
                name: None,
                aliases: aliases.filter_map(Value::as_str).map(Into::into).collect(),
                ty: ids::typed(self, wire, lowered.ty.of_key(wire), schema),
                nullable: lowered.nullable,
                required: required.clone().position(|name| name == wire),
                constant: lowered.constant,
                alone: schema["x-alone"] == true,
                boxed: false,
                encoding: None,
                keywords: Keywords::of(resolved),
            });
        }
        self.open.pop();
        self.drafts[number].shape = Shape::Record(fields);
        numbered(number)
    }

    /// Strings to choose from; a single one is a constant.
    fn enumeration(
        &mut self,
        values: &[Value],
        at: &SchemaSite,
        draft: Option<usize>,
    ) -> Option<Lowered> {
        let mut texts: Vec<String> = Vec::new();
        for value in values.iter().filter(|value| !value.is_null()) {
            let text = value.as_str()?.to_owned();
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        let nullable = values.iter().any(Value::is_null);
        if texts.len() <= 1 {
            return Some(Lowered {
                ty: Type::Text,
                nullable,
                constant: texts.pop().filter(|_| !nullable),
            });
        }
        let mut variants: Vec<_> = texts.iter().map(|text| variant_name(text)).collect();
        variants.sort_unstable();
        variants.dedup();
        if variants.len() < texts.len() {
            // Values that only differ in what Rust cannot spell stay text.
            return Some(Lowered::of(Type::Text));
        }
        let shape = Shape::Enumeration(texts);
        Some(Lowered {
            ty: self.define(at, draft, shape),
            nullable,
            constant: None,
        })
    }

    /// The fields of a record that was just made.
    pub(super) fn fields_of(&mut self, ty: &Type) -> Option<&mut Vec<Field>> {
        match &mut self.drafts.get_mut(number(ty.names()?)?)?.shape {
            Shape::Record(fields) => Some(fields),
            _ => None,
        }
    }

    /// Makes a definition, in `draft` if one is given.
    pub(super) fn define(&mut self, at: &SchemaSite, draft: Option<usize>, shape: Shape) -> Type {
        match draft {
            Some(number) => {
                self.drafts[number].shape = shape;
                numbered(number)
            }
            None => numbered(self.draft(at, false, shape)),
        }
    }

    fn draft(&mut self, at: &SchemaSite, component: bool, shape: Shape) -> usize {
        self.drafts.push(Draft {
            candidates: vec![at.name.clone()],
            place: at.path.clone(),
            component,
            scope: at.scope.clone(),
            shape,
            sent: false,
            received: false,
        });
        self.drafts.len() - 1
    }
}

pub(super) fn numbered(number: usize) -> Type {
    Type::Named(format!("#{number}"))
}

/// The number of a draft's provisional name.
pub(super) fn number(name: &str) -> Option<usize> {
    name.strip_prefix('#')?.parse().ok()
}

pub(super) fn is_nullable(schema: &Value) -> bool {
    schema["nullable"] == true
}

fn format(schema: &Value) -> &str {
    schema["format"].as_str().unwrap_or_default()
}
