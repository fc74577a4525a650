//! Which references are broken, and what they may have meant.

use serde_json::Value;

use super::Neighbor;
use crate::document::{Unresolved, follow};
use crate::import::shape::Kind;

/// How many properties of a likely meaning are listed.
const SHOWN: usize = 6;

/// Returns why a reference cannot be used where a node of `kind` is needed, if so.
pub(super) fn broken(document: &Value, reference: &str, kind: Kind) -> Option<String> {
    match follow(document, reference) {
        Err(Unresolved::Elsewhere) => {
            return Some(format!("`{reference}` points out of the document"));
        }
        Err(Unresolved::Dangling) => return Some(format!("`{reference}` points to nothing")),
        Err(Unresolved::Circle) => return Some(format!("`{reference}` leads back to itself")),
        Ok(_) => {}
    }
    let found = kind_at(reference)?;
    let schema = |kind| matches!(kind, Kind::Schema | Kind::Alternative | Kind::SchemaOrBool);
    let fits = found == kind || found == Kind::Fact || schema(found) && schema(kind);
    (!fits).then(|| {
        let (found, wanted) = (name_of(found), name_of(kind));
        format!("`{reference}` leads to {found}, not to {wanted}")
    })
}

/// The kind of node that a reference leads to, by its way from the root.
fn kind_at(reference: &str) -> Option<Kind> {
    let pointer = reference.strip_prefix("#/")?;
    let mut kind = Kind::Document;
    for key in pointer.split('/') {
        let key = key.replace("~1", "/").replace("~0", "~");
        kind = match kind {
            Kind::List(of) => *of,
            Kind::Fact | Kind::Prose | Kind::Blank | Kind::Plain => return Some(Kind::Fact),
            kind => kind.of(&key),
        };
    }
    Some(kind)
}

/// What a node of a kind is called.
pub(super) fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Schema | Kind::Alternative | Kind::SchemaOrBool => "a schema",
        Kind::Response => "a response",
        Kind::Parameter => "a parameter",
        Kind::RequestBody => "a request body",
        Kind::Header => "a header",
        Kind::PathItem => "a path",
        Kind::Operation => "an operation",
        Kind::MediaType => "a media type",
        Kind::SecurityScheme => "a security scheme",
        Kind::Text | Kind::OneOf(_) | Kind::Reference => "a text",
        Kind::List(_) => "a list",
        Kind::Prose | Kind::Blank | Kind::Fact => "a value",
        _ => "an object",
    }
}

/// What a broken reference may have meant: a component of a similar name in the same document, or
/// the component of that name in another version.
pub(super) fn likely(
    document: &Value,
    reference: &str,
    kind: Kind,
    neighbors: &[Neighbor<'_>],
) -> Option<String> {
    let name = reference
        .rsplit('/')
        .next()
        .filter(|name| !name.is_empty())?;
    let section = match kind {
        Kind::Response => "responses",
        Kind::Parameter => "parameters",
        Kind::RequestBody => "requestBodies",
        Kind::Header => "headers",
        Kind::Schema | Kind::Alternative | Kind::SchemaOrBool => "schemas",
        _ => return None,
    };
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let same = |other: &&String| {
        let (one, other) = (plain(name), plain(other));
        one == other || one.trim_end_matches('s') == other.trim_end_matches('s')
    };
    let here = document["components"][section].as_object();
    let similar = here.into_iter().flatten().map(|(name, _)| name).find(same);
    let mut hints: Vec<_> = similar
        .map(|similar| format!("perhaps `{similar}` is meant"))
        .into_iter()
        .collect();
    let of_that_name = |neighbor: &Neighbor<'_>| {
        let component = neighbor.contract["components"][section].get(name)?;
        let kind = name_of(kind);
        let version = neighbor.version;
        Some(format!(
            "version {version} has {kind} of that name{}",
            contents(component)
        ))
    };
    hints.extend(neighbors.iter().find_map(of_that_name));
    (!hints.is_empty()).then(|| hints.join("; "))
}

/// The first properties of a schema.
fn contents(component: &Value) -> String {
    let properties = component["properties"].as_object().into_iter().flatten();
    let names: Vec<_> = properties.map(|(name, _)| name.as_str()).collect();
    match names.get(..names.len().min(SHOWN)) {
        None | Some([]) => String::new(),
        Some(shown) => {
            let more = if names.len() > SHOWN { ", …" } else { "" };
            format!(", with {}{more}", shown.join(", "))
        }
    }
}
