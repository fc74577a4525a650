//! One row of an export.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use csv::StringRecord;
use serde::de::DeserializeOwned;
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::error::{Error, ErrorKind};
use crate::operation::Context;

/// What the rows of one file have in common.
pub(super) struct Head {
    /// The name of the file in its archive.
    pub(super) file: Option<String>,
    pub(super) columns: StringRecord,
    pub(super) context: Context,
}

/// One row of an export: a value for each column.
///
/// It serializes as a map from columns to values, for example with `serde_json`.
#[derive(Clone)]
pub struct Row {
    head: Arc<Head>,
    number: u64,
    values: StringRecord,
}

impl Row {
    pub(super) fn new(head: &Arc<Head>, number: u64, values: StringRecord) -> Self {
        Self {
            head: head.clone(),
            number,
            values,
        }
    }

    /// Roughly how many bytes it takes.
    pub(super) fn size(&self) -> usize {
        self.values.as_slice().len() + 8 * self.values.len()
    }

    /// Returns the value of a column, which can be empty; `None` when the file has no such column.
    ///
    /// Of several columns with the same name, the first counts.
    pub fn get(&self, column: &str) -> Option<&str> {
        let mut columns = self.head.columns.iter();
        let index = columns.position(|name| name == column)?;
        Some(self.values.get(index).unwrap_or_default())
    }

    /// Returns the columns with their values, in the order of the file.
    ///
    /// A row that is too short has empty values at its end. Values beyond the last column have an
    /// empty name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let count = self.head.columns.len().max(self.values.len());
        (0..count).map(|index| {
            let column = self.head.columns.get(index).unwrap_or_default();
            (column, self.values.get(index).unwrap_or_default())
        })
    }

    /// Returns the names of the columns.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.head.columns.iter()
    }

    /// Returns the name of the file in its archive, such as `receipts.csv`. An export that is a single
    /// file has none.
    ///
    /// The files of a data export have different columns.
    pub fn file(&self) -> Option<&str> {
        self.head.file.as_deref()
    }

    /// Returns the number of the row in its file, from 1. The names of the columns do not count.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Returns the row as a map.
    pub fn to_map(&self) -> BTreeMap<String, String> {
        let pairs = self.iter();
        pairs
            .map(|(column, value)| (column.to_owned(), value.to_owned()))
            .collect()
    }

    /// Reads the row into a type of the program, by the names of columns.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) with the file, the row and the column, never
    /// the value.
    pub fn deserialize<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let read = self.values.deserialize(Some(&self.head.columns));
        read.map_err(|error| {
            let column = match error.kind() {
                csv::ErrorKind::Deserialize { err, .. } => err.field(),
                _ => None,
            };
            let column = column.and_then(|index| {
                let index = usize::try_from(index).ok()?;
                self.head.columns.get(index)
            });
            let mut place = format!("row {}", self.number);
            if let Some(file) = self.file() {
                place = format!("{file}, {place}");
            }
            if let Some(column) = column {
                place = format!("{place}, column `{column}`");
            }
            let name = crate::error::short_type_name(std::any::type_name::<T>());
            let message = format!("the row does not fit `{name}` ({place})");
            Error::export(ErrorKind::Decode, self.head.context, message, None)
        })
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.iter().count()))?;
        for (column, value) in self.iter() {
            map.serialize_entry(column, value)?;
        }
        map.end()
    }
}

impl fmt::Debug for Row {
    /// Shows where the row is, not its values, which are customers' data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row")
            .field("file", &self.file())
            .field("number", &self.number)
            .field("columns", &self.head.columns.len())
            .finish_non_exhaustive()
    }
}
