//! Manifests: what their entries mean outside of this workspace.

use anyhow::Context as _;
use toml::{Table, Value};

use super::workspace::Workspace;

/// Reads a manifest.
pub(crate) fn read(workspace: &Workspace, name: &str) -> anyhow::Result<Table> {
    let text = workspace.read(name)?;
    let text = text.with_context(|| format!("there is no {name}"))?;
    text.parse().with_context(|| format!("cannot read {name}"))
}

/// Returns a table within tables.
pub(crate) fn table<'a>(root: &'a Table, keys: &[&str]) -> anyhow::Result<&'a Table> {
    let mut table = root;
    for key in keys {
        table = table
            .get(*key)
            .and_then(Value::as_table)
            .with_context(|| format!("there is no table [{}]", keys.join(".")))?;
    }
    Ok(table)
}

/// Returns the entry of a dependency with what it inherits from the manifest of the workspace. A path
/// is absolute.
pub(crate) fn dependency(
    workspace: &Workspace,
    root: &Table,
    name: &str,
    entry: &Value,
) -> anyhow::Result<Table> {
    let mut dependency = entry.as_table().cloned().unwrap_or_default();
    if dependency.remove("workspace").is_none() {
        return Ok(dependency);
    }
    let shared = table(root, &["workspace", "dependencies"])?.get(name);
    let shared = shared.with_context(|| format!("the workspace has no dependency {name}"))?;
    let shared = match shared {
        Value::Table(shared) => shared.clone(),
        version => Table::from_iter([("version".to_owned(), version.clone())]),
    };
    for (key, value) in shared {
        match (key.as_str(), value) {
            ("path", Value::String(path)) => {
                let path = workspace.path(&path);
                let path = path.canonicalize().unwrap_or(path);
                let path = Value::String(path.to_string_lossy().into_owned());
                dependency.insert(key, path);
            }
            ("features", Value::Array(shared)) => {
                let own = dependency.get("features").and_then(Value::as_array);
                let own = own.cloned().unwrap_or_default();
                let all = shared.into_iter().chain(own).collect();
                dependency.insert(key, Value::Array(all));
            }
            (_, value) => {
                dependency.entry(key).or_insert(value);
            }
        }
    }
    Ok(dependency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependency_has_version_and_features_of_both_manifests() {
        let root: Table = "[workspace.dependencies]\n\
                           tokio = { version = \"1\", default-features = false, features = [\"rt\"] }\n"
            .parse()
            .unwrap();
        let entry: Table = "workspace = true\nfeatures = [\"net\"]\n".parse().unwrap();
        let found = dependency(&Workspace::here(), &root, "tokio", &entry.into()).unwrap();
        let expected: Table =
            "version = \"1\"\ndefault-features = false\nfeatures = [\"rt\", \"net\"]\n"
                .parse()
                .unwrap();
        assert_eq!(found, expected);
    }

    #[test]
    fn dependency_that_the_workspace_lacks_is_an_error() {
        let root: Table = "[workspace.dependencies]\n".parse().unwrap();
        let entry: Table = "workspace = true\n".parse().unwrap();
        let error = dependency(&Workspace::here(), &root, "tokio", &entry.into()).unwrap_err();
        assert_eq!(error.to_string(), "the workspace has no dependency tokio");
    }
}
