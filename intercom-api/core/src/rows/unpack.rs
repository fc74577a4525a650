//! Takes archives apart, piece by piece, into the files that hold rows.

use std::fs::File;
use std::io::{self, BufReader, Chain, Cursor, Read, Seek, SeekFrom};

use flate2::read::MultiGzDecoder;

use super::channel::Sender;
use super::table::read_table;
use crate::operation::Context;

/// How deeply archives may be inside each other.
const MAX_DEPTH: usize = 4;

/// How many bytes show what a file is: the head of a tar archive.
const HEAD: u64 = 512;

/// What a file is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Gzip,
    Zip,
    Tar,
    Csv,
}

impl Content {
    fn of(head: &[u8]) -> Self {
        if head.starts_with(&[0x1f, 0x8b]) {
            Self::Gzip
        } else if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            Self::Zip
        } else if head.get(257..262) == Some(b"ustar") {
            Self::Tar
        } else {
            Self::Csv
        }
    }
}

/// Sends the rows of a file, whatever it is.
pub(super) fn unpack(mut file: File, context: Context, rows: &mut Sender) -> io::Result<()> {
    let mut walk = Walk { context, rows };
    let mut head = Vec::new();
    Read::by_ref(&mut file).take(HEAD).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    match Content::of(&head) {
        Content::Zip => walk.zip(file, 0),
        _ => walk.file(&mut BufReader::new(file), None, 0),
    }
}

struct Walk<'a> {
    context: Context,
    rows: &'a mut Sender,
}

impl Walk<'_> {
    /// Reads a file, by its content.
    fn file(&mut self, file: &mut dyn Read, name: Option<&str>, depth: usize) -> io::Result<()> {
        if depth > MAX_DEPTH {
            return Err(io::Error::other("archives are nested too deeply"));
        }
        let mut file = Peeked::new(file)?;
        match file.content {
            Content::Gzip => {
                let name = name.map(|name| name.strip_suffix(".gz").unwrap_or(name));
                self.file(&mut MultiGzDecoder::new(file.bytes), name, depth + 1)
            }
            Content::Zip => {
                // The list of its files is at its end.
                let mut whole = tempfile::tempfile()?;
                io::copy(&mut file.bytes, &mut whole)?;
                whole.seek(SeekFrom::Start(0))?;
                self.zip(whole, depth)
            }
            Content::Tar => self.tar(&mut file.bytes, depth),
            Content::Csv => read_table(&mut file.bytes, name, self.context, self.rows),
        }
    }

    fn zip(&mut self, file: File, depth: usize) -> io::Result<()> {
        let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(io::Error::from)?;
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).map_err(io::Error::from)?;
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            if entry.is_file() && is_data(&name) {
                self.file(&mut entry, Some(&name), depth + 1)?;
            }
        }
        Ok(())
    }

    fn tar(&mut self, file: &mut dyn Read, depth: usize) -> io::Result<()> {
        let mut archive = tar::Archive::new(file);
        for entry in archive.entries()? {
            let mut entry = entry?;
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            if entry.header().entry_type().is_file() && is_data(&name) {
                self.file(&mut entry, Some(&name), depth + 1)?;
            }
        }
        Ok(())
    }
}

/// Returns whether a file of an archive holds data, and not what an operating system adds.
fn is_data(name: &str) -> bool {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    !folder.split('/').any(|part| part == "__MACOSX") && !file.starts_with('.')
}

/// A file whose first bytes were looked at.
struct Peeked<'a> {
    content: Content,
    bytes: Chain<Cursor<Vec<u8>>, &'a mut dyn Read>,
}

impl<'a> Peeked<'a> {
    fn new(file: &'a mut dyn Read) -> io::Result<Self> {
        let mut head = Vec::new();
        (&mut *file).take(HEAD).read_to_end(&mut head)?;
        Ok(Self {
            content: Content::of(&head),
            bytes: Cursor::new(head).chain(file),
        })
    }
}

#[cfg(test)]
mod tests;
