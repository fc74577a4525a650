//! Fetches upstream descriptions: from a file, from a URL, or as pinned in openapi/sources.toml.

use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use intercom_gen::Input;
use intercom_gen::import::{Upstream, check, lenient, to_text};
use intercom_gen::overlay::apply;
use sha2::{Digest as _, Sha256};

use super::download;
use super::sources::{self, Pin, Sources};
use super::workspace::Workspace;

/// Where a description comes from, as command line options.
#[derive(clap::Args, Debug, Default)]
pub(crate) struct Request {
    /// The version, as in `info.version` of the description
    pub(crate) version: String,
    /// Read this file instead of downloading the pinned one
    #[arg(long, value_name = "FILE|URL", conflicts_with = "base_url")]
    pub(crate) from: Option<PathBuf>,
    /// Download from a mirror of the raw-content host (https, or http on this machine)
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// The upstream commit to pin from now on, instead of the one in openapi/sources.toml
    #[arg(long, value_name = "SHA")]
    pub(crate) commit: Option<String>,
    /// The file's path in the upstream repository [default: as pinned, else descriptions/VERSION/api.intercom.io.yaml]
    #[arg(long, value_name = "PATH", requires = "commit")]
    pub(crate) path: Option<String>,
}

/// An upstream file with what is known of its origin.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// The file's name or address.
    pub(crate) file: String,
    /// What it holds.
    pub(crate) text: String,
    /// Whether it is the contract of an upstream file, which has lost its prose and its examples.
    pub(crate) is_contract: bool,
    pub(crate) pin: Pin,
}

impl fmt::Display for Fetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.pin.commit {
            Some(commit) => write!(f, "{} (commit {commit})", self.file),
            None => write!(
                f,
                "{} (commit unknown: it is not the pinned file; name its commit with --commit)",
                self.file
            ),
        }
    }
}

/// Reads or downloads the file that the command line names.
pub(crate) fn fetch(workspace: &Workspace, args: &Request) -> anyhow::Result<Fetched> {
    ensure!(
        is_plain(&args.version),
        "`{}` is not a version: letters, digits, `.`, `-` and `_` only",
        args.version
    );
    let sources = Sources::read(workspace)?;
    let pinned = sources.descriptions.get(&args.version);
    let named = named_origin(args, &sources);
    let (file, description) = match &args.from {
        Some(from) => {
            let file = from.display().to_string();
            let bytes = download::if_url(&file)?.map_or_else(|| read(from), Ok)?;
            (file, bytes)
        }
        None => download(args, &sources, pinned, named.as_ref())?,
    };
    let sha256 = sha256(&description);
    let text = text_of(&file, description)?;
    let contract = contract_origin(&text);
    Ok(Fetched {
        is_contract: contract.is_some(),
        pin: match contract {
            Some(pin) if named.is_none() => pin,
            _ => pin(sha256, pinned, named),
        },
        file,
        text,
    })
}

/// Fetches a file; where the pinned one is out of reach, the contract that was made of it does.
pub(crate) fn fetch_or_contract(workspace: &Workspace, args: &Request) -> anyhow::Result<Fetched> {
    let error = match fetch(workspace, args) {
        Err(error)
            if error
                .chain()
                .any(<dyn std::error::Error>::is::<reqwest::Error>) =>
        {
            error
        }
        outcome => return outcome,
    };
    let contract = workspace.path(&format!("openapi/{}.json", args.version));
    if args.from.is_none() && args.commit.is_none() && contract.is_file() {
        let pinned = Sources::read(workspace)?.descriptions.remove(&args.version);
        let args = Request {
            version: args.version.clone(),
            from: Some(contract),
            ..Request::default()
        };
        let fetched = fetch(workspace, &args)?;
        if pinned.as_ref() == Some(&fetched.pin) {
            eprintln!(
                "{error:#}\nThe contract that was made of it serves instead; it holds no examples to audit."
            );
            return Ok(fetched);
        }
    }
    Err(error.context("--from FILE reads a copy of the description"))
}

/// The source that a contract names; `None` for other documents.
fn contract_origin(text: &str) -> Option<Pin> {
    let mut contract: serde_json::Value = serde_json::from_str(text).ok()?;
    let mut origin = contract.get_mut("x-upstream")?.take();
    origin.as_object_mut()?.remove("repository");
    serde_json::from_value(origin).ok()
}

/// The contract of a fetched file and the pins with its own, as files to write.
pub(crate) fn files(
    workspace: &Workspace,
    version: &str,
    fetched: &Fetched,
    corrections: &[Input<'_>],
) -> anyhow::Result<[(String, String); 2]> {
    let Fetched {
        file, text, pin, ..
    } = fetched;
    let mut sources = Sources::read(workspace)?;
    let upstream = Upstream {
        repository: sources.repository.clone(),
        commit: pin.commit.clone(),
        path: pin.path.clone(),
        sha256: pin.sha256.clone(),
    };
    let contract = lenient(file, text, &upstream)?.contract;
    if check(file, &contract).is_err() {
        // Corrections repair it; the contract itself is never corrected.
        check(file, &apply(file, contract.clone(), corrections)?)?;
    }
    let found = &contract["info"]["version"];
    ensure!(
        found == version || found.is_null(),
        "{file} describes version {found}, not {version}"
    );
    sources.descriptions.insert(version.to_owned(), pin.clone());
    Ok([
        (format!("openapi/{version}.json"), to_text(&contract)),
        (sources::FILE.to_owned(), sources.to_text()?),
    ])
}

/// The text of a file.
pub(crate) fn text_of(file: &str, bytes: Vec<u8>) -> anyhow::Result<String> {
    let wide: Option<fn([u8; 2]) -> u16> = match bytes.get(..2) {
        Some([0xff, 0xfe]) => Some(u16::from_le_bytes),
        Some([0xfe, 0xff]) => Some(u16::from_be_bytes),
        _ => None,
    };
    if let Some(unit) = wide {
        let units = bytes
            .chunks_exact(2)
            .filter_map(|pair| Some(unit(pair.try_into().ok()?)));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        return text.map_err(|_| anyhow::anyhow!("{file} is not UTF-16; save it as UTF-8"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        let start = before
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        anyhow::anyhow!("{file} is not UTF-8: line {line}, column {column}; save it as UTF-8")
    })
}

/// A place in the upstream repository.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Origin {
    commit: String,
    path: String,
}

/// The place that the command line names.
fn named_origin(args: &Request, sources: &Sources) -> Option<Origin> {
    let commit = args.commit.clone()?;
    let path = args.path.clone();
    let path = path.unwrap_or_else(|| sources.path(&args.version));
    Some(Origin { commit, path })
}

/// The pin of a file: the one of the command line, else the existing pin if it is that file, else
/// only its hash.
fn pin(sha256: String, pinned: Option<&Pin>, named: Option<Origin>) -> Pin {
    let (commit, path) = match (named, pinned) {
        (Some(named), _) => (Some(named.commit), Some(named.path)),
        (None, Some(pinned)) if pinned.sha256 == sha256 => {
            (pinned.commit.clone(), pinned.path.clone())
        }
        _ => (None, None),
    };
    Pin {
        commit,
        path,
        sha256,
    }
}

/// Downloads the named file, or else the pinned one, whose hash is then known.
fn download(
    args: &Request,
    sources: &Sources,
    pinned: Option<&Pin>,
    named: Option<&Origin>,
) -> anyhow::Result<(String, Vec<u8>)> {
    let known = pinned.and_then(|pin| {
        Some(Origin {
            commit: pin.commit.clone()?,
            path: pin.path.clone()?,
        })
    });
    let Some(origin) = named.or(known.as_ref()) else {
        bail!(
            "{} pins no commit for {}: name one with --commit, or a file with --from",
            sources::FILE,
            args.version
        );
    };
    let url = download::url(
        args.base_url.as_deref(),
        &sources.repository,
        &origin.commit,
        &origin.path,
    )?;
    let bytes = download::get(&url).with_context(|| format!("cannot download {url}"))?;
    let expected = pinned
        .filter(|_| known.as_ref() == Some(origin))
        .map(|pin| &pin.sha256);
    let found = sha256(&bytes);
    if let Some(expected) = expected {
        ensure!(
            *expected == found,
            "{url} is not the pinned file: its sha256 is {found}, pinned is {expected}"
        );
    }
    Ok((url.to_string(), bytes))
}

/// The pinned upstream file of a version, downloaded; `None` where no commit is pinned.
pub(crate) fn pinned(
    workspace: &Workspace,
    version: &str,
) -> anyhow::Result<Option<(String, Vec<u8>)>> {
    let sources = Sources::read(workspace)?;
    let pinned = sources.descriptions.get(version);
    if pinned.is_none_or(|pin| pin.commit.is_none()) {
        return Ok(None);
    }
    let args = Request {
        version: version.to_owned(),
        ..Request::default()
    };
    download(&args, &sources, pinned, None).map(Some)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Whether the text can be the name of a file without leading anywhere else.
pub(crate) fn is_plain(version: &str) -> bool {
    !version.starts_with('.')
        && !version.is_empty()
        && version
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c))
}
