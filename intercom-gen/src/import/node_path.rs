//! Names places in a description the way its readers think of them.

use std::fmt;

use crate::document::METHODS;

/// The way from the root of a document to one of its nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodePath(Vec<String>);

impl NodePath {
    pub(super) fn new<const N: usize>(keys: [&str; N]) -> Self {
        Self(keys.map(str::to_owned).to_vec())
    }

    pub(super) fn push(&mut self, key: impl Into<String>) {
        self.0.push(key.into());
    }

    pub(super) fn pop(&mut self) {
        self.0.pop();
    }

    /// The keys and indexes from the root.
    pub(super) fn keys(&self) -> &[String] {
        &self.0
    }

    /// The place of a key or an element of this node.
    pub(super) fn child(&self, key: impl Into<String>) -> Self {
        let mut child = self.clone();
        child.push(key);
        child
    }

    /// Whether one of the two nodes holds the other, or both are the same.
    pub(super) fn touches(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(one, other)| one == other)
    }
}

impl fmt::Display for NodePath {
    /// `GET /tags responses.200`, `/tags parameters.0`, `components.schemas.tag`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, rest) = match self.0.as_slice() {
            [] => return f.write_str("the document"),
            [paths, path, method, rest @ ..]
                if paths == "paths" && METHODS.contains(&method.as_str()) =>
            {
                (format!("{} {path}", method.to_uppercase()), rest)
            }
            [paths, path, rest @ ..] if paths == "paths" => (path.clone(), rest),
            all => return f.write_str(&all.join(".")),
        };
        f.write_str(&head)?;
        if !rest.is_empty() {
            write!(f, " {}", rest.join("."))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::NodePath;

    #[test]
    fn places_read_like_the_reference() {
        let shown = |place: NodePath| place.to_string();
        assert_eq!(shown(NodePath::default()), "the document");
        assert_eq!(shown(NodePath::new(["paths"])), "paths");
        assert_eq!(shown(NodePath::new(["paths", "/tags", "get"])), "GET /tags");
        assert_eq!(
            shown(NodePath::new(["paths", "/tags", "get", "responses", "200"])),
            "GET /tags responses.200"
        );
        assert_eq!(
            shown(NodePath::new(["paths", "/tags", "parameters", "0"])),
            "/tags parameters.0"
        );
        assert_eq!(
            shown(NodePath::new(["components", "schemas", "tag"])),
            "components.schemas.tag"
        );
    }
}
