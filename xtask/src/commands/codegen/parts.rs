//! The features of a crate: its resources, and the hand-written parts that fit its version of the API.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use intercom_gen::Generated;
use serde::Deserialize;

use crate::support::workspace::Workspace;

/// The hand-written parts, and what they need.
const PARTS: &str = "openapi/parts.toml";

/// A hand-written part of the client that builds on generated items.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    resource: String,
    needs: Vec<String>,
}

/// The features of a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Features {
    /// Each resource, with the features that it switches on.
    resources: Vec<(String, Vec<String>)>,
    /// The parts that fit.
    parts: Vec<String>,
    /// Each part that is left out, with the first item that is missing.
    pub(super) left_out: Vec<(String, String)>,
}

impl Features {
    /// The features of what was generated.
    pub(super) fn of(workspace: &Workspace, generated: &Generated) -> anyhow::Result<Self> {
        let text = workspace.read(PARTS)?.unwrap_or_default();
        let resources = generated.api.resources.iter();
        let resources: Vec<(&str, Vec<&str>)> = resources
            .map(|resource| (resource.name.as_str(), resource.features()))
            .collect();
        Self::read(&text, &resources, &generated.manifest)
    }

    fn read(parts: &str, resources: &[(&str, Vec<&str>)], manifest: &str) -> anyhow::Result<Self> {
        let parts: BTreeMap<String, Part> =
            toml::from_str(parts).with_context(|| format!("cannot read {PARTS}"))?;
        let items: BTreeSet<&str> = manifest.lines().collect();
        let mut features = Self::default();
        for (resource, needs) in resources {
            let mut switched: Vec<String> = needs.iter().map(|need| (*need).to_owned()).collect();
            for (name, part) in parts.iter().filter(|(_, part)| part.resource == *resource) {
                let is_missing = |item: &&String| !items.contains(item.as_str());
                if let Some(item) = part.needs.iter().find(is_missing) {
                    features.left_out.push((name.clone(), item.clone()));
                } else {
                    features.parts.push(name.clone());
                    switched.push(name.clone());
                }
            }
            features.resources.push(((*resource).to_owned(), switched));
        }
        Ok(features)
    }

    /// Each feature with those that it switches on, in the order of a manifest.
    pub(super) fn entries(&self) -> Vec<(&str, Vec<&str>)> {
        let all = self.resources.iter().map(|(name, _)| name.as_str());
        let mut entries = vec![("resources", all.collect())];
        for (name, switched) in &self.resources {
            entries.push((name, switched.iter().map(String::as_str).collect()));
        }
        entries.extend(self.parts.iter().map(|part| (part.as_str(), Vec::new())));
        entries
    }

    /// The same as text.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (name, others) in self.entries() {
            if name == "resources" {
                text.push_str("resources = [\n");
                text.extend(others.iter().map(|name| format!("    {name:?},\n")));
                text.push_str("]\n");
            } else {
                text.extend([name, " = ", &format!("{others:?}"), "\n"]);
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAGS: &str = "[tag_verbs]\nresource = \"tags\"\nneeds = [\"Tag: struct\"]\n";

    #[test]
    fn resource_switches_a_part_on_where_nothing_is_missing() {
        let features = Features::read(
            TAGS,
            &[("calls", vec!["sse"]), ("tags", Vec::new())],
            "Tag: struct\n",
        )
        .unwrap();
        assert_eq!(
            features.text(),
            "resources = [\n    \"calls\",\n    \"tags\",\n]\ncalls = [\"sse\"]\ntags = [\"tag_verbs\"]\n\
             tag_verbs = []\n"
        );
        assert!(features.left_out.is_empty());
    }

    #[test]
    fn part_whose_items_are_missing_is_left_out() {
        let features = Features::read(TAGS, &[("tags", Vec::new())], "Tags: struct\n").unwrap();
        assert_eq!(
            features.text(),
            "resources = [\n    \"tags\",\n]\ntags = []\n"
        );
        assert_eq!(
            features.left_out,
            [("tag_verbs".to_owned(), "Tag: struct".to_owned())]
        );
    }

    #[test]
    fn version_of_this_crate_has_all_parts() {
        let workspace = Workspace::here();
        let manifest = workspace.read("intercom-api/api.txt").unwrap().unwrap();
        let parts = workspace.read(PARTS).unwrap().unwrap();
        let names: toml::Table = parts.parse().unwrap();
        let resources: Vec<_> = names
            .values()
            .map(|part| (part["resource"].as_str().unwrap(), Vec::new()))
            .collect();
        let features = Features::read(&parts, &resources, &manifest).unwrap();
        assert_eq!(features.left_out, []);
        assert!(names.len() >= 3);
    }
}
