//! Compares two descriptions, and what the generator emits from them.

use intercom_gen::diff::diff;
use intercom_gen::diff::report::Report;
use intercom_gen::import::prose_edits;
use intercom_gen::manifest::{Changes, compare};

use super::description::Description;
use super::workspace::Workspace;

/// Compares two descriptions.
pub(crate) fn between(workspace: &Workspace, old: &Description, new: &Description) -> Report {
    let name = |one: &Description, other: &Description| {
        let same = one.version == other.version;
        if same {
            one.named.clone()
        } else {
            one.version.clone()
        }
    };
    let doc_only_edits = match (&old.upstream, &new.upstream) {
        (Some(old), Some(new)) => prose_edits(old, new),
        _ => 0,
    };
    Report {
        old: name(old, new),
        new: name(new, old),
        diff: diff(&old.contract, &new.contract),
        rust: rust(workspace, old, new).map_err(|error| format!("{error:#}")),
        doc_only_edits,
    }
}

fn rust(workspace: &Workspace, old: &Description, new: &Description) -> anyhow::Result<Changes> {
    let api = |description: &Description| -> anyhow::Result<String> {
        Ok(description.generate(workspace)?.manifest)
    };
    Ok(compare(&api(old)?, &api(new)?))
}
