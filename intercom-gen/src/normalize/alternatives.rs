//! `oneOf` and `anyOf`: unions where the alternatives are types of their own, one type where they
//! are forms of the same, any JSON where nothing distinguishes them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::flat::list;
use super::flatten::MAX_DEPTH;
use super::schema_site::SchemaSite;
use super::schemas::{Lowered, Schemas, is_nullable};
use crate::model::names::type_name;
use crate::model::{Shape, Type, Variant};

/// What a schema is at the outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Scalar,
    List,
    Object,
    Unknown,
}

impl Schemas<'_> {
    /// The alternatives that describe a value; those that only repeat `required` are rules
    /// about the parent's own properties.
    pub(super) fn alternatives_of(&self, schema: &Value) -> Vec<Value> {
        self.alternatives_to(schema, 0, &mut BTreeSet::new())
    }

    fn alternatives_to<'s>(
        &'s self,
        schema: &'s Value,
        depth: usize,
        seen: &mut BTreeSet<&'s str>,
    ) -> Vec<Value> {
        let mut alternatives = Vec::new();
        if depth > MAX_DEPTH {
            return alternatives;
        }
        for keyword in ["oneOf", "anyOf"] {
            for alternative in list(schema, keyword) {
                let (resolved, component) = self.resolve(alternative);
                if component.is_some_and(|name| !seen.insert(name)) {
                    // It is among them already, or holds this union.
                    continue;
                }
                let pure = resolved.get("properties").is_none();
                let mut choices = ["oneOf", "anyOf"]
                    .iter()
                    .flat_map(|keyword| list(resolved, keyword));
                if pure
                    && choices.any(|choice| !is_rule(choice))
                    && self.kind(resolved) == Kind::Object
                {
                    // A union of unions is one union.
                    alternatives.extend(self.alternatives_to(resolved, depth + 1, seen));
                } else if !is_rule(alternative) {
                    alternatives.push(alternative.clone());
                }
            }
        }
        alternatives
    }

    pub(super) fn lower_alternatives(
        &mut self,
        alternatives: &[Value],
        at: &SchemaSite,
        draft: Option<usize>,
    ) -> Lowered {
        let nullable = alternatives.iter().any(|alternative| {
            is_nullable(alternative) || is_nullable(self.resolve(alternative).0)
        });
        let ty = self.union(alternatives, at, draft);
        Lowered {
            nullable,
            ..Lowered::of(ty)
        }
    }

    fn union(&mut self, alternatives: &[Value], at: &SchemaSite, draft: Option<usize>) -> Type {
        if let [only] = alternatives {
            return match only.get("$ref") {
                Some(_) => self.lower(only, at).ty,
                None => self.lower_inline(only, at, draft).ty,
            };
        }
        if let Some(ty) = self.one_or_many(alternatives, at) {
            return ty;
        }
        let kinds: BTreeSet<_> = alternatives.iter().map(|a| self.kind(a)).collect();
        match (kinds.first(), kinds.len()) {
            (Some(Kind::Scalar), 1) => self.scalars(alternatives, at),
            (Some(Kind::List), 1) => {
                let items: Vec<_> = alternatives
                    .iter()
                    .filter_map(|list| self.resolve(list).0.get("items").cloned())
                    .collect();
                let element = self.union(&items, &at.element(), None);
                Type::List(Box::new(element))
            }
            (Some(Kind::Object), 1) => self.objects(alternatives, at, draft),
            _ => Type::Json,
        }
    }

    /// A value, or a list of the same.
    fn one_or_many(&mut self, alternatives: &[Value], at: &SchemaSite) -> Option<Type> {
        let [one, many] = alternatives else {
            return None;
        };
        let items = self.resolve(many).0.get("items")?;
        if items != one {
            return None;
        }
        let element = self.lower(one, &at.element()).ty;
        Some(Type::OneOrMany(Box::new(element)))
    }

    /// Several scalar types: a time where one of them is a time, one type where all agree.
    fn scalars(&mut self, alternatives: &[Value], at: &SchemaSite) -> Type {
        let mut types: Vec<_> = alternatives
            .iter()
            .map(|alternative| self.lower(alternative, at).ty)
            .collect();
        types.sort_unstable();
        types.dedup();
        match types.as_slice() {
            [ty] => ty.clone(),
            types if types.iter().any(|ty| matches!(ty, Type::Timestamp { .. })) => {
                Type::Timestamp { text: false }
            }
            _ => Type::Json,
        }
    }

    /// Several objects: a union of them, or one record where they are inline and no constant
    /// distinguishes them: this is how Intercom describes "one of these keys".
    fn objects(&mut self, alternatives: &[Value], at: &SchemaSite, draft: Option<usize>) -> Type {
        let inline = alternatives.iter().all(|a| a.get("$ref").is_none());
        let constants = self.discriminator(alternatives);
        if inline && constants.is_none() {
            let schema = serde_json::json!({ "oneOf": alternatives });
            let flat = self.flatten(&schema);
            return self.record(&flat, at, draft);
        }
        let mut variants = Vec::with_capacity(alternatives.len());
        for (index, alternative) in alternatives.iter().enumerate() {
            let name = match &constants {
                Some(constants) => constants[index].clone(),
                None => own_name(alternative).unwrap_or(format!("variant_{}", index + 1)),
            };
            let place = SchemaSite {
                path: format!("{}.{name}", at.path),
                name: format!("{}{}", at.name, type_name(&name)),
                scope: None,
            };
            match self.lower(alternative, &place).ty {
                Type::Named(ty) if !variants.iter().any(|v: &Variant| v.ty == ty) => {
                    variants.push(Variant { ty });
                }
                Type::Named(_) => {}
                // An open map fits everything: the alternatives cannot be distinguished.
                _ => return Type::Json,
            }
        }
        match variants.as_slice() {
            [only] => Type::Named(only.ty.clone()),
            _ => self.define(at, draft, Shape::Union(variants)),
        }
    }

    /// Returns the constant of each alternative: its value of a key that all of them fix, each to
    /// another value.
    fn discriminator(&self, alternatives: &[Value]) -> Option<Vec<String>> {
        let flats: Vec<_> = alternatives
            .iter()
            .map(|alternative| self.flatten(self.resolve(alternative).0))
            .collect();
        flats.first()?.properties.keys().find_map(|key| {
            let values: Option<Vec<_>> = flats
                .iter()
                .map(|flat| only_value(self.resolve(flat.properties.get(key)?).0))
                .collect();
            let values = values?;
            let distinct: BTreeSet<_> = values.iter().collect();
            (distinct.len() == values.len()).then_some(values)
        })
    }

    fn kind(&self, schema: &Value) -> Kind {
        self.kind_to(schema, &mut BTreeSet::new())
            .unwrap_or(Kind::Unknown)
    }

    /// `None` for a component that was seen already, and for what is made of such ones alone.
    fn kind_to<'s>(&'s self, schema: &'s Value, seen: &mut BTreeSet<&'s str>) -> Option<Kind> {
        let (schema, component) = self.resolve(schema);
        if component.is_some_and(|name| !seen.insert(name)) {
            return None;
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("object") => return Some(Kind::Object),
            Some("array") => return Some(Kind::List),
            Some(_) => return Some(Kind::Scalar),
            None => {}
        }
        if schema.get("properties").is_some() {
            return Some(Kind::Object);
        }
        if schema.get("enum").is_some() {
            return Some(Kind::Scalar);
        }
        let parts: Vec<_> = ["oneOf", "anyOf", "allOf"]
            .into_iter()
            .flat_map(|keyword| list(schema, keyword))
            .filter(|part| !is_rule(part))
            .collect();
        if parts.is_empty() {
            return Some(Kind::Unknown);
        }
        let kinds: BTreeSet<_> = parts
            .into_iter()
            .filter_map(|part| self.kind_to(part, seen))
            .collect();
        match kinds.len() {
            0 => None,
            1 => kinds.first().copied(),
            _ => Some(Kind::Unknown),
        }
    }
}

/// Returns the name of an inline alternative: the only value of a key, or its title.
fn own_name(alternative: &Value) -> Option<String> {
    let properties = alternative["properties"].as_object().into_iter().flatten();
    let mut constants = properties.filter_map(|(_, schema)| only_value(schema));
    let name = match (constants.next(), constants.next()) {
        (Some(only), None) => Some(only),
        _ => alternative["title"].as_str().map(str::to_owned),
    };
    // Some names have nothing that Rust can spell.
    name.filter(|name| name.chars().any(|c| c.is_ascii_alphabetic()))
}

/// The value of a text that has but one.
fn only_value(schema: &Value) -> Option<String> {
    match schema["enum"].as_array()?.as_slice() {
        [only] => only.as_str().map(str::to_owned),
        _ => None,
    }
}

/// Whether a schema only demands keys, of an object that is described elsewhere.
fn is_rule(schema: &Value) -> bool {
    const DESCRIBES: [&str; 8] = [
        "$ref",
        "type",
        "properties",
        "items",
        "enum",
        "oneOf",
        "anyOf",
        "allOf",
    ];
    schema.get("required").is_some() && !DESCRIBES.iter().any(|key| schema.get(key).is_some())
}
