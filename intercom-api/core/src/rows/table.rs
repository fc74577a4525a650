//! Reads CSV.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder, StringRecord};

use super::channel::Sender;
use super::row::{Head, Row};
use crate::operation::Context;

/// The longest row: a quote that is never closed must not read a whole file into memory.
const MAX_ROW: usize = 16 * 1024 * 1024;

/// Sends the rows of a CSV file. Its first row names the columns.
pub(super) fn read_table(
    file: &mut dyn Read,
    name: Option<&str>,
    context: Context,
    rows: &mut Sender,
) -> io::Result<()> {
    let left = Rc::new(Cell::new(MAX_ROW));
    let file = Limited {
        file,
        left: left.clone(),
    };
    // Rows may have too few or too many values: they come from people's data.
    let mut builder = ReaderBuilder::new();
    let mut reader = builder.has_headers(false).flexible(true).from_reader(file);
    let mut record = ByteRecord::new();
    let mut head = None;
    let mut number = 0;
    loop {
        left.set(MAX_ROW);
        if !reader.read_byte_record(&mut record).map_err(into_io)? {
            return Ok(());
        }
        let values = into_text(std::mem::take(&mut record));
        match &head {
            Some(head) => {
                number += 1;
                rows.send(Row::new(head, number, values))?;
            }
            None => {
                head = Some(Arc::new(Head {
                    file: name.map(str::to_owned),
                    columns: values,
                    context,
                }));
            }
        }
    }
}

/// Characters that are not UTF-8 are replaced: one of them must not end an export.
fn into_text(record: ByteRecord) -> StringRecord {
    StringRecord::from_byte_record(record).unwrap_or_else(|error| {
        let record = error.into_byte_record();
        let values = record.iter().map(String::from_utf8_lossy);
        values.collect::<Vec<_>>().into()
    })
}

fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => io::Error::new(io::ErrorKind::InvalidData, "not valid CSV"),
    }
}

/// A file that fails after too many bytes without the end of a row.
struct Limited<'a> {
    file: &'a mut dyn Read,
    left: Rc<Cell<usize>>,
}

impl Read for Limited<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a row has more than 16 MiB",
            ));
        }
        let length = self.file.read(buffer)?;
        self.left.set(self.left.get().saturating_sub(length));
        Ok(length)
    }
}
