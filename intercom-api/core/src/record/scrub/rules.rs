//! Rules of the program for single fields.

/// What is stored of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// The value as it is, with everything in it.
    Keep,
    /// A stand-in for every string and number in the value.
    Replace,
    /// The English words of error messages and the words of the API; a stand-in for each other word.
    Words,
}

/// The end of the path of a field.
#[derive(Clone, Debug)]
pub(in crate::record) struct Pattern(Vec<String>);

impl Pattern {
    pub(in crate::record) fn parse(field: &str) -> Self {
        Self(field.split('.').map(str::to_owned).collect())
    }

    /// Returns whether a path of keys ends like this.
    pub(super) fn fits(&self, path: &[String]) -> bool {
        let Some(start) = path.len().checked_sub(self.0.len()) else {
            return false;
        };
        let pairs = self.0.iter().zip(&path[start..]);
        pairs.into_iter().all(|(own, key)| own == "*" || own == key)
    }

    /// Returns whether it names a key, so that the key itself is not secret.
    pub(super) fn names(&self, key: &str) -> bool {
        self.0.iter().any(|own| own == key)
    }
}
