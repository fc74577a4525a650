//! Topics of webhooks → model: each topic gets its type, and the items that no operation returns
//! become definitions.
//!
//! The table holds for every version of the API. A type that a version does not have is any JSON
//! there, so another version needs no edit of the table.

use std::collections::BTreeSet;

use crate::model::webhooks::{Item, Webhooks, variant};
use crate::model::{Api, Definition, Field, Keywords, Shape, Topic, Type};

/// Adds the topics and their items to the model.
pub(super) fn decide(api: &mut Api, webhooks: &Webhooks) {
    // An item is added after the items it contains. If an API version already defines a type of the
    // same name, that definition takes precedence.
    let is_new = |(name, _): &(&String, &Item)| !api.definitions.contains_key(*name);
    let mut open: Vec<_> = webhooks.items.iter().filter(is_new).collect();
    while !open.is_empty() {
        let names: BTreeSet<_> = open.iter().map(|(name, _)| name.as_str()).collect();
        let is_ready = |item: &Item| !item.types().any(|ty| names.contains(ty));
        // Items that hold each other have any JSON in place of those that come later.
        let next = open.iter().position(|(_, item)| is_ready(item));
        let (name, item) = open.remove(next.unwrap_or_default());
        if let Some(definition) = definition(api, name, item) {
            api.definitions.insert(name.clone(), definition);
        }
    }
    api.definitions.sort_keys();
    api.topics = webhooks
        .topics
        .iter()
        .map(|(name, topic)| {
            let item = topic.item.clone();
            let item = item.filter(|item| is_received(api, item));
            Topic {
                name: name.clone(),
                variant: variant(name),
                inside: topic.inside.clone().filter(|_| item.is_some()),
                item,
                text: topic.doc.clone(),
            }
        })
        .collect();
}

impl Item {
    /// The names of the types that it is like and holds.
    fn types(&self) -> impl Iterator<Item = &str> {
        let fields = self.fields.values().chain(&self.like);
        fields.map(|ty| ty.trim_matches(['[', ']']))
    }
}

/// Whether an item can be of a type: a record that calls return.
fn is_received(api: &Api, name: &str) -> bool {
    let definition = api.definitions.get(name);
    definition.is_some_and(|definition| {
        definition.received && matches!(definition.shape, Shape::Record(_))
    })
}

/// The definition of an item; `None` where this version does not have the type that it is like.
fn definition(api: &Api, name: &str, item: &Item) -> Option<Definition> {
    let mut users: Option<BTreeSet<String>> = None;
    let mut fields = Vec::new();
    if let Some(like) = &item.like {
        let definition = api
            .definitions
            .get(like)
            .filter(|_| is_received(api, like))?;
        if let Shape::Record(inherited) = &definition.shape {
            fields.clone_from(inherited);
        }
        users = Some(definition.resources.clone());
    }
    for (wire, ty) in &item.fields {
        if fields.iter().any(|field| field.wire == *wire) {
            continue;
        }
        let ty = field_type(ty).of_users(api, &mut users);
        fields.push(field(wire, ty));
    }
    Some(Definition {
        name: name.to_owned(),
        place: name.to_owned(),
        shape: Shape::Record(fields),
        sent: false,
        received: true,
        is_webhook: true,
        like: item.like.clone(),
        resources: users.unwrap_or_default(),
        operations: Vec::new(),
        constructors: Vec::new(),
    })
}

impl Type {
    /// The type, where every resource that uses the item compiles it; any JSON elsewhere.
    ///
    /// An item is compiled with any of its users, so all of them must have all of its types.
    fn of_users(self, api: &Api, users: &mut Option<BTreeSet<String>>) -> Self {
        let Some(name) = self.names() else {
            return self;
        };
        let Some(definition) = api.definitions.get(name).filter(|d| d.received) else {
            return Self::Json;
        };
        // Another item without users is compiled everywhere.
        if definition.resources.is_empty() {
            return self;
        }
        let common = match users {
            Some(users) => users.intersection(&definition.resources).cloned().collect(),
            None => definition.resources.clone(),
        };
        if common.is_empty() {
            return Self::Json;
        }
        *users = Some(common);
        self
    }
}

/// The type of a field as the table writes it: `Timestamp`, `Contact`, `[Tag]`.
fn field_type(text: &str) -> Type {
    let element = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    if let Some(element) = element {
        return Type::List(Box::new(field_type(element)));
    }
    match text {
        "String" => Type::Text,
        "Integer" => Type::Integer,
        "Number" => Type::Number,
        "Boolean" => Type::Boolean,
        "Id" => Type::Id { integer: false },
        "Timestamp" => Type::Timestamp { text: false },
        "Json" => Type::Json,
        name => Type::Named(name.to_owned()),
    }
}

fn field(wire: &str, ty: Type) -> Field {
    Field {
        wire: wire.to_owned(),
        name: None,
        aliases: Vec::new(),
        ty,
        // As in what calls return, an id is always there.
        nullable: wire != "id",
        required: None,
        constant: None,
        alone: false,
        boxed: false,
        encoding: None,
        keywords: Keywords::default(),
    }
}
