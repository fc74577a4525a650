//! The names that generated sources use: the only import of every generated file.
//!
//! Start with [`calls`] for the files of resources and [`data`] for the files of types. Two
//! modules, because the API has types named as the runtime's (`Call`). An item that a generated
//! file defines shadows the one of its name here, so the generator reserves all of these names.

/// What a resource needs to state its operations.
#[allow(
    unused_imports,
    reason = "the enabled resources decide which of these names are used"
)]
pub(crate) mod calls {
    pub(crate) use std::collections::BTreeMap;
    pub(crate) use std::fmt::Display;

    pub(crate) use bytes::Bytes;
    pub(crate) use serde_json::Value;

    pub(crate) use crate::operations::operations;
    pub(crate) use crate::paging::paged;
    pub(crate) use crate::query::{ListStyle, ObjectStyle};
    pub(crate) use crate::search::IntoSearch;
    pub(crate) use crate::wait::waits;
    pub(crate) use crate::{Attributes, Call, Client, Location, OneOrMany, Timestamp, types};
}

/// What the types that calls exchange are made of, and these types themselves.
#[allow(
    unused_imports,
    reason = "the enabled resources decide which of these names are used"
)]
pub(crate) mod data {
    pub(crate) use std::collections::BTreeMap;

    pub(crate) use serde_json::Value;

    pub(crate) use crate::open_enum::open_enum;
    pub(crate) use crate::record::record;
    pub(crate) use crate::setters::setters;
    pub(crate) use crate::types::*;
    pub(crate) use crate::union::union;
    pub(crate) use crate::{Attributes, Extra, Nullable, OneOrMany, Timestamp, UnknownValue};
}
