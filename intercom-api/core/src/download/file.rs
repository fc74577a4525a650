//! Downloads into a file that is either whole or not there.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;

use super::Download;
use crate::error::Error;
use crate::policy::random::random;

impl Download {
    /// Writes everything to a file, in place of the one that is there; the number of bytes written.
    ///
    /// The bytes go to a hidden file beside it, which takes the file's name at the end. A download
    /// that fails or is dropped leaves nothing behind.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::File`](crate::ErrorKind::File) when the file cannot be written, with the
    /// [`io::Error`] as source; what [`chunk`](Self::chunk) can fail with.
    pub async fn write_to(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let path = path.as_ref();
        let context = self.context;
        let failed = |source| Error::file(context, source);
        let (part, mut file) = Part::create(path).await.map_err(failed)?;
        let mut written = 0;
        while let Some(bytes) = self.chunk().await? {
            file.write_all(&bytes).await.map_err(failed)?;
            written += u64::try_from(bytes.len()).unwrap_or_default();
        }
        file.flush().await.map_err(failed)?;
        file.sync_all().await.map_err(failed)?;
        drop(file);
        part.rename(path).await.map_err(failed)?;
        Ok(written)
    }
}

/// A file in the making, which is removed unless it gets its name.
struct Part(Option<PathBuf>);

impl Part {
    async fn create(path: &Path) -> io::Result<(Self, File)> {
        let name = path
            .file_name()
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{:016x}.part", random().to_bits()));
        let hidden = path.with_file_name(hidden);
        // A folder would be in the way at the end, and a device or a pipe would be no more.
        if fs::metadata(path).await.is_ok_and(|there| !there.is_file()) {
            let reason = "something is there that is no file";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
        }
        // Not in the background, where it would go on after the download was dropped.
        let file = std::fs::File::options()
            .write(true)
            .create_new(true)
            .open(&hidden)?;
        Ok((Self(Some(hidden)), File::from_std(file)))
    }

    async fn rename(mut self, path: &Path) -> io::Result<()> {
        if let Some(hidden) = &self.0 {
            fs::rename(hidden, path).await?;
        }
        self.0 = None;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if let Some(hidden) = &self.0 {
            // Nobody is left to tell of a failure.
            drop(std::fs::remove_file(hidden));
        }
    }
}
