//! The public items of a version.

use std::collections::{BTreeMap, BTreeSet};

/// The type of an expression, as far as it matters: the client's type within it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ty {
    /// A type of the client: `Contact`, `contacts::Contacts`, `Client`.
    Item(String),
    /// A call of an operation: `contacts::Get`.
    Call(String),
    /// A type of the program.
    Local(String),
}

/// A field, a variant or a method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Member {
    /// The type of the client within what it has or returns, if there is one.
    pub(super) ty: Option<Ty>,
}

/// The public items of a version, by their names in its manifest.
#[derive(Clone, Debug, Default)]
pub(super) struct Items {
    /// `Contact::email`, with the type of the client within its type.
    fields: BTreeMap<(String, String), Member>,
    /// `UpdateContact::email()`, with what it returns.
    methods: BTreeMap<(String, String), Member>,
    /// What operations return.
    outputs: BTreeMap<String, Ty>,
    /// What lists have.
    listed: BTreeMap<String, Ty>,
    /// All types.
    types: BTreeSet<String>,
}

impl Items {
    /// Reads a manifest.
    pub(super) fn read(manifest: &str) -> Self {
        let lines = || manifest.lines().filter_map(|line| line.split_once(": "));
        let mut items = Self::default();
        for (name, what) in lines() {
            let is_type = ["struct", "enum", "operation", "union"]
                .iter()
                .any(|word| what == *word || what.starts_with(&format!("{word} ")));
            if is_type {
                items.types.insert(name.to_owned());
            } else if let Some((owner, _)) = name.rsplit_once("::")
                && owner == "Client"
            {
                items.types.insert(owner.to_owned());
            }
        }
        for (name, what) in lines() {
            let module = module(name);
            if let Some(output) = what.strip_prefix("operation => ") {
                let words = output.split(' ').next_back().unwrap_or_default();
                if let Some(ty) = items.within(module, words) {
                    items.outputs.insert(name.to_owned(), ty);
                }
                continue;
            }
            let Some((owner, member)) = name.rsplit_once("::") else {
                continue;
            };
            let key = |member: &str| (owner.to_owned(), member.to_owned());
            if let Some(method) = member.strip_suffix("()") {
                if let Some(item) = what.strip_prefix("Items of ") {
                    if let Some(ty) = items.within(module, item) {
                        items.listed.insert(owner.to_owned(), ty);
                    }
                    continue;
                }
                let returned = what.rsplit_once("-> ").map_or("", |(_, returned)| returned);
                let ty = items.within(module, returned);
                items.methods.insert(key(method), Member { ty });
            } else if items.types.contains(owner) {
                let ty = items.within(module, what);
                items.fields.insert(key(member), Member { ty });
            }
        }
        items
    }

    /// Returns the first type of the client in the text of a type, read in a module.
    fn within(&self, module: &str, text: &str) -> Option<Ty> {
        let is_part = |character: char| character.is_alphanumeric() || "_:".contains(character);
        let mut is_call = false;
        for word in text.split(|character| !is_part(character)) {
            if word == "Call" {
                is_call = true;
                continue;
            }
            let in_module = format!("{module}::{word}");
            let name = [in_module.as_str(), word]
                .into_iter()
                .find(|name| self.types.contains(*name));
            if let Some(name) = name {
                let name = name.to_owned();
                return Some(if is_call {
                    Ty::Call(name)
                } else {
                    Ty::Item(name)
                });
            }
            // A resource's own type is named by itself in the methods of the client.
            if let Some(name) = self
                .types
                .iter()
                .find(|name| name.ends_with(&format!("::{word}")))
                && !word.is_empty()
                && module.is_empty()
            {
                return Some(Ty::Item(name.clone()));
            }
        }
        None
    }

    pub(super) fn is_type(&self, name: &str) -> bool {
        self.types.contains(name)
    }

    /// Returns a field or variant, if there is one.
    pub(super) fn field(&self, owner: &str, name: &str) -> Option<&Member> {
        let key = (owner.to_owned(), name.to_owned());
        self.fields.get(&key)
    }

    /// Returns a method, if there is one.
    pub(super) fn method(&self, owner: &str, name: &str) -> Option<&Member> {
        let key = (owner.to_owned(), name.to_owned());
        self.methods.get(&key)
    }

    /// Returns what an operation returns.
    pub(super) fn output(&self, operation: &str) -> Option<&Ty> {
        self.outputs.get(operation)
    }

    /// Returns the items of an operation that lists.
    pub(super) fn listed(&self, operation: &str) -> Option<&Ty> {
        self.listed.get(operation)
    }
}

/// The module of an item; empty for types and for the client.
fn module(name: &str) -> &str {
    match name.split_once("::") {
        Some((first, _)) if first.starts_with(|first: char| first.is_ascii_lowercase()) => first,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "Client::contacts(): fn(&self) -> Contacts\n\
        Contact: struct (Clone)\n\
        Contact::email: Option<String>\n\
        Contact::location: Option<ContactLocation>\n\
        ContactLocation: struct (Clone)\n\
        ContactList: struct (Clone)\n\
        contacts::Contacts: struct (Clone, Debug)\n\
        contacts::Contacts::list(): fn(&self) -> Call<List>\n\
        contacts::List: operation => Json ContactList\n\
        contacts::List::items(): Items of Contact\n";

    #[test]
    fn types_are_known_along_a_call() {
        let items = Items::read(MANIFEST);
        let item = |name: &str| Some(Ty::Item(name.to_owned()));
        let method = |owner, name| items.method(owner, name).unwrap().ty.clone();
        let field = |owner, name| items.field(owner, name).unwrap().ty.clone();
        assert_eq!(method("Client", "contacts"), item("contacts::Contacts"));
        let call = Some(Ty::Call("contacts::List".to_owned()));
        assert_eq!(method("contacts::Contacts", "list"), call);
        assert_eq!(items.output("contacts::List").cloned(), item("ContactList"));
        assert_eq!(items.listed("contacts::List").cloned(), item("Contact"));
        assert_eq!(field("Contact", "email"), None);
        assert_eq!(field("Contact", "location"), item("ContactLocation"));
        assert_eq!(items.field("Contact", "phone"), None);
    }
}
