//! What an export holds, and how it is packed.

use std::io::{self, Cursor, Write};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::LINK_LIFE;

/// How the files of an export are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// The first file alone, compressed.
    Gzip,
    /// A zip archive.
    Zip,
    /// A tar archive, compressed.
    TarGz,
    /// The first file alone, as it is.
    Csv,
}

/// The result of the exports of a workspace, instead of what it stores; set by
/// [`Workspace::set_exports`](crate::Workspace::set_exports).
#[derive(Clone, Debug)]
pub struct ExportFiles {
    format: ExportFormat,
    files: Vec<(String, Vec<u8>)>,
    has_data: bool,
    link_life: Duration,
}

impl ExportFiles {
    /// Makes exports without files.
    #[must_use]
    pub fn new(format: ExportFormat) -> Self {
        Self {
            format,
            files: Vec::new(),
            has_data: true,
            link_life: LINK_LIFE,
        }
    }

    /// Makes data exports that end with `no_data`.
    #[must_use]
    pub fn no_data() -> Self {
        Self {
            has_data: false,
            ..Self::new(ExportFormat::Gzip)
        }
    }

    /// Adds a file.
    #[must_use]
    pub fn file(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.push((name.to_owned(), content.into()));
        self
    }

    /// Sets how long the link to a result is valid after a look at its job, by the clock of the
    /// workspace.
    #[must_use]
    pub fn link_life(mut self, life: Duration) -> Self {
        self.link_life = life;
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.has_data
    }

    pub(super) fn life(&self) -> Duration {
        self.link_life
    }

    /// Packs the files; the same ones always give the same bytes.
    pub(super) fn pack(&self) -> io::Result<Vec<u8>> {
        let first = self.files.first().map_or(&[][..], |(_, content)| content);
        match self.format {
            ExportFormat::Csv => Ok(first.to_vec()),
            ExportFormat::Gzip => gzip(first),
            ExportFormat::TarGz => gzip(&self.tar()?),
            ExportFormat::Zip => self.zip(),
        }
    }

    fn tar(&self) -> io::Result<Vec<u8>> {
        let mut archive = tar::Builder::new(Vec::new());
        for (name, content) in &self.files {
            let mut header = tar::Header::new_ustar();
            header.set_size(content.len().try_into().unwrap_or(u64::MAX));
            header.set_mode(0o644);
            archive.append_data(&mut header, name, content.as_slice())?;
        }
        archive.into_inner()
    }

    fn zip(&self) -> io::Result<Vec<u8>> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.files {
            let options = zip::write::SimpleFileOptions::default()
                .compression_method(zip::CompressionMethod::Deflated);
            archive.start_file(name.as_str(), options)?;
            archive.write_all(content)?;
        }
        Ok(archive.finish()?.into_inner())
    }
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// A value of a CSV file.
pub(super) fn quoted(value: &str) -> String {
    if value.contains(['"', ',', '\n', '\r']) {
        return format!("\"{}\"", value.replace('"', "\"\""));
    }
    value.to_owned()
}
