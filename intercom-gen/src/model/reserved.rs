//! Names that the client crate uses, which nothing generated may take.
//!
//! Of modules only rooms are listed: private files inside them cannot collide. Tests hold the lists
//! against the crate's sources.

/// Resources: they become modules beside those of the crate, methods of `Client`, and features.
const RESOURCES: &[&str] = &[
    // Rooms of the client crate, and modules beside the generated ones.
    "blocking",
    "call",
    "canvas",
    "changes",
    "client",
    "data",
    "download",
    "error",
    "export",
    "external",
    "fin_events",
    "format",
    "generated",
    "guides",
    "messenger",
    "oauth",
    "paging",
    "policy",
    "prelude",
    "record",
    "resources",
    "response",
    "rows",
    "search",
    "shared",
    "signature",
    "sse",
    "sync",
    "transcript",
    "transport",
    "types",
    "upload",
    "verbs",
    "wait",
    "webhooks",
    // Methods of `Client`.
    "base_url",
    "builder",
    "clone",
    "connect",
    "detect_region",
    "detect_region_blocking",
    "fmt",
    "from_env",
    "handle",
    "new",
    "now",
    "region",
    "request",
    "run",
    "run_all",
    "settings",
    "sharing",
    // Features.
    "axum",
    "chrono",
    "default",
    "full",
    "gunzip",
    "gzip",
    "http2",
    "jiff",
    "native_tls",
    "redis",
    "rustls",
    "rustls_aws_lc",
    "rustls_no_provider",
    "time",
    "tracing",
    // Crates that generated and hand-written files name.
    "alloc",
    "axum_core",
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
    "events",
    "fmt",
    "form_body",
    "header",
    "into_future",
    "into_request",
    "items",
    "json",
    "maybe",
    "multipart_body",
    "new",
    "next",
    "pages",
    "page_size",
    "poll",
    "path",
    "path_id",
    "path_named",
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
    "text_body",
    "to_curl",
    "upload_body",
];

/// Handwritten methods of resources, including private ones.
const METHODS: &[(&str, &[&str])] = &[
    (
        "conversations",
        &[
            "add_note",
            "assign",
            "close",
            "open",
            "reply_as_admin",
            "reply_as_contact",
            "snooze",
            "start",
            "text",
        ],
    ),
    (
        "tickets",
        &[
            "add_note",
            "assign",
            "change",
            "close",
            "open",
            "part",
            "reply_as_admin",
            "reply_as_contact",
            "snooze",
        ],
    ),
];

/// Fields of types: each type has fields or functions of these names.
const FIELDS: &[&str] = &["extra", "maybe", "new", "with_extra"];

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
    "Id",
    "Into",
    "IntoIterator",
    "Iterator",
    "Kind",
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
    "Upload",
    "Value",
    "Vec",
    "Wrapped",
];

/// Types of operations, in the modules of resources.
const MARKERS: &[&str] = &[
    "AsRef",
    "Attributes",
    "BTreeMap",
    "Bytes",
    "Call",
    "Client",
    "Display",
    "Id",
    "Into",
    "IntoIterator",
    "IntoSearch",
    "ListStyle",
    "Location",
    "MultipartForm",
    "Number",
    "ObjectStyle",
    "OneOrMany",
    "Option",
    "Self",
    "Some",
    "StreamedEvent",
    "String",
    "Timestamp",
    "Upload",
    "Value",
    "Vec",
];

/// Whether a resource needs another name.
pub(crate) fn is_resource(name: &str) -> bool {
    RESOURCES.contains(&name)
}

/// Whether a method of a resource needs another name.
pub(crate) fn is_method(resource: &str, name: &str) -> bool {
    METHODS
        .iter()
        .any(|(known, names)| *known == resource && names.contains(&name))
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

    /// Whether the crate is there. It is not beside the published package, whose lists were checked before.
    fn is_in_repository() -> bool {
        root().join("src/lib.rs").is_file()
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

    /// The hand-written sources of the crate and of its core, without their comments.
    fn sources() -> Vec<(PathBuf, String)> {
        let mut folders = vec![root().join("src"), root().join("core/src")];
        let mut sources = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    let text = source(&path);
                    sources.push((path, text));
                } else if !path.ends_with("generated") {
                    folders.push(path);
                }
            }
        }
        sources
    }

    /// The names that a module of the prelude imports.
    fn prelude(module: &str) -> Vec<String> {
        fn leaves(tree: &syn::UseTree, names: &mut Vec<String>) {
            match tree {
                syn::UseTree::Path(path) => leaves(&path.tree, names),
                syn::UseTree::Name(name) => names.push(name.ident.to_string()),
                syn::UseTree::Rename(rename) => names.push(rename.rename.to_string()),
                syn::UseTree::Glob(_) => {}
                syn::UseTree::Group(group) => {
                    group.items.iter().for_each(|tree| leaves(tree, names));
                }
            }
        }
        let file = syn::parse_file(&source("src/generated/prelude.rs")).unwrap();
        let items = file.items.into_iter().find_map(|item| match item {
            syn::Item::Mod(found) if found.ident == module => found.content,
            _ => None,
        });
        let mut names = Vec::new();
        for item in items.unwrap().1 {
            if let syn::Item::Use(item) = item {
                leaves(&item.tree, &mut names);
            }
        }
        // Macros and modules have names in lower case, which no type has.
        names.retain(|name| name.starts_with(|c: char| c.is_ascii_uppercase()));
        assert!(!names.is_empty(), "nothing in prelude::{module}");
        names
    }

    /// Returns the functions of a type, in any file of the crate, that are not `known`.
    fn methods(subject: &str, known: fn(&str) -> bool) -> Vec<String> {
        let mut methods = Vec::new();
        for (_, source) in sources() {
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
        if !is_in_repository() {
            return;
        }
        let modules = source("src/lib.rs");
        let missing: Vec<_> = after(&modules, "pub mod ")
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
        if !is_in_repository() {
            return;
        }
        let mut missing = methods("Call<O>", is_call);
        for (_, options) in sources()
            .iter()
            .filter(|(path, _)| path.ends_with("options.rs"))
        {
            let options = after(options, " fn ").map(str::to_owned);
            missing.extend(options.filter(|name| !is_call(name)));
        }
        assert!(missing.is_empty(), "add the methods {missing:?} to CALLS");
    }

    #[test]
    fn resources_have_no_other_methods_written_by_hand() {
        if !is_in_repository() {
            return;
        }
        let missing = methods("Conversations", |name| is_method("conversations", name));
        assert!(missing.is_empty(), "add the methods {missing:?} to METHODS");
        let missing = methods("Tickets", |name| is_method("tickets", name));
        assert!(missing.is_empty(), "add the methods {missing:?} to METHODS");
    }

    #[test]
    fn names_in_the_prelude_are_reserved() {
        if !is_in_repository() {
            return;
        }
        let types: Vec<_> = types().collect();
        for name in prelude("data") {
            assert!(types.contains(&name), "add the type {name} to TYPES");
        }
        for name in prelude("calls") {
            assert!(is_marker(&name), "add the type {name} to MARKERS");
        }
    }
}
