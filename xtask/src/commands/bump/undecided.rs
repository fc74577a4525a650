//! What a description leaves open and a bump must not: how operations are paged.
//!
//! Generating refuses to guess it, for a list that ends after its first page is worse than none. A
//! bump offers such an operation as a single page, by a correction that says so, and reports it.

use intercom_gen::Problem;
use intercom_gen::overlay::extend;

/// Adds a correction for each operation whose paging cannot be told.
pub(super) fn decide(overlay: Option<&str>, version: &str, unpaged: &[Problem]) -> Option<String> {
    if unpaged.is_empty() {
        return overlay.map(Into::into);
    }
    let empty = || {
        format!(
            "# Corrections to the contract of Intercom {version}.\noverlay: 1.0.0\n\
             info:\n  title: Corrections to Intercom {version}\n  version: 1.0.0\nactions: []\n"
        )
    };
    let action = |problem: &Problem| {
        let (method, path) = problem.place.split_once(' ')?;
        let path = path.replace('\\', "\\\\").replace('\'', "\\'");
        let method = method.to_lowercase();
        Some(format!(
            "- target: $.paths['{path}'].{method}\n  \
               description: >-\n    \
                 Undecided since a bump: how its next page is asked for can't be told from the description.\n    \
                 Until a person finds out, it is offered as a single page.\n  \
               x-expect: {{absent: [x-paging]}}\n  \
               update: {{x-paging: none}}"
        ))
    };
    let actions: Vec<_> = unpaged.iter().filter_map(action).collect();
    let overlay = overlay.map_or_else(empty, Into::into);
    Some(extend(&overlay, actions.iter().map(String::as_str)))
}

#[cfg(test)]
mod tests {
    use intercom_gen::overlay::apply;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_undecided_becomes_a_correction() {
        let problem = Problem {
            file: "f".to_owned(),
            place: "GET /a's/{id}".to_owned(),
            what: String::new(),
            cure: String::new(),
        };
        let contract = || json!({"paths": {"/a's/{id}": {"get": {}}}});
        let empty = "overlay: 1.0.0\ninfo: {title: T, version: 1.0.0}\nactions: []\n";
        for overlay in [None, Some(empty)] {
            let text = decide(overlay, "2.15", std::slice::from_ref(&problem)).unwrap();
            let corrected = apply("c", contract(), "o.yaml", &text).unwrap();
            assert_eq!(corrected["paths"]["/a's/{id}"]["get"]["x-paging"], "none");
        }
        assert_eq!(decide(Some(empty), "2.15", &[]).as_deref(), Some(empty));
        assert_eq!(decide(None, "2.15", &[]), None);
    }
}
