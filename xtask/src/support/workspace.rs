//! Where the files of this repository lie, and how they are written.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// The repository's root folder.
#[derive(Clone, Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The checkout that this command was started from.
    pub(crate) fn here() -> Self {
        // Cargo sets the variable when it runs us; the built-in value serves a bare binary.
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package.parent().map_or(package.clone(), Path::to_path_buf);
        Self { root }
    }

    /// A checkout at `root`.
    #[cfg(test)]
    pub(crate) fn at(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    /// The path of a file that is named from the root: `openapi/2.14.json`.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Where cargo puts what it builds.
    pub(crate) fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.path("target"), PathBuf::from)
    }

    /// Reads a text file; `None` when there is none.
    pub(crate) fn read(&self, name: &str) -> anyhow::Result<Option<String>> {
        match fs::read_to_string(self.path(name)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {name}")),
        }
    }

    /// Lists the files of a folder by their names from the root, sorted; none if there is no folder.
    pub(crate) fn list(&self, folder: &str) -> anyhow::Result<Vec<String>> {
        let context = || format!("cannot read {folder}");
        let entries = match fs::read_dir(self.path(folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error).with_context(context),
        };
        let mut names = Vec::new();
        for entry in entries {
            let name = entry.with_context(context)?.file_name();
            names.push(format!("{folder}/{}", name.to_string_lossy()));
        }
        names.sort();
        Ok(names)
    }

    /// Removes files.
    pub(crate) fn remove<'a>(&self, names: impl Iterator<Item = &'a str>) -> anyhow::Result<()> {
        for name in names {
            fs::remove_file(self.path(name)).with_context(|| format!("cannot remove {name}"))?;
        }
        Ok(())
    }

    /// Writes files all together: each is written aside first, so that a full disk or a missing
    /// permission leaves every one of them as it was.
    pub(crate) fn write(&self, files: &[(&str, &str)]) -> anyhow::Result<()> {
        let aside = |name: &str| self.path(&format!("{name}.new"));
        let written = files.iter().try_for_each(|(name, text)| {
            let path = aside(name);
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(path, text).with_context(|| format!("cannot write {name}"))
        });
        if written.is_err() {
            for (name, _) in files {
                // One that was never written is as good as one removed.
                let _ = fs::remove_file(aside(name));
            }
            return written;
        }
        for (name, _) in files {
            fs::rename(aside(name), self.path(name))
                .with_context(|| format!("cannot write {name}"))?;
        }
        Ok(())
    }
}
