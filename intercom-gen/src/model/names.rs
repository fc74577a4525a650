//! The names of resources, methods, types and fields: what `names.toml` says, and the rules
//! where it says nothing.

mod spelling;

use std::collections::{BTreeMap, BTreeSet};

use heck::ToPascalCase;
use indexmap::IndexMap;
use serde::Deserialize;

use super::construction::Constructor;
use super::{broken_toml, reserved};
use crate::document::erase;
use crate::problem::Problems;
pub use spelling::is_identifier;
pub use spelling::{identifier, type_name, variant_name};

/// The names that people have chosen.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Resource → method → `GET /contacts/{contact_id}`.
    #[serde(default)]
    resources: IndexMap<String, IndexMap<String, String>>,
    /// The rule's name of a type → ours.
    #[serde(default)]
    pub types: BTreeMap<String, String>,
    /// Key on the wire, or type and key, → name of the field.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// Our name of a type → its constructors.
    #[serde(default)]
    pub constructors: BTreeMap<String, Vec<Constructor>>,
    /// Resource → chains of methods that take the arguments of an operation:
    /// `untag_contact(contact_id).tag(tag_id)`.
    #[serde(default)]
    pub arguments: BTreeMap<String, Vec<Constructor>>,
    /// Pairs of types that share fields and convert into each other.
    #[serde(default)]
    pub alike: Vec<(String, String)>,
    /// Which keys hold ids, where their endings mislead.
    #[serde(default)]
    pub ids: Ids,
}

/// Keys on the wire that hold ids without ending like one, and those that do not in spite of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ids {
    #[serde(default)]
    include: BTreeSet<String>,
    #[serde(default)]
    exclude: BTreeSet<String>,
}

impl Ids {
    /// Whether a key holds ids, if there is an entry for it.
    pub fn is(&self, key: &str) -> Option<bool> {
        if self.exclude.contains(key) {
            return Some(false);
        }
        self.include.contains(key).then_some(true)
    }
}

/// What an operation is to be named by.
#[derive(Clone, Copy, Debug)]
pub struct Unnamed<'a> {
    /// `GET`
    pub method: &'a str,
    /// `/contacts/{contact_id}`
    pub path: &'a str,
    /// The first tag, or nothing.
    pub tag: &'a str,
    /// The operation id, or nothing.
    pub id: &'a str,
}

/// The name an operation has got.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// `contacts`
    pub resource: String,
    /// `list`
    pub method: String,
}

impl Names {
    /// Reads `names.toml`.
    ///
    /// # Errors
    ///
    /// Broken TOML, unknown tables, two names for one operation.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problems> {
        let names: Self = toml::from_str(text).map_err(|error| broken_toml(file, text, &error))?;
        let mut problems = Problems::default();
        let mut seen = BTreeMap::new();
        for (resource, method, operation) in names.entries() {
            let name = format!("{resource}.{method}");
            if let Some(other) = seen.insert(erase(operation), name.clone()) {
                problems.push(
                    file,
                    &name,
                    format!("{operation} has the name {other} already"),
                    "keep one of the two",
                );
            }
            if !is_identifier(resource) || !is_identifier(method) {
                problems.push(
                    file,
                    &name,
                    "is no name that Rust takes",
                    "write it in snake case and avoid keywords",
                );
            }
        }
        problems.or(names)
    }

    /// Whether an operation, `GET /tags`, has an entry.
    pub fn has(&self, operation: &str) -> bool {
        let operation = erase(operation);
        self.entries()
            .any(|(_, _, entry)| erase(entry) == operation)
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.resources.iter().flat_map(|(resource, methods)| {
            let entry = move |(method, operation)| (resource.as_str(), method, operation);
            methods
                .iter()
                .map(|(method, operation)| (method.as_str(), operation.as_str()))
                .map(entry)
        })
    }

    /// Names every operation, in order: by its entry, or else by rule. One that would take
    /// another's name gets none, but the resource in which it has none.
    pub fn operations(&self, operations: &[Unnamed<'_>]) -> Vec<Result<Named, String>> {
        let chosen: BTreeMap<String, Named> = self
            .entries()
            .map(|(resource, method, operation)| {
                let named = Named {
                    resource: resource.into(),
                    method: method.into(),
                };
                (erase(operation), named)
            })
            .collect();
        let entry = |operation: &Unnamed<'_>| {
            chosen.get(&erase(&format!("{} {}", operation.method, operation.path)))
        };
        // Two methods that are told apart by an underscore alone are one type.
        let spelled = |name: &Named| (name.resource.clone(), name.method.to_pascal_case());
        let mut taken: BTreeSet<_> = operations.iter().filter_map(entry).map(spelled).collect();
        let mut named = Vec::with_capacity(operations.len());
        for operation in operations {
            if let Some(name) = entry(operation) {
                named.push(Ok(name.clone()));
                continue;
            }
            let mut resource = self.resource(operation, operations, &entry);
            if reserved::is_resource(&resource) {
                resource.push_str("_api");
            }
            let free = candidates(operation, &resource)
                .into_iter()
                .map(|method| Named {
                    resource: resource.clone(),
                    method,
                })
                .find(|name| taken.insert(spelled(name)));
            named.push(free.ok_or(resource));
        }
        named
    }

    /// The resource of an operation without an entry: the one that its path names, else the one
    /// that other operations of its tag have, else the tag.
    fn resource<'n>(
        &self,
        operation: &Unnamed<'_>,
        operations: &[Unnamed<'_>],
        entry: &impl Fn(&Unnamed<'_>) -> Option<&'n Named>,
    ) -> String {
        let segments = statics(operation.path);
        if let Some(resource) = segments
            .iter()
            .rev()
            .find(|s| self.resources.contains_key(**s))
        {
            return (*resource).to_owned();
        }
        let same_tag: BTreeSet<_> = operations
            .iter()
            .filter(|other| !operation.tag.is_empty() && other.tag == operation.tag)
            .filter_map(entry)
            .map(|name| name.resource.as_str())
            .collect();
        match (same_tag.first(), same_tag.len()) {
            (Some(resource), 1) => (*resource).to_owned(),
            _ if operation.tag.is_empty() => identifier(segments.first().unwrap_or(&"root")),
            _ => identifier(operation.tag),
        }
    }

    /// The name of the field for a key.
    pub fn field(&self, wire: &str) -> String {
        self.fields
            .get(wire)
            .cloned()
            .unwrap_or_else(|| identifier(wire))
    }
}

/// Names that would suit an operation, best first.
fn candidates(operation: &Unnamed<'_>, resource: &str) -> Vec<String> {
    let segments = statics(operation.path);
    let last = segments.last().copied().unwrap_or_default();
    let on_one = operation.path.ends_with('}');
    let verb = match (operation.method, on_one) {
        ("GET", true) => "get",
        ("GET", false) => "list",
        ("POST", _) => "create",
        ("PUT" | "PATCH", _) => "update",
        ("DELETE", _) => "delete",
        (other, _) => other,
    };
    let mut candidates = Vec::new();
    if identifier(last) == resource {
        candidates.push(identifier(verb));
    } else if !on_one && (last == "search" || (operation.method == "POST" && !last.ends_with('s')))
    {
        // `/contacts/{id}/archive` does what it says.
        candidates.push(identifier(last));
    }
    if !operation.id.is_empty() {
        candidates.push(identifier(operation.id));
    }
    candidates.push(identifier(&format!("{verb}_{}", segments.join("_"))));
    // What is called `new` makes a value of its type.
    candidates.retain(|name| name != "new");
    candidates
}

/// The fixed segments of a path.
fn statics(path: &str) -> Vec<&str> {
    path.split('/')
        .filter(|segment| !segment.is_empty() && !segment.contains('{'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(names: &Names, operations: &[(&str, &str, &str, &str)]) -> Vec<String> {
        let operations: Vec<_> = operations
            .iter()
            .map(|&(method, path, tag, id)| Unnamed {
                method,
                path,
                tag,
                id,
            })
            .collect();
        let named = names
            .operations(&operations)
            .into_iter()
            .map(Result::unwrap);
        named
            .map(|n| format!("{}.{}", n.resource, n.method))
            .collect()
    }

    #[test]
    fn an_entry_holds_whatever_the_parameters_are_called() {
        let names = Names::parse(
            "names.toml",
            "[resources.contacts]\nfetch = \"GET /contacts/{contact_id}\"",
        )
        .unwrap();
        assert_eq!(
            name(&names, &[("GET", "/contacts/{id}", "Contacts", "x")]),
            ["contacts.fetch"]
        );
    }

    #[test]
    fn rules_name_what_has_no_entry() {
        let names = Names::parse("names.toml", "[resources.calls]\nlist = \"GET /calls\"").unwrap();
        assert_eq!(
            name(
                &names,
                &[
                    ("GET", "/calls", "Calls", "listCalls"),
                    ("GET", "/brands", "Brands", "listBrands"),
                    ("GET", "/brands/{id}", "Brands", "retrieveBrand"),
                    ("POST", "/brands/{id}/archive", "Brands", "archiveBrand"),
                    (
                        "GET",
                        "/export/workflows/{id}",
                        "Workflows",
                        "exportWorkflow"
                    ),
                    (
                        "GET",
                        "/fin_voice/collect/{id}",
                        "Calls",
                        "collectFinVoiceCallById"
                    ),
                    ("GET", "/brands/{id}/emails", "Brands", ""),
                    ("GET", "/brands/search", "Brands", ""),
                ]
            ),
            [
                "calls.list",
                "brands.list",
                "brands.get",
                "brands.archive",
                "workflows.get",
                "calls.collect_fin_voice_call_by_id",
                "brands.list_brands_emails",
                "brands.search",
            ]
        );
    }

    #[test]
    fn a_collision_is_told() {
        let twice = Unnamed {
            method: "GET",
            path: "/brands",
            tag: "Brands",
            id: "",
        };
        let four = [
            twice,
            Unnamed {
                path: "/brands/",
                ..twice
            },
            Unnamed {
                path: "//brands",
                ..twice
            },
        ];
        let named = Names::default().operations(&four);
        assert_eq!(named[2], Err("brands".to_owned()));
    }
}
