//! A package for any version of the API: the generated sources within the hand-written ones of
//! `intercom-api`, with a manifest and a README of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use intercom_gen::Generated;
use toml::{Table, Value};

use super::parts::Features;
use crate::support::api_crate::MANIFEST;
use crate::support::manifest::{self, table};
use crate::support::output::say;
use crate::support::workspace::Workspace;

/// The folder of the hand-written sources.
const SOURCES: &str = "intercom-api/src";
/// The line of `lib.rs` from which on everything documents the version of `intercom-api`.
const ONE_VERSION: &str =
    "// What follows documents one version of the API. Packages for other versions end here.";
/// What declares the unit tests of a module, which need other packages of this repository.
const TESTS: &str = "#[cfg(test)]\nmod tests;\n";
/// What the `README.md` is made of.
const README: &str = include_str!("README.template.md");
/// The licenses.
const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// What to write.
pub(super) struct Package<'a> {
    /// The name of the package.
    pub(super) name: &'a str,
    /// The version as it was requested: the name of one, a file or a URL.
    pub(super) argument: &'a str,
    /// The version of the API.
    pub(super) version: &'a str,
    /// The sources.
    pub(super) generated: &'a Generated,
}

/// Returns the name of a package for a version of the API.
pub(crate) fn default_name(version: &str) -> String {
    let is_kept = |character: char| character.is_ascii_alphanumeric();
    let words = version.split(|character| !is_kept(character));
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    format!("intercom-api-{}", words.join("-"))
}

/// Returns why a name cannot be that of a package, if it cannot.
pub(super) fn check_name(name: &str) -> anyhow::Result<()> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !name.bytes().all(is_plain) || !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        bail!("`{name}` cannot be the name of a package: use letters, digits, `-` and `_`");
    }
    if name == "intercom-api" || name == "intercom-core" {
        bail!("`{name}` is the name of a package of this repository; choose another with `--name`");
    }
    Ok(())
}

impl Package<'_> {
    /// Writes all files of the package, and removes those of an earlier one from the folder.
    pub(super) fn write(&self, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
        check_name(self.name)?;
        check_folder(folder)?;
        let files = self.files(workspace)?;
        let sources = folder.join("src");
        if sources.exists() {
            fs::remove_dir_all(&sources)
                .with_context(|| format!("cannot remove {}", sources.display()))?;
        }
        for (name, text) in &files {
            let path = folder.join(name);
            path.parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| fs::write(&path, text))
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        say!(
            "{} for Intercom API {}: {} operations, {} files in {}",
            self.name,
            self.version,
            self.generated.api.operations().count(),
            files.len(),
            folder.display()
        );
        Ok(())
    }

    /// All files by their names in the folder.
    fn files(&self, workspace: &Workspace) -> anyhow::Result<BTreeMap<String, String>> {
        let mut files = BTreeMap::new();
        for name in hand_written(workspace)? {
            let text = read(workspace, &format!("{SOURCES}/{name}"))?;
            let text = match name.as_str() {
                "lib.rs" => without_documentation(&text)?,
                _ => text.replace(TESTS, ""),
            };
            files.insert(format!("src/{name}"), self.renamed(&text));
        }
        for file in &self.generated.files {
            let path = format!("src/generated/{}", file.path);
            files.insert(path, self.renamed(&file.text));
        }
        for license in LICENSES {
            files.insert(license.to_owned(), read(workspace, license)?);
        }
        files.insert("README.md".to_owned(), self.readme());
        files.insert("Cargo.toml".to_owned(), self.manifest(workspace)?);
        Ok(files)
    }

    /// The name of the library.
    fn ident(&self) -> String {
        self.name.replace('-', "_")
    }

    /// Calls the library by its own name, in examples of the documentation.
    fn renamed(&self, text: &str) -> String {
        text.replace("intercom_api", &self.ident())
    }

    fn readme(&self) -> String {
        README
            .replace("{name}", self.name)
            .replace("{ident}", &self.ident())
            .replace("{version}", self.version)
            .replace("{argument}", self.argument)
            .replace(
                "{operations}",
                &self.generated.api.operations().count().to_string(),
            )
            .replace(
                "{resources}",
                &self.generated.api.resources.len().to_string(),
            )
    }

    fn manifest(&self, workspace: &Workspace) -> anyhow::Result<String> {
        let features = Features::of(workspace, self.generated)?;
        super::report_parts(&features);
        let manifest = Manifest {
            workspace,
            api: manifest::read(workspace, MANIFEST)?,
            root: manifest::read(workspace, "Cargo.toml")?,
        };
        manifest.of(self.name, self.version, &features)
    }
}

/// Refuses a folder whose files are not those of an earlier run.
fn check_folder(folder: &Path) -> anyhow::Result<()> {
    let context = || format!("cannot read {}", folder.display());
    let is_empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) => return Err(error).with_context(context),
    };
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    if !is_empty && !manifest.contains("[package.metadata.intercom]") {
        bail!(
            "{} is not empty, and not a package that this command wrote; choose another folder",
            folder.display()
        );
    }
    Ok(())
}

fn read(workspace: &Workspace, name: &str) -> anyhow::Result<String> {
    workspace
        .read(name)?
        .with_context(|| format!("there is no {name}"))
}

/// The hand-written sources that hold for every version, by their names in the folder.
fn hand_written(workspace: &Workspace) -> anyhow::Result<BTreeSet<String>> {
    let root = workspace.path(SOURCES);
    let mut open = vec![root.clone()];
    let mut names = BTreeSet::new();
    while let Some(folder) = open.pop() {
        let context = || format!("cannot read {}", folder.display());
        for entry in fs::read_dir(&folder).with_context(context)? {
            let path: PathBuf = entry.with_context(context)?.path();
            let name = path.strip_prefix(&root).unwrap_or(&path);
            let name = name.to_string_lossy().replace('\\', "/");
            let is_left_out = matches!(name.as_str(), "generated" | "guides" | "guides.rs")
                || name.ends_with("tests.rs");
            if is_left_out {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                names.insert(name);
            }
        }
    }
    Ok(names)
}

/// The root of the library without the documentation of one version.
fn without_documentation(root: &str) -> anyhow::Result<String> {
    let (items, _) = root
        .split_once(ONE_VERSION)
        .with_context(|| format!("{SOURCES}/lib.rs lacks the comment `{ONE_VERSION}`"))?;
    let mut text = String::from(
        "#![cfg_attr(docsrs, feature(doc_cfg))]\n#![doc = include_str!(\"../README.md\")]\n\n",
    );
    let mut is_attribute = false;
    let lines = items.lines().skip_while(|line| {
        let is_inside = is_attribute;
        is_attribute = (is_inside || line.starts_with("#![")) && !line.ends_with(']');
        is_inside || line.starts_with("#![") || line.starts_with("//!") || line.is_empty()
    });
    text.extend(lines.flat_map(|line| [line, "\n"]));
    Ok(text.trim_end().to_owned() + "\n")
}

/// The manifests that a new one is made from: those of `intercom-api` and of the workspace.
struct Manifest<'a> {
    workspace: &'a Workspace,
    api: Table,
    root: Table,
}

impl Manifest<'_> {
    fn of(&self, name: &str, version: &str, features: &Features) -> anyhow::Result<String> {
        let mut package = Table::new();
        package.insert("name".into(), name.into());
        let description = format!("A typed client for version {version} of the Intercom REST API");
        package.insert("description".into(), description.into());
        package.insert("readme".into(), "README.md".into());
        for (key, value) in table(&self.api, &["package"])? {
            if matches!(key.as_str(), "keywords" | "categories") {
                package.insert(key.clone(), value.clone());
            }
        }
        for (key, value) in table(&self.api, &["package"])? {
            if value.get("workspace").is_some() {
                let shared = table(&self.root, &["workspace", "package"])?;
                let shared = shared
                    .get(key)
                    .with_context(|| format!("no shared {key}"))?;
                package.insert(key.clone(), shared.clone());
            }
        }
        // The publisher has a repository of their own.
        package.remove("repository");
        package.remove("authors");
        let mut intercom = Table::new();
        intercom.insert("api-version".into(), version.into());
        let mut metadata = Table::new();
        metadata.insert("intercom".into(), intercom.into());
        if let Some(docs) = table(&self.api, &["package", "metadata"])?.get("docs") {
            metadata.insert("docs".into(), docs.clone());
        }
        package.insert("metadata".into(), metadata.into());
        let mut manifest = Table::new();
        manifest.insert("package".into(), package.into());
        manifest.insert("features".into(), self.features(features)?.into());
        manifest.insert("dependencies".into(), self.dependencies()?.into());
        // The runtime of the examples in the documentation.
        let development = toml::toml! {
            tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
        };
        manifest.insert("dev-dependencies".into(), development.into());
        if let Some(lint) =
            table(&self.root, &["workspace", "lints", "rust"])?.get("unexpected_cfgs")
        {
            let mut rust = Table::new();
            rust.insert("unexpected_cfgs".into(), lint.clone());
            let mut lints = Table::new();
            lints.insert("rust".into(), rust.into());
            manifest.insert("lints".into(), lints.into());
        }
        Ok(toml::to_string_pretty(&manifest)?)
    }

    /// The features of `intercom-api`, with other resources.
    fn features(&self, others: &Features) -> anyhow::Result<Table> {
        let ours = table(&self.api, &["features"])?;
        let list = |name: &str| ours.get(name).and_then(Value::as_array);
        let names = |list: Option<&Vec<Value>>| -> BTreeSet<String> {
            let names = list.into_iter().flatten().filter_map(Value::as_str);
            names.map(str::to_owned).collect()
        };
        let resources = names(list("resources"));
        let parts = resources.iter().flat_map(|resource| names(list(resource)));
        let written: BTreeSet<String> = parts.chain(resources.clone()).collect();
        let mut features = ours.clone();
        features.retain(|name, _| !written.contains(name));
        for (name, others) in others.entries() {
            features.insert(name.to_owned(), Value::from(others));
        }
        Ok(features)
    }

    /// The dependencies of `intercom-api`, with the versions of the workspace.
    fn dependencies(&self) -> anyhow::Result<Table> {
        let mut dependencies = Table::new();
        for (name, entry) in table(&self.api, &["dependencies"])? {
            let dependency = manifest::dependency(self.workspace, &self.root, name, entry)?;
            dependencies.insert(name.clone(), dependency.into());
        }
        Ok(dependencies)
    }
}
