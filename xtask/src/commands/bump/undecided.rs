//! Paging that a description leaves undecided.
//!
//! The generator does not guess it, because a list that ends after its first page is worse than none.
//! A bump offers such an operation as a single page, by a correction that states so, and reports it.

use intercom_gen::overlay::with_actions;
use intercom_gen::{Problem, Problems};
use serde_json::{Value, json};

/// The name of the file, in the folder of corrections.
pub(super) const FILE: &str = "undecided-paging.yaml";

/// Returns the file with one more correction for each operation whose paging is undecided.
pub(super) fn decide(text: Option<&str>, unpaged: &[Problem]) -> Result<Option<String>, Problems> {
    if unpaged.is_empty() {
        return Ok(text.map(Into::into));
    }
    let actions = unpaged.iter().filter_map(action).collect();
    with_actions(FILE, text, "Undecided paging", actions).map(Some)
}

fn action(problem: &Problem) -> Option<Value> {
    let (method, path) = problem.place.split_once(' ')?;
    let path = path.replace('\\', "\\\\").replace('\'', "\\'");
    let method = method.to_lowercase();
    Some(json!({
        "target": format!("$.paths['{path}'].{method}"),
        "description": "Undecided since a bump. The description does not show how to request the \
            next page. The operation returns a single page until somebody finds out.",
        "x-expect": {"absent": ["x-paging"]},
        "update": {"x-paging": "none"},
    }))
}

#[cfg(test)]
mod tests {
    use intercom_gen::Input;
    use intercom_gen::overlay::apply;

    use super::*;

    fn unpaged(place: &str) -> [Problem; 1] {
        [Problem {
            file: "f".to_owned(),
            place: place.to_owned(),
            what: String::new(),
            cure: String::new(),
        }]
    }

    #[test]
    fn what_is_undecided_becomes_a_correction() {
        let contract = json!({"paths": {"/a's/{id}": {"get": {}}, "/b": {"get": {}}}});
        let first = decide(None, &unpaged("GET /a's/{id}")).unwrap().unwrap();
        let both = decide(Some(&first), &unpaged("GET /b")).unwrap().unwrap();
        let input = Input {
            file: FILE,
            text: &both,
        };
        let corrected = apply("c", contract, &[input]).unwrap();
        assert_eq!(corrected["paths"]["/a's/{id}"]["get"]["x-paging"], "none");
        assert_eq!(corrected["paths"]["/b"]["get"]["x-paging"], "none");
        assert_eq!(decide(Some(&both), &[]), Ok(Some(both)));
        assert_eq!(decide(None, &[]), Ok(None));
    }
}
