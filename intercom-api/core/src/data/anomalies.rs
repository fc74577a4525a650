//! The places where a response differs from the description.

use crate::data::record::Record;

/// The most places that an object reports: a recursive type has infinitely many.
const MOST: usize = 100;

/// A place where a value did not fit the field that it was sent for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Anomaly {
    /// Path of the value: `data[].avatar`. The index of a list element does not matter, and `*`
    /// replaces a key that is data.
    pub path: String,
    /// What the field takes: `Avatar`, `an integer`.
    pub expected: &'static str,
    /// The kind of value that was received: `a string`. Never the value itself.
    pub found: &'static str,
}

/// Reports where a response differs from the description.
///
/// Such a value is not an error: it is in `extra` of the object that holds it, under its key.
///
#[doc = example!()]
/// use intercom_api::Anomalies;
/// use intercom_api::types::Contact;
///
/// let contact: Contact = serde_json::from_str(r#"{"id": "1", "owner_id": {"id": 7}}"#)?;
/// assert_eq!(contact.owner_id, None);
/// assert_eq!(contact.anomalies()[0].path, "owner_id");
/// assert_eq!(contact.extra.get("owner_id"), Some(&serde_json::json!({"id": 7})));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait Anomalies {
    /// The places with a value that did not fit, each once, at most 100.
    fn anomalies(&self) -> &[Anomaly];
}

impl<R: Record> Anomalies for R {
    fn anomalies(&self) -> &[Anomaly] {
        self.extra().anomalies()
    }
}

/// Adds what was found in a value to what is known of the one around it, from where the value is
/// found at `step`.
#[cold]
pub(crate) fn gather(known: &mut Vec<Anomaly>, step: &str, found: Vec<Anomaly>) {
    for mut anomaly in found {
        if known.len() >= MOST {
            return;
        }
        let separator = match anomaly.path.as_bytes().first() {
            None | Some(b'[') => "",
            Some(_) => ".",
        };
        anomaly.path = [step, separator, &anomaly.path].concat();
        if !known.contains(&anomaly) {
            known.push(anomaly);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_an_end_to_them() {
        let mut known = Vec::new();
        for number in 0..1000 {
            let anomaly = Anomaly {
                path: format!("field_{number}"),
                expected: "a string",
                found: "a list",
            };
            gather(&mut known, "step", vec![anomaly]);
        }
        assert_eq!(known.len(), MOST);
        assert_eq!(known[0].path, "step.field_0");
    }
}
