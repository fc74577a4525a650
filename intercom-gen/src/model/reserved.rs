//! Names that the client crate has for itself, which nothing generated may take. Tests hold the
//! lists against the crate's sources.

/// Resources: they become modules beside those of the crate, methods of `Client`, and features.
const RESOURCES: &[&str] = &[
    // Modules.
    "anomalies",
    "attributes",
    "auth",
    "base_url",
    "blocking",
    "body",
    "builder",
    "call",
    "client",
    "clock",
    "connect",
    "curl",
    "detect",
    "download",
    "encode",
    "error",
    "extra",
    "field",
    "format",
    "future",
    "generated",
    "hooks",
    "http_client",
    "mend",
    "nullable",
    "oauth",
    "one_or_many",
    "open_enum",
    "operation",
    "operations",
    "options",
    "pace",
    "paging",
    "path",
    "prelude",
    "query",
    "rate_limit",
    "raw",
    "record",
    "redirect",
    "region",
    "request",
    "resources",
    "response",
    "retry",
    "scalar",
    "search",
    "send",
    "setters",
    "shared",
    "support",
    "time_text",
    "timestamp",
    "trace",
    "types",
    "union",
    "wait",
    // Methods of `Client`.
    "clone",
    "detect_region",
    "detect_region_blocking",
    "fmt",
    "from_env",
    "new",
    "run",
    "settings",
    // Features.
    "chrono",
    "default",
    "full",
    "gunzip",
    "jiff",
    "native_tls",
    "rustls",
    "time",
    "tracing",
    // Crates that generated and hand-written files name.
    "alloc",
    "bytes",
    "core",
    "http",
    "httpdate",
    "reqwest",
    "secrecy",
    "serde",
    "serde_json",
    "std",
    "tokio",
    "url",
];

/// Setters of calls: `Call` has methods of these names.
const CALLS: &[&str] = &[
    "await",
    "checked",
    "checkpoint",
    "clone",
    "collect_all",
    "fmt",
    "header",
    "into_future",
    "into_request",
    "items",
    "json",
    "new",
    "next",
    "pages",
    "path",
    "prefetch",
    "query",
    "query_list",
    "query_object",
    "resume",
    "search",
    "send",
    "send_blocking",
    "stream",
    "take_pages",
    "to_curl",
];

/// Fields of types: each type has fields or functions of these names.
const FIELDS: &[&str] = &["extra", "new", "with_extra"];

/// Types that generated files mention without a path.
const TYPES: &[&str] = &[
    "Attributes",
    "BTreeMap",
    "Box",
    "Client",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Display",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "Extra",
    "From",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Nullable",
    "Ok",
    "OneOrMany",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Response",
    "Result",
    "Self",
    "Send",
    "Some",
    "String",
    "Sync",
    "Timestamp",
    "ToString",
    "UnknownValue",
    "Value",
    "Vec",
];

/// Types that stand for operations, in the modules of resources.
const MARKERS: &[&str] = &[
    "AsRef",
    "Attributes",
    "BTreeMap",
    "Bytes",
    "Call",
    "Client",
    "Display",
    "Into",
    "IntoIterator",
    "IntoSearch",
    "ListStyle",
    "Location",
    "ObjectStyle",
    "OneOrMany",
    "Option",
    "Self",
    "Some",
    "String",
    "Timestamp",
    "Value",
    "Vec",
];

/// Whether a resource needs another name.
pub(crate) fn is_resource(name: &str) -> bool {
    RESOURCES.contains(&name)
}

/// Whether a setter of a call needs another name.
pub(crate) fn is_call(name: &str) -> bool {
    CALLS.contains(&name) || name.starts_with("with_")
}

/// Whether a field needs another name.
pub(crate) fn is_field(name: &str) -> bool {
    FIELDS.contains(&name)
}

/// Types that need another name.
pub(crate) fn types() -> impl Iterator<Item = String> {
    TYPES.iter().map(|name| (*name).to_owned())
}

/// Whether the type of an operation needs another name.
pub(crate) fn is_marker(name: &str) -> bool {
    MARKERS.contains(&name)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;

    /// The folder of the crate.
    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../intercom-api")
    }

    /// The words that follow a mark in a source, up to what cannot be part of a name.
    fn after<'s>(source: &'s str, mark: &str) -> impl Iterator<Item = &'s str> {
        source.split(mark).skip(1).map(|rest| {
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap_or(0);
            &rest[..end]
        })
    }

    /// A source of the crate without its comments.
    fn source(file: impl AsRef<Path>) -> String {
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        code.collect::<Vec<_>>().join("\n")
    }

    /// The hand-written sources of the crate, without their comments.
    fn sources() -> Vec<String> {
        let mut folders = vec![root().join("src")];
        let mut sources = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    sources.push(source(path));
                } else if !path.ends_with("generated") {
                    folders.push(path);
                }
            }
        }
        sources
    }

    /// The functions of a type, in whichever file of the crate they stand, that are not `known`.
    fn methods(subject: &str, known: fn(&str) -> bool) -> Vec<String> {
        let mut methods = Vec::new();
        for source in sources() {
            for block in source.split("\nimpl").skip(1) {
                let (head, body) = block.split_once('{').unwrap_or_default();
                let head = head.split("\nwhere").next().unwrap_or_default();
                if head.trim_end().ends_with(&format!(" {subject}")) {
                    let body = body.split("\n}").next().unwrap_or_default();
                    methods.extend(after(body, " fn ").map(str::to_owned));
                }
            }
        }
        assert!(!methods.is_empty(), "no methods of {subject} found");
        methods.retain(|name| !known(name));
        methods
    }

    #[test]
    fn the_crate_has_no_other_modules_and_features() {
        let modules = source("src/lib.rs");
        let missing: Vec<_> = after(&modules, "mod ")
            .filter(|name| !name.is_empty() && !is_resource(name))
            .collect();
        assert!(
            missing.is_empty(),
            "add the modules {missing:?} to RESOURCES"
        );
        let missing = methods("Client", is_resource);
        assert!(
            missing.is_empty(),
            "add the methods {missing:?} to RESOURCES"
        );
        let manifest = source("Cargo.toml");
        let features = manifest.split("[features]").nth(1).unwrap();
        let features = features.split("resources = [").next().unwrap();
        for line in features.lines().filter(|line| line.contains(" = [")) {
            let name = line.split(" = ").next().unwrap().replace('-', "_");
            assert!(is_resource(&name), "add the feature {name} to RESOURCES");
        }
    }

    #[test]
    fn calls_have_no_other_methods() {
        let mut missing = methods("Call<O>", is_call);
        let options = source("src/options.rs");
        let options = after(&options, " fn ").map(str::to_owned);
        missing.extend(options.filter(|name| !is_call(name)));
        assert!(missing.is_empty(), "add the methods {missing:?} to CALLS");
    }
}
