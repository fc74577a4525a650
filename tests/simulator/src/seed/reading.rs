//! Seeds from JSON.

use serde_json::Value;

use super::{Part, Seed, SeedError};
use crate::contract::object;
use crate::store::Collection;

impl Seed {
    /// Reads a seed from JSON: an object whose keys are collections and whose values are lists of
    /// objects, or numbers of them.
    ///
    /// ```
    /// use intercom_simulator::Seed;
    ///
    /// # fn run() -> Result<(), intercom_simulator::SeedError> {
    /// let seed = Seed::from_json(r#"{"contacts": 500, "tags": [{"name": "VIP"}]}"#)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The text is not a JSON object, or has something that cannot be stored.
    pub fn from_json(text: &str) -> Result<Self, SeedError> {
        let seed: Value =
            serde_json::from_str(text).map_err(|error| SeedError(format!("not JSON: {error}")))?;
        if !seed.is_object() {
            return Err(SeedError("must be a JSON object of collections".to_owned()));
        }
        let mut result = Self::empty();
        // Contacts come first: what belongs to contacts refers to them.
        let is_first = |name: &str| name == Collection::Contacts.layout().name;
        let (first, others): (Vec<_>, Vec<_>) = object(&seed).partition(|(name, _)| is_first(name));
        for (name, objects) in first.into_iter().chain(others) {
            let count = objects
                .as_u64()
                .and_then(|count| usize::try_from(count).ok());
            let part = match (objects, count) {
                (_, Some(count)) => Self::many(name, count),
                (Value::Array(_), _) => Self::value(name, objects.clone()),
                _ => {
                    Collection::find(name).map_err(SeedError)?;
                    let problem = format!("{name}: must be a list of objects, or a number of them");
                    return Err(SeedError(problem));
                }
            };
            // An empty list has no object whose collection would be checked.
            Collection::find(name).map_err(SeedError)?;
            result = result.and(part);
        }
        result.checked()
    }

    /// Returns the seed itself, or its first mistake.
    pub(super) fn checked(self) -> Result<Self, SeedError> {
        let mistake = self.0.iter().find_map(|part| match part {
            Part::Mistake(mistake) => Some(mistake.clone()),
            _ => None,
        });
        mistake.map_or(Ok(self), Err)
    }
}
