//! Constructors that name each of their values, as source text.

use std::fmt::Write;

use heck::ToPascalCase;

use super::field::Written;
use crate::emit::manifest::Manifest;
use crate::model::{Api, Definition};

/// What a starter may not be called, because traits or macros give types a function of this name.
const TAKEN: [&str; 8] = [
    "clone", "default", "fmt", "from", "into", "maybe", "new", "try_from",
];

/// The constructors of a type, with the types between their steps.
pub(super) struct Chains<'w> {
    name: &'w str,
    starts: Vec<Start<'w>>,
    rows: Vec<Row<'w>>,
}

/// The first method of a chain, a function of the type itself.
struct Start<'w> {
    method: String,
    field: &'w Written<'w>,
    /// Fields with their values.
    fixed: Vec<(&'w str, &'w str)>,
    next: String,
}

/// A further method, with the type that has it.
struct Row<'w> {
    step: String,
    method: String,
    field: &'w Written<'w>,
    next: String,
}

impl<'w> Chains<'w> {
    /// Resolves the constructors of a definition to its fields.
    pub(super) fn of(api: &Api, definition: &'w Definition, fields: &'w [Written<'w>]) -> Self {
        let field = |wire: &str| fields.iter().find(|written| written.field.wire == wire);
        let mut chains = Self {
            name: &definition.name,
            starts: Vec::new(),
            rows: Vec::new(),
        };
        for constructor in &definition.constructors {
            let steps = constructor.steps.iter().filter_map(|step| {
                let field = field(&step.wire)?;
                Some((step.method.clone().unwrap_or(field.name.clone()), field))
            });
            let mut steps: Vec<_> = steps.collect();
            // From the last step to the first: each leads to the one behind it.
            let mut next = definition.name.clone();
            while let Some((method, field)) = steps.pop() {
                if steps.is_empty() {
                    let fixed = constructor.fixed.iter();
                    let fixed = fixed
                        .filter_map(|(wire, value)| Some((field_name(fields, wire)?, &**value)));
                    chains.starts.push(Start {
                        method: starter(method),
                        field,
                        fixed: fixed.collect(),
                        next: next.clone(),
                    });
                } else {
                    next = chains.row(api, method, field, next);
                }
            }
        }
        chains.rows.sort_by(|a, b| a.step.cmp(&b.step));
        chains
    }

    /// Returns the type that has this step, which chains with the same rest share.
    fn row(&mut self, api: &Api, method: String, field: &'w Written<'w>, next: String) -> String {
        let same = |row: &&Row<'_>| row.method == method && row.next == next;
        if let Some(row) = self.rows.iter().find(same) {
            return row.step.clone();
        }
        let step = format!("{}Without{}", self.name, field.name.to_pascal_case());
        let numbered = (2..).map(|count| format!("{step}{count}"));
        let is_free = |step: &String| {
            !api.definitions.contains_key(step) && !self.rows.iter().any(|row| row.step == *step)
        };
        let step = std::iter::once(step.clone())
            .chain(numbered)
            .find(is_free)
            .unwrap_or_default();
        self.rows.push(Row {
            step: step.clone(),
            method,
            field,
            next,
        });
        step
    }

    /// Returns whether the type is made by `new`.
    pub(super) fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Returns whether a constructor takes the place of the setter of this name.
    pub(super) fn starts_with(&self, name: &str) -> bool {
        self.starts.iter().any(|start| start.method == name)
    }

    /// Lists the items of the constructors.
    pub(super) fn list(&self, manifest: &mut Manifest) {
        for start in &self.starts {
            let signature = format!("fn({}) -> {}", start.field.argument(), start.next);
            manifest.add(format!("{}::{}()", self.name, start.method), signature);
        }
        for row in &self.rows {
            manifest.add(&row.step, "struct (Debug)");
            let signature = format!("fn(self, {}) -> {}", row.field.argument(), row.next);
            manifest.add(format!("{}::{}()", row.step, row.method), signature);
        }
    }

    /// Returns the source text.
    pub(super) fn source(&self) -> String {
        let mut source = format!("constructors!({} {{\n", self.name);
        let argument = |field: &Written<'_>| {
            let (kind, ty) = field.required_kind();
            format!("[{kind}] {}: {ty}", field.name)
        };
        for start in &self.starts {
            _ = write!(
                source,
                "    new {}({})",
                start.method,
                argument(start.field)
            );
            for (index, (field, value)) in start.fixed.iter().enumerate() {
                let mark = if index == 0 { " with" } else { "," };
                _ = write!(source, "{mark} {field} = {value:?}");
            }
            _ = writeln!(source, " => {};", start.next);
        }
        for row in &self.rows {
            let argument = argument(row.field);
            _ = writeln!(
                source,
                "    in {}: {}({argument}) => {};",
                row.step, row.method, row.next
            );
        }
        source.push_str("});\n\n");
        source
    }
}

fn field_name<'w>(fields: &'w [Written<'w>], wire: &str) -> Option<&'w str> {
    let field = fields.iter().find(|written| written.field.wire == wire)?;
    Some(&field.name)
}

/// The name of the function of a type that starts a chain with this method.
pub(super) fn starter(method: String) -> String {
    if TAKEN.contains(&method.as_str()) {
        format!("with_{method}")
    } else {
        method
    }
}
