//! The uses in a Rust project that a new version affects.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use intercom_gen::Generated;
use intercom_gen::diff::{Diff, Running};
use intercom_gen::names::type_name;
use intercom_gen::uses::{Affected, Behavior, Source, affected};

/// Folders without sources of the program.
const SKIPPED: [&str; 2] = ["target", "node_modules"];

/// Returns the uses in the project of a folder.
pub(super) fn uses(
    folder: &Path,
    old: &Generated,
    new: &Generated,
    diff: &Diff,
) -> anyhow::Result<Vec<Affected>> {
    let files = sources(folder)?;
    if files.is_empty() {
        bail!(
            "{} has no Rust sources; name the folder of a project, the one with its Cargo.toml",
            folder.display()
        );
    }
    let behaviors = behaviors(old, diff);
    // A package may call the client by another name.
    let mut by_name: BTreeMap<String, Vec<&(String, String, String)>> = BTreeMap::new();
    for file in &files {
        by_name.entry(file.0.clone()).or_default().push(file);
    }
    let mut found = Vec::new();
    for (name, files) in by_name {
        let sources: Vec<Source<'_>> = files
            .iter()
            .map(|(_, file, text)| Source { file, text })
            .collect();
        let uses = affected(&sources, &name, &old.manifest, &new.manifest, &behaviors);
        found.extend(uses.map_err(|problem| anyhow::anyhow!("{problem}"))?);
    }
    found.sort();
    Ok(found)
}

/// What changes for programs that run, by the method of each operation.
fn behaviors(old: &Generated, diff: &Diff) -> Vec<Behavior> {
    let mut methods = BTreeMap::new();
    for resource in &old.api.resources {
        let owner = type_name(&resource.name);
        for operation in &resource.operations {
            let place = format!("{} {}", operation.method.to_uppercase(), operation.path);
            let item = format!("{}::{owner}::{}()", resource.name, operation.name);
            methods.insert(place, item);
        }
    }
    let mut behaviors = Vec::new();
    for finding in &diff.findings {
        // Every call names the version, so that its default changes nothing.
        if finding.running == Running::Works || finding.site.ends_with(".intercom_version") {
            continue;
        }
        let own = finding.site.split(" param ").next().unwrap_or_default();
        let own = methods.get(own).map(|_| own.to_owned());
        for operation in finding.operations.iter().chain(&own) {
            if let Some(item) = methods.get(operation) {
                behaviors.push(Behavior {
                    item: item.clone(),
                    verdict: finding.running.as_str(),
                    what: format!("{}: {} {}", finding.id(), finding.place(), finding.change()),
                });
            }
        }
    }
    behaviors
}

/// The Rust files of a project: the name of the client in each, the file from the folder, and its text.
fn sources(folder: &Path) -> anyhow::Result<Vec<(String, String, String)>> {
    let mut open: Vec<(PathBuf, String)> = vec![(folder.to_owned(), "intercom_api".to_owned())];
    let mut files = Vec::new();
    while let Some((folder_of, name)) = open.pop() {
        let name = crate_name(&folder_of)?.unwrap_or(name);
        let context = || format!("cannot read {}", folder_of.display());
        for entry in fs::read_dir(&folder_of).with_context(context)? {
            let entry = entry.with_context(context)?;
            let (path, kind) = (entry.path(), entry.file_type().with_context(context)?);
            let file = entry.file_name().to_string_lossy().into_owned();
            if kind.is_dir() && !file.starts_with('.') && !SKIPPED.contains(&file.as_str()) {
                open.push((path, name.clone()));
            } else if kind.is_file() && path.extension().is_some_and(|extension| extension == "rs")
            {
                let text = fs::read_to_string(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                let shown = path.strip_prefix(folder).unwrap_or(&path);
                files.push((name.clone(), shown.display().to_string(), text));
            }
        }
    }
    Ok(files)
}

/// The name by which the package of a folder calls the client, if there is a manifest that renames it.
fn crate_name(folder: &Path) -> anyhow::Result<Option<String>> {
    let path = folder.join("Cargo.toml");
    let Ok(text) = fs::read_to_string(&path) else {
        return Ok(None);
    };
    let manifest: toml::Table = text
        .parse()
        .with_context(|| format!("cannot read {}", path.display()))?;
    let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
    let renamed = dependencies.into_iter().flatten().find(|(_, entry)| {
        entry.get("package").and_then(toml::Value::as_str) == Some("intercom-api")
    });
    Ok(renamed.map(|(name, _)| name.replace('-', "_")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_of_a_project_may_rename_the_client() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            "Cargo.toml",
            "[dependencies]\nhelp-desk = { package = \"intercom-api\", version = \"0.1\" }\n",
        );
        write("src/main.rs", "fn main() {}\n");
        write("target/debug/build/out.rs", "not a source of the program");
        write("src/notes.txt", "no Rust");
        let found = sources(folder.path()).unwrap();
        let file = Path::new("src").join("main.rs").display().to_string();
        let expected = ("help_desk".to_owned(), file, "fn main() {}\n".to_owned());
        assert_eq!(found, [expected]);
    }
}
