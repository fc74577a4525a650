//! `cargo xtask codegen`: what lies in `openapi/` becomes the generated sources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use intercom_gen::Generated;
use similar::TextDiff;

use crate::support::api_crate::{MANIFEST, crate_version};
use crate::support::description::Description;
use crate::support::generation::generate_version;
use crate::support::output::say;
use crate::support::workspace::Workspace;

/// Generate the client crate from openapi/
#[derive(clap::Args, Debug, Default)]
pub(crate) struct Args {
    /// Write nothing; print what would change and fail if anything would
    #[arg(long)]
    check: bool,
    /// The version to generate, or a contract or an upstream file of one [default: the version that
    /// intercom-api/Cargo.toml names]
    #[arg(long, value_name = "VERSION|FILE|URL", requires = "out")]
    api_version: Option<String>,
    /// Write the sources into this folder instead of the crate
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Fail where an operation cannot be generated as described, instead of omitting it or
    /// returning any JSON
    #[arg(long)]
    strict: bool,
}

/// The folder of generated sources.
const SOURCES: &str = "intercom-api/src/generated";
/// The corrected description, for the simulated workspace.
const DESCRIPTION: &str = "tests/simulator/src/generated/description.json";
/// The contracts of other versions, for the simulated workspace, and where they come from.
const CONTRACTS: [(&str, &str); 1] = [(
    "tests/simulator/src/generated/2.15.json",
    "openapi/2.15.json",
)];
/// The dispatch table of the conformance tool.
const DISPATCH: &str = "tests/conformance/src/dispatch/generated.rs";
/// The examples of operations, which a test runs.
const EXAMPLES: &str = "tests/suite/tests/operation_examples/generated.rs";
/// The manifest of the generated API.
const API: &str = "intercom-api/api.txt";

/// Runs the command; writes nothing unless everything is right.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let version = crate_version(workspace)?;
    let generated = match &args.api_version {
        // Another version than the crate's has corrections that are stale, or none of its own.
        Some(other) => Description::open(workspace, other)?.generate(workspace)?,
        None => generate_version(workspace, &version)?,
    };
    report(&generated);
    if args.strict {
        demand_all(&generated)?;
    }
    // The crate must not offer a list that ends after its first page because of a missing decision.
    if (args.strict || args.out.is_none()) && !generated.unpaged.is_empty() {
        let count = generated.unpaged.len();
        bail!("the paging of {count} operations is undecided");
    }
    if let Some(folder) = &args.out {
        return write_elsewhere(folder, &generated);
    }
    let files = files(workspace, &generated)?;
    let left_over = left_over(workspace, &files)?;
    if args.check {
        return check(workspace, &files, &left_over);
    }
    let stale: Vec<_> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .filter(|(name, text)| !matches!(workspace.read(name), Ok(Some(old)) if old == *text))
        .collect();
    workspace.write(&stale)?;
    workspace.remove(left_over.iter().map(String::as_str))?;
    say!(
        "Intercom API {version}: {} operations, {} types in {} files ({} written, {} removed)",
        generated.api.operations().count(),
        generated.api.definitions.len(),
        generated.files.len(),
        stale.len(),
        left_over.len(),
    );
    Ok(())
}

/// Demands that every operation is generated as it is described.
pub(crate) fn demand_all(generated: &Generated) -> anyhow::Result<()> {
    let count = generated.refused.len() + generated.undeclared().count();
    if count > 0 {
        bail!("{count} operations cannot be generated as described");
    }
    Ok(())
}

/// Prints what is generated in part or not at all.
pub(crate) fn report(generated: &Generated) {
    for refusal in &generated.refused {
        eprintln!("left out: {refusal}");
    }
    for untold in &generated.unpaged {
        eprintln!("not paged: {untold}");
    }
    for operation in generated.undeclared() {
        eprintln!("returns any JSON: {operation}: declares no success");
    }
}

/// Everything that is generated in this repository, by its name from the root.
fn files(workspace: &Workspace, generated: &Generated) -> anyhow::Result<BTreeMap<String, String>> {
    let mut files: BTreeMap<_, _> = generated
        .files
        .iter()
        .map(|file| (format!("{SOURCES}/{}", file.path), file.text.clone()))
        .collect();
    files.insert(API.to_owned(), generated.manifest.clone());
    files.insert(DESCRIPTION.to_owned(), generated.description.clone());
    files.insert(DISPATCH.to_owned(), generated.dispatch.text.clone());
    files.insert(EXAMPLES.to_owned(), generated.examples.text.clone());
    for (name, contract) in CONTRACTS {
        let text = workspace.read(contract)?.unwrap_or_default();
        let contract: serde_json::Value =
            serde_json::from_str(&text).with_context(|| format!("cannot read {contract}"))?;
        files.insert(name.to_owned(), format!("{contract}\n"));
    }
    let package = workspace.read(MANIFEST)?.unwrap_or_default();
    let resources = generated.api.resources.iter();
    let features = features(resources.map(|resource| resource.name.as_str()));
    files.insert(MANIFEST.to_owned(), with_features(&package, &features)?);
    Ok(files)
}

const BEGIN: &str = "# One feature for each resource, written by `cargo xtask codegen`.\n";
const END: &str = "# End of what `cargo xtask codegen` writes.\n";

/// The features of the resources: additive, all of them on by default.
fn features<'a>(resources: impl Iterator<Item = &'a str> + Clone) -> String {
    let mut text = String::from("resources = [\n");
    text.extend(resources.clone().map(|name| format!("    {name:?},\n")));
    text.push_str("]\n");
    text.extend(resources.map(|name| format!("{name} = []\n")));
    text
}

fn with_features(manifest: &str, features: &str) -> anyhow::Result<String> {
    let parts = manifest
        .split_once(BEGIN)
        .and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let Some((before, after)) = parts else {
        bail!("{MANIFEST} does not have the two comments around the features");
    };
    Ok(format!("{before}{BEGIN}{features}{END}{after}"))
}

/// Files in the folder of generated sources that nothing generates any more.
fn left_over(
    workspace: &Workspace,
    files: &BTreeMap<String, String>,
) -> anyhow::Result<BTreeSet<String>> {
    let mut open = vec![SOURCES.to_owned()];
    let mut found = BTreeSet::new();
    while let Some(folder) = open.pop() {
        let entries = match std::fs::read_dir(workspace.path(&folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("cannot read {folder}")),
        };
        for entry in entries {
            let entry = entry?;
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                open.push(name);
            } else if !files.contains_key(&name) {
                found.insert(name);
            }
        }
    }
    Ok(found)
}

/// Prints how the files differ from what lies on the disk, and fails if they do.
fn check(
    workspace: &Workspace,
    files: &BTreeMap<String, String>,
    left_over: &BTreeSet<String>,
) -> anyhow::Result<()> {
    let mut stale = left_over.len();
    for (name, text) in files {
        let old = workspace.read(name)?;
        if old.as_deref() == Some(text) {
            continue;
        }
        stale += 1;
        let from = if old.is_some() {
            name.as_str()
        } else {
            "/dev/null"
        };
        let old = old.unwrap_or_default();
        let diff = TextDiff::from_lines(&old, text);
        let difference = diff.unified_diff().header(from, name).to_string();
        say!("{}", difference.trim_end());
    }
    for name in left_over {
        say!("left over: {name}");
    }
    if stale > 0 {
        bail!("{stale} generated files are stale, missing or left over; run `cargo xtask codegen`");
    }
    Ok(())
}

fn write_elsewhere(folder: &Path, generated: &Generated) -> anyhow::Result<()> {
    for file in &generated.files {
        let path = folder.join(&file.path);
        let written = path
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(&path, &file.text));
        written.with_context(|| format!("cannot write {}", path.display()))?;
    }
    say!("{} files in {}", generated.files.len(), folder.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_sources_are_fresh() {
        let workspace = Workspace::here();
        let args = Args {
            check: true,
            ..Args::default()
        };
        run(&workspace, &args).unwrap();
    }

    #[test]
    fn two_runs_give_the_same_bytes() {
        let workspace = Workspace::here();
        let version = crate_version(&workspace).unwrap();
        let first = generate_version(&workspace, &version).unwrap();
        let second = generate_version(&workspace, &version).unwrap();
        assert_eq!(first.files, second.files);
        assert_eq!(first.description, second.description);
    }

    #[test]
    fn features_are_written_between_their_comments() {
        let manifest = format!("[features]\n{BEGIN}old\n{END}[lints]\n");
        let text = with_features(&manifest, &features(["calls", "tags"].into_iter())).unwrap();
        let expected = "[features]\n# One feature for each resource, written by `cargo xtask codegen`.\n\
                        resources = [\n    \"calls\",\n    \"tags\",\n]\ncalls = []\ntags = []\n\
                        # End of what `cargo xtask codegen` writes.\n[lints]\n";
        assert_eq!(text, expected);
        assert!(with_features("[features]\n", "").is_err());
    }
}
