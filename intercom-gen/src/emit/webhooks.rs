//! Model → the events of webhooks: a variant for each topic, and the table that reads them.

use std::fmt::Write;

use crate::emit::documentation::type_link;
use crate::emit::manifest::Manifest;
use crate::emit::print::{File, condition, doc};
use crate::model::{Api, Topic};

/// Writes the events of a model and lists their items.
pub(super) fn emit(api: &Api, manifest: &mut Manifest) -> File {
    manifest.add("webhooks::Event", "enum (Clone, Debug, PartialEq)");
    manifest.add("webhooks::Event::Other", "variant");
    let (mut variants, mut rows) = (String::new(), String::new());
    for topic in &api.topics {
        let held = held(topic);
        manifest.add(format!("webhooks::Event::{}", topic.variant), &held);
        let condition = conditions(api, topic, "    ");
        variants.push_str(&doc(&documentation(topic), "    "));
        _ = writeln!(variants, "{condition}    {}({held}),", topic.variant);
        let read = match (&topic.item, &topic.inside) {
            (Some(item), Some(key)) => format!("{item} in {key:?}"),
            (Some(item), None) => item.clone(),
            (None, _) => "any".to_owned(),
        };
        let Topic { name, variant, .. } = topic;
        _ = writeln!(rows, "{condition}    {name:?} => {variant}: {read};");
    }
    File::new(
        "webhooks.rs",
        "The events of webhooks.",
        format!(
            "use crate::generated::prelude::data::*;\n\n{HEAD}{variants}{TAIL}events!(Event {{\n{rows}}});\n"
        ),
    )
}

const HEAD: &str = "\
/// What happened, by topic, with the item that it happened to.
///
/// Made by [`Notification::event`](crate::webhooks::Notification::event). The list of topics is
/// open: match with a last arm for everything else. A topic whose item has a type of a resource is
/// there when the feature of that resource is enabled; without it, it is an
/// [`Other`](Self::Other). Serializing gives the item as it was received.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
";

const TAIL: &str = "    /// A topic without a variant, or an item that is not of the topic's type, as it was received.
    #[non_exhaustive]
    Other {
        /// The topic.
        topic: String,
        /// The item.
        item: Value,
    },
}

";

/// The type that the variant of a topic holds.
fn held(topic: &Topic) -> String {
    match (&topic.item, &topic.inside) {
        (Some(item), Some(_)) => format!("Box<Wrapped<{item}>>"),
        (Some(item), None) => format!("Box<{item}>"),
        (None, _) => "Value".to_owned(),
    }
}

fn documentation(topic: &Topic) -> Vec<String> {
    let item = match &topic.item {
        Some(item) => format!("The item is a record: {}.", type_link(item)),
        None => "The item has no type of its own.".to_owned(),
    };
    let line = format!("{} The topic `{}`. {item}", topic.text, topic.name);
    vec![line]
}

/// When the type of a topic's item is compiled.
fn conditions(api: &Api, topic: &Topic, indent: &str) -> String {
    let item = topic.item.as_ref();
    let definition = item.and_then(|item| api.definitions.get(item));
    let condition = definition.map(|definition| condition(&definition.resources));
    let condition = condition.unwrap_or_default();
    let lines = condition.lines();
    lines.flat_map(|line| [indent, line, "\n"]).collect()
}
