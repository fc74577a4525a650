//! The upstream clone, read with git.

use std::path::{Path, PathBuf};

use crate::support::program::printed;

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Commit {
    pub(super) id: String,
    /// The first line of its message.
    pub(super) subject: String,
}

/// A clone.
pub(super) struct Clone(PathBuf);

impl Clone {
    pub(super) fn at(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// A clone of `repository` in `folder`, made there or brought up to date.
    pub(super) fn fetched(repository: &str, folder: &Path) -> anyhow::Result<Self> {
        let clone = Self::at(folder);
        if folder.join(".git").is_dir() {
            clone.git(&["pull", "--quiet", "--ff-only"])?;
        } else {
            let folder = folder.to_string_lossy();
            git(&["clone", "--quiet", repository, &folder])?;
        }
        Ok(clone)
    }

    /// The commit of a pinned file: the one that is named, or else the last one with the same file;
    /// a clone may not have the history of the pin.
    pub(super) fn pinned(
        &self,
        commit: Option<&str>,
        path: &str,
        is_wanted: impl Fn(&[u8]) -> bool,
    ) -> anyhow::Result<Option<String>> {
        let known = |id: &&str| {
            let object = format!("{id}^{{commit}}");
            self.git(&["cat-file", "-e", &object]).is_ok()
        };
        if let Some(commit) = commit.filter(known) {
            return Ok(Some(commit.to_owned()));
        }
        let text = self.text(&["log", "--format=%H", "--", path])?;
        let has_wanted = |id: &&str| self.file(id, path).is_ok_and(|file| is_wanted(&file));
        Ok(text.lines().find(has_wanted).map(Into::into))
    }

    /// A file as it is at a commit.
    pub(super) fn file(&self, commit: &str, path: &str) -> anyhow::Result<Vec<u8>> {
        self.git(&["show", &format!("{commit}:{path}")])
    }

    /// The checked-out commit.
    pub(super) fn head(&self) -> anyhow::Result<String> {
        self.text(&["rev-parse", "HEAD"])
            .map(|id| id.trim().to_owned())
    }

    /// The commits that changed a file since another commit, the oldest first; the last one alone
    /// where the other is not known.
    pub(super) fn commits(&self, since: Option<&str>, path: &str) -> anyhow::Result<Vec<Commit>> {
        let range = since.map(|id| format!("{id}..HEAD"));
        let mut arguments = vec!["log", "--reverse", "--format=%H %s"];
        match &range {
            Some(range) => arguments.push(range),
            None => arguments.push("-1"),
        }
        arguments.extend(["--", path]);
        let text = self.text(&arguments)?;
        let commit = |line: &str| {
            let (id, subject) = line.split_once(' ')?;
            Some(Commit {
                id: id.to_owned(),
                subject: subject.to_owned(),
            })
        };
        Ok(text.lines().filter_map(commit).collect())
    }

    /// The names in a folder at the checked-out commit.
    pub(super) fn folder(&self, path: &str) -> anyhow::Result<Vec<String>> {
        let text = self.text(&["ls-tree", "--name-only", &format!("HEAD:{path}")])?;
        Ok(text.lines().map(Into::into).collect())
    }

    fn text(&self, arguments: &[&str]) -> anyhow::Result<String> {
        Ok(String::from_utf8_lossy(&self.git(arguments)?).into_owned())
    }

    fn git(&self, arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
        let folder = self.0.to_string_lossy();
        git(&[&["-C", &folder], arguments].concat())
    }
}

/// Runs git and gives what it prints.
fn git(arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    printed("git", arguments, Path::new("."))
}
