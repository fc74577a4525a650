//! Values of types as expressions.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use toml::Value;

use super::{INDENT, layout};
use crate::emit::types::{Builder, Builders};
use crate::model::examples::Examples;
use crate::model::{Api, Field, Shape, Type};

/// How deep values contain others before the rest is left to `Default`.
const DEPTH: usize = 5;

/// How many optional fields the example of a body without required ones sets.
const OPTIONAL: usize = 2;

/// Writes expressions, and collects what they need.
pub(super) struct Writer<'a> {
    pub(super) api: &'a Api,
    pub(super) builders: &'a Builders,
    pub(super) examples: &'a Examples,
    /// The generated types that the expressions name.
    pub(super) types: BTreeSet<String>,
    /// Whether every value is one that `values.toml` has.
    pub(super) is_known: bool,
    /// Statements that come first: parts of a value that would make it unreadable in one expression.
    pub(super) statements: Vec<String>,
    depth: usize,
}

/// How long the record in an argument may be.
const READABLE: usize = 45;

impl<'a> Writer<'a> {
    pub(super) fn new(api: &'a Api, builders: &'a Builders, examples: &'a Examples) -> Self {
        Self {
            api,
            builders,
            examples,
            types: BTreeSet::new(),
            is_known: true,
            statements: Vec::new(),
            depth: 0,
        }
    }

    /// An expression of a type. `known` is its value, if there is one for it.
    pub(super) fn value(&mut self, ty: &Type, known: Option<&Value>) -> String {
        match ty {
            Type::Text | Type::Kind | Type::Json | Type::Id { .. } => self.text(known),
            Type::Integer => self.integer(known, 1),
            Type::PageSize => self.integer(known, 50),
            Type::Timestamp { .. } => self.integer(known, 1_734_537_243),
            Type::Number => match known.and_then(Value::as_float) {
                Some(number) => format!("{number:?}"),
                None => self.made_up("1.0"),
            },
            Type::Boolean => match known.and_then(Value::as_bool) {
                Some(value) => value.to_string(),
                None => "true".to_owned(),
            },
            Type::Attributes | Type::Map(_) => "Default::default()".to_owned(),
            Type::OneOrMany(element) => self.value(element, known),
            Type::List(element) => {
                let elements: Vec<_> = match known {
                    Some(Value::Array(values)) => values.iter().map(Some).collect(),
                    known => vec![known],
                };
                let elements = elements.into_iter().map(|known| self.value(element, known));
                format!("[{}]", elements.collect::<Vec<_>>().join(", "))
            }
            Type::Upload => self.made_up("intercom_api::Upload::from_bytes(\"example\")"),
            Type::Multipart => {
                self.made_up("intercom_api::MultipartForm::new().text(\"name\", \"example\")")
            }
            Type::Named(name) => self.named(name, known),
        }
    }

    fn text(&mut self, known: Option<&Value>) -> String {
        match known {
            Some(Value::String(text)) => format!("{text:?}"),
            Some(Value::Integer(number)) => grouped(*number),
            _ => self.made_up("\"example\""),
        }
    }

    fn integer(&mut self, known: Option<&Value>, otherwise: i64) -> String {
        if let Some(number) = known.and_then(Value::as_integer) {
            return grouped(number);
        }
        let otherwise = grouped(otherwise);
        self.made_up(&otherwise)
    }

    fn made_up(&mut self, text: &str) -> String {
        self.is_known = false;
        text.to_owned()
    }

    fn named(&mut self, name: &str, known: Option<&Value>) -> String {
        let shape = self.api.definitions.get(name).map(|d| &d.shape);
        if let Some(Shape::Enumeration(_)) = shape {
            let known = known.and_then(Value::as_str);
            let variant = self.builders.variant(name, known);
            let variant = variant.or_else(|| self.builders.variant(name, None));
            let text = format!("{name}::{}", variant.unwrap_or_default());
            self.types.insert(name.to_owned());
            return text;
        }
        if let Some(Shape::Union(variants)) = shape {
            let known = known.and_then(Value::as_str);
            let chosen = variants.iter().find(|variant| Some(&*variant.ty) == known);
            if let Some(variant) = chosen.or(variants.first()) {
                return self.named(&variant.ty, None);
            }
        }
        self.record(name).join(".")
    }

    /// A record as the calls that make it.
    pub(super) fn record(&mut self, name: &str) -> Vec<String> {
        self.types.insert(name.to_owned());
        let builder = match self.builders.record(name) {
            Some(builder) if self.depth < DEPTH => builder,
            _ => return vec![self.made_up(&format!("{name}::default()"))],
        };
        self.depth += 1;
        let links = self.calls(name, builder);
        self.depth -= 1;
        links
    }

    fn calls(&mut self, name: &str, builder: &Builder) -> Vec<String> {
        let mut links = Vec::new();
        for (method, fields) in &builder.start {
            let arguments: Vec<_> = fields.iter().map(|field| self.field(name, field)).collect();
            let arguments = arguments.join(", ");
            links.push(if links.is_empty() {
                format!("{name}::{method}({arguments})")
            } else {
                format!("{method}({arguments})")
            });
        }
        if builder.start.iter().any(|(_, fields)| !fields.is_empty()) {
            return links;
        }
        // What has no required field would be empty.
        let known = builder.setters.iter().filter(|(_, field)| {
            let is_known = self.examples.field(name, &field.wire).is_some();
            is_known && self.is_plain(&field.ty)
        });
        let mut chosen: Vec<_> = known.take(OPTIONAL).collect();
        if chosen.is_empty() {
            let mut plain = builder
                .setters
                .iter()
                .filter(|(_, field)| self.is_plain(&field.ty));
            chosen.extend(plain.next());
        }
        for (setter, field) in chosen {
            let argument = self.field(name, field);
            links.push(format!("{setter}({argument})"));
        }
        links
    }

    fn field(&mut self, definition: &str, field: &Field) -> String {
        let known = self.examples.field(definition, &field.wire);
        let value = self.value(&field.ty, known);
        if value.len() <= READABLE || !matches!(field.ty, Type::Named(_)) {
            return value;
        }
        let variable = field.wire.to_snake_case();
        let links = split(&value);
        let statement = layout::statement(Some(&variable), &links, INDENT);
        self.statements.extend(statement);
        variable
    }

    fn is_plain(&self, ty: &Type) -> bool {
        let element = match ty {
            Type::List(element) => element,
            ty => ty,
        };
        element.is_plain(|name| Some(&self.api.definitions.get(name)?.shape))
    }
}

/// The calls of a chain.
fn split(chain: &str) -> Vec<String> {
    let mut links = vec![String::new()];
    let (mut depth, mut is_text) = (0_usize, false);
    for character in chain.chars() {
        match character {
            '"' => is_text = !is_text,
            '(' | '[' if !is_text => depth += 1,
            ')' | ']' if !is_text => depth = depth.saturating_sub(1),
            '.' if !is_text && depth == 0 => {
                links.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(link) = links.last_mut() {
            link.push(character);
        }
    }
    links
}

/// A number as a literal, its digits in groups where there are many.
pub(super) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let sign = if number < 0 { "-" } else { "" };
    if digits.len() < 5 {
        return format!("{sign}{digits}");
    }
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    format!("{sign}{text}")
}

#[cfg(test)]
mod tests {
    use super::{grouped, split};

    #[test]
    fn chain_is_split_between_its_calls() {
        let chain = r#"Pet::name("Rex. the").kind(Kind::new("a.b").c(1)).d(2)"#;
        let links = [
            r#"Pet::name("Rex. the")"#,
            r#"kind(Kind::new("a.b").c(1))"#,
            "d(2)",
        ];
        assert_eq!(split(chain), links);
    }

    #[test]
    fn digits_are_grouped_in_long_numbers_alone() {
        let texts = [5, 1295, 12_345, 991_268_363, -1_734_537_243].map(grouped);
        let expected = ["5", "1295", "12_345", "991_268_363", "-1_734_537_243"];
        assert_eq!(texts, expected);
    }
}
