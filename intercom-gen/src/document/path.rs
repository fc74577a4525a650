//! Methods and paths.

/// The HTTP methods that a path can have, as a description writes them.
pub const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "patch", "head", "options", "trace",
];

/// Returns the names in braces, in order: `id` and `tag_id` in `/contacts/{id}/tags/{tag_id}`.
pub fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
}

/// Removes the names of placeholders: `GET /contacts/{contact_id}` becomes `GET /contacts/{}`.
///
/// The names of path parameters change between versions, operations do not.
pub fn erase(operation: &str) -> String {
    let mut erased = String::new();
    let mut inside = false;
    for c in operation.chars() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            _ if inside => continue,
            _ => {}
        }
        erased.push(c);
    }
    erased
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_come_in_order_and_only_when_closed() {
        let names: Vec<_> = placeholders("/a/{id}/b/{b_id}/{open").collect();
        assert_eq!(names, ["id", "b_id"]);
    }

    #[test]
    fn erased_operations_keep_their_braces() {
        assert_eq!(erase("GET /a/{id}/b/{b_id}"), "GET /a/{}/b/{}");
    }
}
