//! What a bump did, for the changelog and for reviewers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use intercom_gen::diff::report::{Report, markdown};
use intercom_gen::import::UNDECIDED;
use intercom_gen::model::{Api, Operation};
use intercom_gen::names::Names;
use intercom_gen::overlay::{Carried, Correction, State};
use intercom_gen::{Generated, Problem};

use super::changelog;
use crate::support::anomalies;
use crate::support::corrections;
use crate::support::examples::Upstream;
use crate::support::generation::NAMES;
use crate::support::workspace::Workspace;

/// How many lines of a kind the changelog shows before it refers to the comparison.
const SHOWN: usize = 12;

/// What changed for the crate.
pub(super) struct Changes<'a> {
    pub(super) comparison: &'a Report,
    pub(super) old: &'a Api,
    pub(super) new: &'a Generated,
    pub(super) carried: &'a Carried,
    pub(super) version: &'a str,
    /// What is broken in the description, and what is odd.
    pub(super) defects: &'a [Problem],
    pub(super) oddities: &'a [Problem],
}

impl Changes<'_> {
    /// The changelog with entries of what changed.
    pub(super) fn changelog(&self, text: &str) -> anyhow::Result<String> {
        let mut added: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for operation in self.new_operations() {
            let method = format!("`{}`", operation.name);
            added
                .entry(operation.resource.as_str())
                .or_default()
                .push(method);
        }
        let added: Vec<_> = added
            .into_iter()
            .map(|(resource, methods)| format!("`Client::{resource}`: {}.", methods.join(", ")))
            .collect();
        let mut changed = Vec::new();
        if self.old.version == self.version {
            changed.push(format!(
                "Follows what Intercom changed in its description of API {}.",
                self.version
            ));
        } else {
            changed.push(format!(
                "Uses Intercom API {} (before: {}); docs/diff-{}-{}.md lists the changes.",
                self.version, self.old.version, self.old.version, self.version
            ));
        }
        let mut removed = Vec::new();
        if let Ok(rust) = &self.comparison.rust {
            let lines = rust.changed.iter().map(|c| {
                format!(
                    "Breaking: `{}` is `{}` (before: `{}`).",
                    c.item, c.new, c.old
                )
            });
            changed.extend(shortened(lines.collect()));
            let lines = rust.removed.iter().filter_map(|line| line.split_once(": "));
            removed = shortened(
                lines
                    .map(|(item, _)| format!("Breaking: `{item}`."))
                    .collect(),
            );
        }
        let text = changelog::add(text, "Added", &added)?;
        let text = changelog::add(&text, "Changed", &changed)?;
        changelog::add(&text, "Removed", &removed)
    }

    /// The report: the comparison, and what may need a decision.
    pub(super) fn report(
        &self,
        workspace: &Workspace,
        upstream: Option<&str>,
    ) -> anyhow::Result<String> {
        let names = Names::parse(NAMES, &workspace.read(NAMES)?.unwrap_or_default())?;
        let mut text = markdown(self.comparison);
        self.broken(&mut text);
        self.operations(&mut text, &names);
        self.corrections(&mut text);
        let Some(upstream) = upstream else {
            _ = write!(
                text,
                "\n## Anomalies of the audit\n\nNot looked for: a contract holds no examples. \
                 `cargo xtask audit {} --from FILE` finds them in the upstream file.\n",
                self.version
            );
            return Ok(text);
        };
        let upstream = Upstream::parse(self.version, upstream, self.version)?;
        let anomalies = anomalies::find(&upstream, &self.new.description)?;
        _ = write!(
            text,
            "\n## Anomalies of the audit ({})\n\n",
            anomalies.len()
        );
        if !anomalies.is_empty() {
            text.push_str("Where upstream's examples contradict its corrected schemas.\n\n<details><summary>All of them</summary>\n\n");
            for anomaly in anomalies {
                _ = writeln!(text, "- {anomaly}");
            }
            text.push_str("\n</details>\n");
        }
        Ok(text)
    }

    fn broken(&self, text: &mut String) {
        let line = |p: &Problem| format!("`{}`: {}: {}", p.place, p.what, p.cure);
        list(
            text,
            "Broken, and mended until a person decides",
            self.defects.iter().map(line),
        );
        if !self.defects.is_empty() {
            let folder = corrections::folder(self.version);
            _ = write!(
                text,
                "\nThe corrections for this are in `{folder}/{UNDECIDED}`. To decide one, write a \
                 correction into a file of another name; the next bump leaves out what that repairs.\n"
            );
        }
        list(
            text,
            "Wrong, but without effect",
            self.oddities.iter().map(line),
        );
    }

    fn operations(&self, text: &mut String, names: &Names) {
        let new: Vec<_> = self.new_operations().collect();
        _ = write!(text, "\n## New operations ({})\n\n", new.len());
        if !new.is_empty() {
            text.push_str("| operation | method | name |\n|---|---|---|\n");
        }
        for operation in new {
            let Operation {
                method,
                path,
                resource,
                name,
                ..
            } = operation;
            let by = if names.has(&format!("{method} {path}")) {
                "from names.toml"
            } else {
                "by rule"
            };
            _ = writeln!(
                text,
                "| `{method} {path}` | `{resource}().{name}()` | {by} |"
            );
        }
        let refused = self.new.refused.iter();
        let refused = refused.map(|p| format!("`{}`: {}; {}", p.place, p.what, p.cure));
        list(text, "Left out", refused);
        let undeclared = self.new.undeclared();
        list(
            text,
            "Returns any JSON, because no success is declared",
            undeclared.map(|operation| format!("`{operation}`")),
        );
        let unpaged = self.new.unpaged.iter();
        list(
            text,
            "Offered as a single page until a person decides",
            unpaged.map(|p| format!("`{}`: {}", p.place, p.what)),
        );
    }

    fn corrections(&self, text: &mut String) {
        let carried = self.carried;
        let stale = carried.stale().count();
        let needed = carried.corrections().count() - stale;
        _ = write!(
            text,
            "\n## Corrections ({needed} still needed, {stale} dropped)\n\n"
        );
        for (file, correction) in carried.stale() {
            let file = corrections::base(file);
            let Correction {
                name,
                state,
                text: action,
            } = correction;
            let reason = state.reason().unwrap_or_default();
            _ = write!(
                text,
                "<details><summary>{}: <code>{file}</code>, {}: {}</summary>\n\n```yaml\n{action}```\n\n</details>\n",
                escaped(state.as_str()),
                escaped(name),
                escaped(reason),
            );
        }
        if stale > 0 {
            let folder = corrections::folder(self.version);
            _ = write!(
                text,
                "\nThe dropped ones are not in `{folder}` any more. Where one is still right, adapt it there.\n"
            );
        }
        if carried.recounted().next().is_some() {
            text.push_str(
                "\nThese apply to another number of places, and all of the places are as expected:\n\n\
                 | file | correction | places |\n|---|---|---|\n",
            );
        }
        for (file, correction) in carried.recounted() {
            let State::Recounted(count) = correction.state else {
                continue;
            };
            let file = corrections::base(file);
            let name = correction.name.replace('|', "\\|");
            _ = writeln!(text, "| `{file}` | {name} | {count} |");
        }
    }

    fn new_operations(&self) -> impl Iterator<Item = &Operation> {
        let key = |operation: &Operation| (operation.resource.clone(), operation.name.clone());
        let old: BTreeSet<_> = self.old.operations().map(key).collect();
        self.new
            .api
            .operations()
            .filter(move |operation| !old.contains(&key(operation)))
    }
}

fn shortened(mut lines: Vec<String>) -> Vec<String> {
    if lines.len() > SHOWN + 1 {
        let more = lines.len() - SHOWN;
        lines.truncate(SHOWN);
        lines.push(format!("Breaking: {more} more of the kind."));
    }
    lines
}

/// A text inside HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A list under a title, if there is anything in it.
fn list(text: &mut String, title: &str, items: impl Iterator<Item = String>) {
    let items: Vec<_> = items.map(|item| format!("- {item}\n")).collect();
    if !items.is_empty() {
        _ = write!(text, "\n## {title} ({})\n\n{}", items.len(), items.concat());
    }
}
