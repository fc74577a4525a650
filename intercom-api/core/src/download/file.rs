//! Downloads into a file that is either whole or not there.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;

use super::Download;
use crate::error::Error;
use crate::policy::random::random;

/// How much of a file's name its temporary file repeats, in bytes: a name may have 255 as a rule, and
/// 143 in some encrypted file systems.
const MAX_REPEATED: usize = 100;

impl Download {
    /// Writes everything to a file, in place of the one that is there. Returns the number of bytes
    /// written.
    ///
    /// The bytes go to a hidden file beside it, which takes the file's name at the end. A download
    /// that fails or is dropped leaves nothing behind.
    ///
    /// On Unix, a new file can be read and written by its owner alone (mode 0600); a file that is
    /// replaced keeps its mode.
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
        keep_mode(path, &file).await.map_err(failed)?;
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
        let hidden = path.with_file_name(hidden_name(&name.to_string_lossy()));
        // A folder cannot be replaced at the end, and a device or a pipe would be removed.
        if fs::metadata(path).await.is_ok_and(|there| !there.is_file()) {
            let reason = "path exists and is not a regular file";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
        }
        let mut options = std::fs::File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // Not in the background, where it would continue after the download was dropped.
        let file = options.open(&hidden)?;
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
            // There is nothing left to report a failure to.
            drop(std::fs::remove_file(hidden));
        }
    }
}

/// Returns a name for a temporary file: it begins like `name` and is short enough whatever that is.
fn hidden_name(name: &str) -> OsString {
    let end = (0..=name.len().min(MAX_REPEATED)).rfind(|&end| name.is_char_boundary(end));
    let start = &name[..end.unwrap_or(0)];
    format!(".{start}.{:016x}.part", random().to_bits()).into()
}

/// Sets the permissions of a file to those of the one that it replaces, if there is one.
#[cfg(unix)]
async fn keep_mode(replaced: &Path, file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    let Ok(metadata) = fs::metadata(replaced).await else {
        return Ok(());
    };
    // Not the bits that would run the file as another user.
    let mode = metadata.permissions().mode() & 0o777;
    let permissions = std::fs::Permissions::from_mode(mode);
    file.set_permissions(permissions).await
}

/// Elsewhere, permissions come from the folder.
#[cfg(not(unix))]
async fn keep_mode(_: &Path, _: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::hidden_name;

    #[test]
    fn hidden_name_is_short_for_any_name() {
        for name in ["a", "export.gz", &"x".repeat(240), &"\u{1f600}".repeat(63)] {
            let hidden = hidden_name(name).into_string().unwrap();
            assert!(hidden.len() <= 140, "{hidden}");
            assert!(hidden.starts_with('.'));
            assert_eq!(hidden.chars().nth(1), name.chars().next());
        }
        let name = "\u{1f600}".repeat(63);
        assert_ne!(hidden_name(&name), hidden_name(&name));
    }
}
