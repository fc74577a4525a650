//! A workspace of unpacked packages, apart from the repository's.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};

use crate::support::manifest;
use crate::support::workspace::Workspace;

/// A crate as a user of the packages has it, with tests.
pub(super) const DOWNSTREAM: &str = "tests/downstream";

/// The workspace while it is put together.
pub(super) struct Scratch {
    folder: PathBuf,
    /// Unpacked packages: folder and name.
    packages: Vec<(String, String)>,
    has_downstream: bool,
}

impl Scratch {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            packages: Vec::new(),
            has_downstream: false,
        }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Unpacks a package, and returns its files by their names in it.
    pub(super) fn unpack(&mut self, archive: &Path) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
        let context = || format!("cannot read {}", archive.display());
        let file = fs::File::open(archive).with_context(context)?;
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(file));
        let mut files = BTreeMap::new();
        let mut root = String::new();
        for entry in archive.entries().with_context(context)? {
            let mut entry = entry.with_context(context)?;
            let path = entry.path().with_context(context)?;
            let path = path.to_string_lossy().replace('\\', "/");
            let (folder, name) = path.split_once('/').with_context(context)?;
            let name = name.to_owned();
            folder.clone_into(&mut root);
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).with_context(context)?;
            files.insert(name, bytes);
        }
        let (name, _) = root.rsplit_once('-').with_context(context)?;
        self.packages.push((root.clone(), name.to_owned()));
        self.write(&root, &files)?;
        Ok(files)
    }

    /// Copies the crate of a user; `false` where there is none.
    pub(super) fn add_downstream(&mut self, workspace: &Workspace) -> anyhow::Result<bool> {
        let mut files = BTreeMap::new();
        let mut folders = vec![DOWNSTREAM.to_owned()];
        while let Some(folder) = folders.pop() {
            for name in workspace.list(&folder)? {
                let inner = name.trim_start_matches(DOWNSTREAM).trim_start_matches('/');
                if workspace.path(&name).is_dir() {
                    if inner != "target" {
                        folders.push(name);
                    }
                } else if inner != "Cargo.lock" {
                    files.insert(inner.to_owned(), fs::read(workspace.path(&name))?);
                }
            }
        }
        let Some(manifest) = files.get_mut("Cargo.toml") else {
            return Ok(false);
        };
        let text = String::from_utf8_lossy(manifest);
        *manifest = downstream_manifest(&text)?.into_bytes();
        self.write("downstream", &files)?;
        self.has_downstream = true;
        Ok(true)
    }

    /// Writes the manifest of the workspace, and the versions to start with.
    pub(super) fn write_workspace(
        &self,
        workspace: &Workspace,
        lock: Option<&str>,
    ) -> anyhow::Result<()> {
        let root = manifest::read(workspace, "Cargo.toml")?;
        let mut members: Vec<&str> = self
            .packages
            .iter()
            .map(|(folder, _)| folder.as_str())
            .collect();
        if self.has_downstream {
            members.push("downstream");
        }
        let mut patches = toml::Table::new();
        for (folder, name) in &self.packages {
            let source = toml::Table::from_iter([("path".to_owned(), folder.as_str().into())]);
            patches.insert(name.clone(), source.into());
        }
        let mut manifest = toml::toml! {
            [workspace]
            resolver = "3"
        };
        if let Some(table) = manifest
            .get_mut("workspace")
            .and_then(toml::Value::as_table_mut)
        {
            table.insert("members".to_owned(), members.into());
        }
        let patch = toml::Table::from_iter([("crates-io".to_owned(), patches.into())]);
        manifest.insert("patch".to_owned(), patch.into());
        // The same profiles, so that dependencies need not be built again.
        if let Some(profile) = root.get("profile") {
            manifest.insert("profile".to_owned(), profile.clone());
        }
        let manifest = toml::to_string(&manifest)?;
        write_changed(&self.folder.join("Cargo.toml"), manifest.as_bytes())?;
        match lock {
            Some(lock) => write_changed(&self.folder.join("Cargo.lock"), lock.as_bytes()),
            None => Ok(()),
        }
    }

    /// Makes a folder have these files and no others. Equal files are left alone: cargo builds what has
    /// been written again.
    fn write(&self, folder: &str, files: &BTreeMap<String, Vec<u8>>) -> anyhow::Result<()> {
        let root = self.folder.join(folder);
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let path = entry?.path();
                let name = path.strip_prefix(&root).unwrap_or(&path);
                let name = name.to_string_lossy().replace('\\', "/");
                if path.is_dir() {
                    folders.push(path);
                } else if !files.contains_key(&name) {
                    fs::remove_file(path)?;
                }
            }
        }
        for (name, bytes) in files {
            ensure!(
                !name.split('/').any(|part| part == ".."),
                "{name} is outside the package"
            );
            write_changed(&root.join(name), bytes)?;
        }
        Ok(())
    }
}

fn write_changed(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// The manifest of the user's crate as a member of the workspace: with its name, and with versions in
/// place of paths into the repository.
fn downstream_manifest(text: &str) -> anyhow::Result<String> {
    let mut manifest: toml::Table = text
        .parse()
        .with_context(|| format!("cannot read {DOWNSTREAM}/Cargo.toml"))?;
    for table in ["workspace", "patch", "profile"] {
        manifest.remove(table);
    }
    if let Some(package) = manifest
        .get_mut("package")
        .and_then(toml::Value::as_table_mut)
    {
        package.insert("name".to_owned(), "downstream".into());
    }
    for table in ["dependencies", "dev-dependencies"] {
        let entries = manifest.get_mut(table).and_then(toml::Value::as_table_mut);
        for (_, entry) in entries.into_iter().flatten() {
            if let Some(entry) = entry.as_table_mut()
                && entry.remove("path").is_some()
            {
                entry.entry("version").or_insert("*".into());
            }
        }
    }
    Ok(toml::to_string(&manifest)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_a_downstream_crate_become_versions() {
        let manifest = downstream_manifest(
            "[package]\nname = \"mine\"\n[workspace]\n[dependencies]\n\
             intercom-api = { path = \"../../intercom-api\", version = \"0.1\" }\n\
             intercom-simulator = { path = \"../simulator\" }\ntokio = \"1\"\n\
             [patch.crates-io]\nintercom-api = { path = \"../../intercom-api\" }\n",
        )
        .unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        assert_eq!(
            manifest.keys().collect::<Vec<_>>(),
            ["dependencies", "package"]
        );
        assert_eq!(manifest["package"]["name"].as_str(), Some("downstream"));
        let dependencies = &manifest["dependencies"];
        assert_eq!(
            dependencies["intercom-api"]["version"].as_str(),
            Some("0.1")
        );
        assert_eq!(
            dependencies["intercom-simulator"]["version"].as_str(),
            Some("*")
        );
        assert!(dependencies["intercom-simulator"].get("path").is_none());
        assert_eq!(dependencies["tokio"].as_str(), Some("1"));
    }

    #[test]
    fn file_that_is_no_longer_in_the_package_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let scratch = Scratch::new(folder.path().to_owned());
        let file = |name: &str| (name.to_owned(), b"text".to_vec());
        scratch
            .write("a-1.0", &[file("src/a.rs"), file("src/b.rs")].into())
            .unwrap();
        let kept = folder.path().join("a-1.0/src/a.rs");
        let before = fs::metadata(&kept).unwrap().modified().unwrap();
        scratch.write("a-1.0", &[file("src/a.rs")].into()).unwrap();
        assert!(!folder.path().join("a-1.0/src/b.rs").exists());
        assert_eq!(fs::metadata(&kept).unwrap().modified().unwrap(), before);
        assert!(scratch.write("a-1.0", &[file("../b.rs")].into()).is_err());
    }
}
