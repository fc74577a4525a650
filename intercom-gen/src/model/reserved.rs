//! Names that the client crate uses, which nothing generated may take.
//!
//! Of modules only rooms are listed: private files inside them cannot collide. Tests hold the lists
//! against the crate's sources.

#[cfg(test)]
mod tests;

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
