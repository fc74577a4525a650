//! The module of names that all other generated files use, and the version of the API.

use super::print::File;
use crate::model::Api;
use crate::model::bodies::BodyFormat;

/// The files that do not depend on what is described.
pub(super) fn emit(api: &Api, version: &str) -> [File; 2] {
    let constant = format!(
        "/// The version of the API that this crate uses: the `Intercom-Version` of every call.\n\
         pub const API_VERSION: &str = {version:?};"
    );
    [
        File::new("prelude.rs", TITLE, prelude(api)),
        File::new("version.rs", "The version of the API.", constant),
    ]
}

/// The prelude, with the names that only some descriptions need.
fn prelude(api: &Api) -> String {
    let has_forms = api
        .definitions
        .values()
        .any(|definition| api.is_body(definition, &BodyFormat::Form));
    let mut calls = String::new();
    let mut data = String::new();
    if api.needs("sse") {
        calls.push_str(
            "    #[cfg(feature = \"sse\")]\n    pub(crate) use intercom_core::StreamedEvent;\n",
        );
    }
    if has_forms {
        data.push_str("    pub(crate) use intercom_core::codegen::form;\n");
    }
    if api.needs("upload") {
        calls.push_str(
            "    #[cfg(feature = \"upload\")]\n    pub(crate) use intercom_core::{MultipartForm, Upload};\n",
        );
        data.push_str(
            "    #[cfg(feature = \"upload\")]\n    pub(crate) use intercom_core::Upload;\n    \
             #[cfg(feature = \"upload\")]\n    pub(crate) use intercom_core::codegen::multipart;\n",
        );
    }
    PRELUDE
        .replace("    // Calls.\n", &calls)
        .replace("    // Data.\n", &data)
}

const TITLE: &str = "The names that generated files use: the only import of each of them. Two \
    modules, because the API has types named as the runtime's (`Call`). An item that a generated file \
    defines shadows the one of its name here, so the generator reserves all of these names.";

const PRELUDE: &str = r#"/// What a resource needs to state its operations.
#[allow(
    unused_imports,
    reason = "the enabled resources decide which of these names are used"
)]
pub(crate) mod calls {
    pub(crate) use std::collections::BTreeMap;
    pub(crate) use std::fmt::Display;

    pub(crate) use bytes::Bytes;
    pub(crate) use serde_json::{Number, Value};

    pub(crate) use intercom_core::codegen::{
        IntoSearch, ListStyle, ObjectStyle, operations, paged, waits,
    };

    pub(crate) use intercom_core::{Attributes, Id, Location, OneOrMany, Timestamp};
    // Calls.

    pub(crate) use crate::call::Call;
    pub(crate) use crate::client::Client;
    pub(crate) use crate::types;
}

/// What the types that calls exchange are made of, and these types themselves.
#[allow(
    unused_imports,
    reason = "the enabled resources decide which of these names are used"
)]
pub(crate) mod data {
    pub(crate) use std::collections::BTreeMap;

    pub(crate) use serde_json::Value;

    #[cfg(feature = "webhooks")]
    pub(crate) use intercom_core::codegen::{Wrapped, events};
    pub(crate) use intercom_core::codegen::{
        changes, constructors, convert, list, open_enum, record, setters, union,
    };
    pub(crate) use intercom_core::{
        Attributes, Extra, Id, Kind, Nullable, OneOrMany, Timestamp, UnknownValue,
    };
    // Data.

    pub(crate) use crate::types::*;
}
"#;
