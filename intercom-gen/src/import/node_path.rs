//! Names places in a description the way its readers think of them.

use std::fmt;

use crate::document::METHODS;

/// The way from the root of a document to one of its nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
