//! The module of names that all other generated files use, and the version that they speak.

use super::print::File;

/// The files that do not depend on what is described.
pub(super) fn emit(version: &str) -> [File; 2] {
    let constant = format!(
        "/// The version of the API that this crate speaks: the `Intercom-Version` of every call.\n\
         pub const API_VERSION: &str = {version:?};"
    );
    [
        File::new("prelude.rs", TITLE, PRELUDE),
        File::new("version.rs", "The version of the API.", constant),
    ]
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
    pub(crate) use serde_json::Value;

    pub(crate) use intercom_core::codegen::{
        IntoSearch, ListStyle, ObjectStyle, operations, paged, waits,
    };

    pub(crate) use intercom_core::{Attributes, Id, Location, OneOrMany, Timestamp};

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
        Attributes, Extra, Id, Nullable, OneOrMany, Timestamp, UnknownValue,
    };

    pub(crate) use crate::types::*;
}
"#;
