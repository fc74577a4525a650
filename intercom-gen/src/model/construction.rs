//! How values of sent types are made: by `new`, or by constructors whose steps name each value.

use serde::Deserialize;

/// A chain of methods that supplies the required fields of a type, one field a method.
///
/// `names.toml` declares it as it is called, with the keys of the fields as arguments:
/// `to_admin(assignee_id).by(admin_id) where type = admin`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Constructor {
    /// The methods, in the order of the calls; at least one.
    pub steps: Vec<Step>,
    /// Keys with the values that the constructor sets.
    pub fixed: Vec<(String, String)>,
}

/// A method of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The name of the method. Defaults to the name of the field.
    pub method: Option<String>,
    /// The key of the field that the method sets.
    pub wire: String,
}

impl Constructor {
    /// Returns the chain that sets these fields by methods of their names.
    pub fn of_fields<'w>(wires: impl IntoIterator<Item = &'w str>) -> Self {
        let step = |wire: &str| Step {
            method: None,
            wire: wire.to_owned(),
        };
        Self {
            steps: wires.into_iter().map(step).collect(),
            fixed: Vec::new(),
        }
    }

    /// Returns the keys of all fields that the constructor sets.
    pub fn wires(&self) -> impl Iterator<Item = &str> {
        let steps = self.steps.iter().map(|step| step.wire.as_str());
        steps.chain(self.fixed.iter().map(|(wire, _)| wire.as_str()))
    }
}

impl TryFrom<String> for Constructor {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        parse(&text).ok_or_else(|| {
            format!("expected `method(key).method(key) where key = value`, found `{text}`")
        })
    }
}

fn parse(text: &str) -> Option<Constructor> {
    let (chain, fixed) = text.split_once(" where ").unwrap_or((text, ""));
    let steps = chain.trim().strip_suffix(')')?.split(").").map(|step| {
        let (method, wire) = step.split_once('(')?;
        let is_name = super::names::is_identifier(method) && !wire.contains(['(', ')']);
        (is_name && !wire.is_empty()).then(|| Step {
            method: Some(method.to_owned()),
            wire: wire.to_owned(),
        })
    });
    let fixed = fixed
        .split(',')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (wire, value) = pair.split_once('=')?;
            Some((wire.trim().to_owned(), value.trim().to_owned()))
        });
    Some(Constructor {
        steps: steps.collect::<Option<_>>()?,
        fixed: fixed.collect::<Option<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_chain_has_steps_and_fixed_values() {
        let text = "to_admin(assignee_id).by(admin_id) where type = admin";
        let constructor = Constructor::try_from(text.to_owned()).unwrap();
        let step = |method: &str, wire: &str| Step {
            method: Some(method.to_owned()),
            wire: wire.to_owned(),
        };
        assert_eq!(
            constructor.steps,
            [step("to_admin", "assignee_id"), step("by", "admin_id")]
        );
        assert_eq!(constructor.fixed, [("type".to_owned(), "admin".to_owned())]);
        assert_eq!(
            constructor.wires().collect::<Vec<_>>(),
            ["assignee_id", "admin_id", "type"]
        );
    }

    #[test]
    fn malformed_chains_are_refused() {
        for text in [
            "",
            "lead",
            "lead()",
            "lead(from).",
            "type(a)",
            "a(b) where c",
        ] {
            Constructor::try_from(text.to_owned()).unwrap_err();
        }
    }
}
