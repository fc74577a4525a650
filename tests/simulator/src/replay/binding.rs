//! Which value of the program a stand-in has the place of.

use std::collections::HashMap;

/// Pairs of a stand-in and the value that a program sent for it. Each side has one partner for the
/// whole replay.
#[derive(Debug, Default)]
pub(super) struct Bindings {
    values: HashMap<String, String>,
    stand_ins: HashMap<String, String>,
}

/// Pairs that hold if a recording is chosen.
#[derive(Debug, Default)]
pub(super) struct Tentative(Vec<(String, String)>);

impl Bindings {
    /// Returns the value that a stand-in has the place of.
    pub(super) fn value(&self, stand_in: &str) -> Option<&str> {
        self.values.get(stand_in).map(String::as_str)
    }

    pub(super) fn extend(&mut self, pairs: Tentative) {
        for (stand_in, value) in pairs.0 {
            self.stand_ins.insert(value.clone(), stand_in.clone());
            self.values.insert(stand_in, value);
        }
    }

    /// Pairs a stand-in with a value. Returns `false` if one of them has another partner.
    pub(super) fn pair(&self, pairs: &mut Tentative, stand_in: &str, value: &str) -> bool {
        let mut new = pairs.0.iter();
        let partner = new.find(|(own, other)| own == stand_in || other == value);
        if let Some((own, other)) = partner {
            return own == stand_in && other == value;
        }
        match (self.values.get(stand_in), self.stand_ins.get(value)) {
            (None, None) => {
                pairs.0.push((stand_in.to_owned(), value.to_owned()));
                true
            }
            (Some(known), Some(own)) => known == value && own == stand_in,
            _ => false,
        }
    }
}

/// Returns whether a value can have a stand-in of this kind.
pub(super) fn fits(kind: &str, value: &str) -> bool {
    match kind {
        "email" => value.contains('@'),
        "url" => value.contains("://"),
        "ip" => value.parse::<std::net::IpAddr>().is_ok(),
        "digits" => value.bytes().all(|byte| byte.is_ascii_digit()),
        "phone" => value.bytes().any(|byte| byte.is_ascii_digit()),
        _ => !value.is_empty(),
    }
}

/// Returns whether stand-ins of this kind are unique. Of short numbers, several values can have the
/// same one.
pub(super) fn is_unique(kind: &str, stand_in: &str) -> bool {
    kind != "digits" || stand_in.len() > 8
}

#[cfg(test)]
mod tests {
    use super::{Bindings, Tentative};

    #[test]
    fn each_side_has_one_partner() {
        let mut bindings = Bindings::default();
        let mut pairs = Tentative::default();
        assert!(bindings.pair(&mut pairs, "text-1", "Jane"));
        assert!(bindings.pair(&mut pairs, "text-1", "Jane"));
        assert!(!bindings.pair(&mut pairs, "text-1", "Joe"));
        assert!(!bindings.pair(&mut pairs, "text-2", "Jane"));
        bindings.extend(pairs);
        assert_eq!(bindings.value("text-1"), Some("Jane"));
        let mut pairs = Tentative::default();
        assert!(bindings.pair(&mut pairs, "text-1", "Jane"));
        assert!(!bindings.pair(&mut pairs, "text-2", "Jane"));
        assert!(bindings.pair(&mut pairs, "text-2", "Joe"));
    }
}
