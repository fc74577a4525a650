//! `cargo xtask codegen`: what lies in `openapi/` becomes the generated sources.

mod contracts;
mod package;
mod parts;

pub(crate) use self::package::default_name;

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
    /// Write a package of its own into this folder, on top of intercom-core
    #[arg(long, value_name = "DIR", conflicts_with = "check")]
    out: Option<PathBuf>,
    /// The name of that package [default: intercom-api-VERSION]
    #[arg(long, requires = "out")]
    name: Option<String>,
    /// Fail where an operation cannot be generated as described, instead of omitting it or
    /// returning any JSON
    #[arg(long)]
    strict: bool,
}

impl Args {
    /// The arguments for a package of another version.
    pub(crate) fn package(version: &str, name: Option<&str>, folder: &Path) -> Self {
        Self {
            api_version: Some(version.to_owned()),
            out: Some(folder.to_owned()),
            name: name.map(str::to_owned),
            ..Self::default()
        }
    }
}

/// The folder of generated sources.
const SOURCES: &str = "intercom-api/src/generated";
/// The dispatch table of the conformance tool.
const DISPATCH: &str = "tests/conformance/src/dispatch/generated.rs";
/// The examples of operations, which a test runs.
const EXAMPLES: &str = "tests/suite/tests/operation_examples/generated.rs";
/// The manifest of the generated API.
const API: &str = "intercom-api/api.txt";

/// Runs the command; writes nothing unless everything is right.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let version = crate_version(workspace)?;
    let (generated, other) = match &args.api_version {
        // Another version than the crate's has corrections that are stale, or none of its own.
        Some(other) => {
            let description = Description::open(workspace, other)?;
            description.report_defects();
            if args.strict && !description.defects.is_empty() {
                bail!("{other} has {} defects", description.defects.len());
            }
            (description.generate(workspace)?, Some(description))
        }
        None => (generate_version(workspace, &version)?, None),
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
        let version = other.map_or(version, |description| description.version);
        let name = args.name.clone();
        let package = package::Package {
            name: &name.unwrap_or_else(|| package::default_name(&version)),
            argument: args.api_version.as_deref().unwrap_or(&version),
            version: &version,
            generated: &generated,
        };
        return package.write(workspace, folder);
    }
    let files = files(workspace, &generated, &version)?;
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

/// Prints which hand-written parts do not fit the version.
fn report_parts(features: &parts::Features) {
    for (part, item) in &features.left_out {
        eprintln!("left out: {part}: there is no `{item}`");
    }
}

/// Everything that is generated in this repository, by its name from the root.
fn files(
    workspace: &Workspace,
    generated: &Generated,
    version: &str,
) -> anyhow::Result<BTreeMap<String, String>> {
    let mut files: BTreeMap<_, _> = generated
        .files
        .iter()
        .map(|file| (format!("{SOURCES}/{}", file.path), file.text.clone()))
        .collect();
    files.insert(API.to_owned(), generated.manifest.clone());
    files.insert(DISPATCH.to_owned(), generated.dispatch.text.clone());
    files.insert(EXAMPLES.to_owned(), generated.examples.text.clone());
    files.extend(contracts::files(workspace, generated, version)?);
    let package = workspace.read(MANIFEST)?.unwrap_or_default();
    let features = parts::Features::of(workspace, generated)?;
    report_parts(&features);
    let package = with_features(&package, &features.text())?;
    files.insert(MANIFEST.to_owned(), package);
    Ok(files)
}

const BEGIN: &str = "# One feature for each resource, written by `cargo xtask codegen`.\n";
const END: &str = "# End of what `cargo xtask codegen` writes.\n";

fn with_features(manifest: &str, features: &str) -> anyhow::Result<String> {
    let parts = manifest
        .split_once(BEGIN)
        .and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let Some((before, after)) = parts else {
        bail!("{MANIFEST} does not have the two comments around the features");
    };
    Ok(format!("{before}{BEGIN}{features}{END}{after}"))
}

/// Files in the folders of generated sources that nothing generates any more.
fn left_over(
    workspace: &Workspace,
    files: &BTreeMap<String, String>,
) -> anyhow::Result<BTreeSet<String>> {
    let mut open = [SOURCES, contracts::FOLDER].map(str::to_owned).to_vec();
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
        let text = with_features(&manifest, "calls = []\n").unwrap();
        let expected = "[features]\n# One feature for each resource, written by `cargo xtask codegen`.\n\
                        calls = []\n# End of what `cargo xtask codegen` writes.\n[lints]\n";
        assert_eq!(text, expected);
        assert!(with_features("[features]\n", "").is_err());
    }
}
