//! Versions and dates.

use std::fmt;

use anyhow::Context as _;

/// What a release changes for programs, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    Fix,
    Feature,
    Breaking,
}

/// A version without labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number([u64; 3]);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(f, "{major}.{minor}.{patch}")
    }
}

impl Number {
    /// Reads the version in the manifest of a workspace.
    pub(super) fn of_workspace(manifest: &str) -> anyhow::Result<Self> {
        let manifest: toml::Table = manifest.parse().context("cannot read Cargo.toml")?;
        let version = manifest
            .get("workspace")
            .and_then(|table| table.get("package")?.get("version")?.as_str());
        version
            .and_then(Self::parse)
            .context("Cargo.toml has no workspace.package.version of the form 1.2.3")
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let numbers: Vec<u64> = text
            .split('.')
            .map(|part| part.parse().ok())
            .collect::<Option<_>>()?;
        numbers.try_into().ok().map(Self)
    }

    /// The version after this one. Before 1.0, the minor number takes the place of the major one.
    pub(super) fn next(self, change: Change) -> Self {
        let [major, minor, patch] = self.0;
        Self(match change {
            Change::Breaking if major > 0 => [major + 1, 0, 0],
            Change::Feature if major > 0 => [major, minor + 1, 0],
            Change::Breaking => [0, minor + 1, 0],
            Change::Feature | Change::Fix => [major, minor, patch + 1],
        })
    }

    /// The requirement that this version and all compatible later ones meet.
    pub(super) fn compatible(self) -> String {
        match self.0 {
            [0, minor, _] => format!("0.{minor}"),
            [major, ..] => major.to_string(),
        }
    }
}

/// The date that is so many days after the first of January 1970.
pub(super) fn date(mut days: u64) -> String {
    let is_leap = |year: u64| {
        (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400)
    };
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", days + 1)
}
