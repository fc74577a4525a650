//! What must be in a package, and what must not.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::workspace::Workspace;

/// Files that every package has. The first four are the same as in the repository.
const REQUIRED: [&str; 6] = [
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "Cargo.toml",
    "src/lib.rs",
];

/// What cargo adds.
const ADDED: [&str; 4] = [
    ".cargo_vcs_info.json",
    "Cargo.lock",
    "Cargo.toml.orig",
    "Cargo.toml",
];

/// Crates that are not published, so that nothing in a package can use them.
const UNPUBLISHED: [&str; 3] = [
    "intercom_conformance",
    "intercom_layers",
    "intercom_test_server",
];

/// Returns what is wrong with the files of a package, by their names in it.
pub(super) fn faults(
    workspace: &Workspace,
    package: &str,
    folder: &str,
    files: &BTreeMap<String, Vec<u8>>,
) -> anyhow::Result<Vec<String>> {
    let mut faults = Vec::new();
    for required in REQUIRED {
        match files.get(required) {
            None => faults.push(format!("{required} is missing")),
            Some(packed) if !ADDED.contains(&required) => {
                let here = workspace.read(&format!("{folder}/{required}"))?;
                if here.is_none_or(|here| here.as_bytes() != packed) {
                    faults.push(format!("{required} is not the one of the repository"));
                }
            }
            Some(_) => {}
        }
    }
    for (name, bytes) in files {
        if !is_allowed(package, name) {
            faults.push(format!("{name} does not belong into the package"));
        }
        let text = String::from_utf8_lossy(bytes);
        if has_extension(name, "rs") {
            faults.extend(used_crates(name, &text));
        }
        if name == "README.md" {
            faults.extend(hidden_lines(&text).map(|line| {
                format!("README.md:{line} is a line for rustdoc, which a registry shows")
            }));
            faults.extend(relative_links(&text).map(|link| {
                format!("README.md has the relative link `{link}`, which a registry cannot resolve")
            }));
        }
    }
    Ok(faults)
}

/// Whether a file may be in a package.
fn is_allowed(package: &str, name: &str) -> bool {
    let is_source = name.starts_with("src/") && !name.contains("proptest-regressions");
    let of_client = name == "tests/gallery.rs"
        || (name.starts_with("examples/") && name.matches('/').count() == 1)
        || name.starts_with("tests/examples/")
        || (name.starts_with("tests/vectors/") && has_extension(name, "json"));
    REQUIRED.contains(&name)
        || ADDED.contains(&name)
        || is_source
        || (package == "intercom-api" && of_client)
        || (package == "intercom-simulator" && name == "Containerfile")
}

fn has_extension(name: &str, extension: &str) -> bool {
    let found = Path::new(name).extension();
    found.is_some_and(|found| found == extension)
}

/// The uses of crates that are not published.
fn used_crates(name: &str, text: &str) -> impl Iterator<Item = String> {
    let used = UNPUBLISHED
        .into_iter()
        .filter(|unpublished| text.contains(&format!("{unpublished}::")));
    used.map(move |unpublished| format!("{name} uses {unpublished}, which is not published"))
}

/// The numbers of lines in Rust programs that rustdoc hides.
fn hidden_lines(markdown: &str) -> impl Iterator<Item = usize> {
    let mut in_rust = false;
    let mut in_code = false;
    markdown
        .lines()
        .enumerate()
        .filter_map(move |(index, line)| {
            if let Some(language) = line.strip_prefix("```") {
                in_code = !in_code;
                in_rust = in_code && (language.is_empty() || language.starts_with("rust"));
                return None;
            }
            (in_rust && (line == "#" || line.starts_with("# "))).then_some(index + 1)
        })
}

/// The targets of links that are neither absolute nor within the page.
fn relative_links(markdown: &str) -> impl Iterator<Item = &str> {
    let inline = markdown
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let references = markdown.lines().filter_map(|line| {
        let (name, target) = line.split_once("]: ")?;
        name.starts_with('[').then_some(target)
    });
    inline
        .chain(references)
        .filter(|link| !link.contains("://") && !link.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn package_with_other_files_is_rejected() {
        for name in [
            "api.txt",
            "benches/decode.rs",
            "tests/client.rs",
            "examples/sync/src/main.rs",
        ] {
            assert!(!is_allowed("intercom-api", name), "{name}");
        }
        for name in [
            "examples/quickstart.rs",
            "tests/gallery.rs",
            "src/call/mod.rs",
        ] {
            assert!(is_allowed("intercom-api", name), "{name}");
        }
        assert!(!is_allowed("intercom-core", "examples/quickstart.rs"));
    }

    #[test]
    fn package_without_license_is_reported() {
        let files =
            BTreeMap::from([("src/lib.rs".to_owned(), b"use intercom_layers::x;".to_vec())]);
        let faults = faults(
            &Workspace::here(),
            "intercom-core",
            "intercom-api/core",
            &files,
        )
        .unwrap();
        assert!(
            faults.contains(&"LICENSE-MIT is missing".to_owned()),
            "{faults:?}"
        );
        assert!(
            faults
                .iter()
                .any(|fault| fault.contains("uses intercom_layers")),
            "{faults:?}"
        );
    }

    #[test]
    fn hidden_lines_and_relative_links_are_found_in_a_page() {
        let page = "[a](docs/a.md) [b](https://b) [c](#c)\n\n[d]: docs/d.md\n```rust,no_run\n# fn main() {}\n\
                    #[cfg(x)]\n```\n```toml\n# fine\n```\n";
        assert_eq!(hidden_lines(page).collect::<Vec<_>>(), [5]);
        assert_eq!(
            relative_links(page).collect::<Vec<_>>(),
            ["docs/a.md", "docs/d.md"]
        );
    }
}
