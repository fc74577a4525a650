//! Fetches one file over https, with a limit on its size and on the time it takes.

use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use reqwest::{Client, Url, redirect};

/// Several times the size of the largest description so far.
pub(super) const LARGEST: usize = 32 * 1024 * 1024;

const TIMEOUT: Duration = Duration::from_secs(60);

const RAW_CONTENT: &str = "https://raw.githubusercontent.com";

/// The address of a file at a commit of a GitHub repository.
///
/// `base` replaces the raw-content host: https, or http on this machine.
pub(super) fn url(
    base: Option<&str>,
    repository: &str,
    commit: &str,
    path: &str,
) -> anyhow::Result<Url> {
    let Some(owner_and_name) = repository.strip_prefix("https://github.com/") else {
        bail!("{repository} is not a repository on github.com");
    };
    let base = base.unwrap_or(RAW_CONTENT).trim_end_matches('/');
    address(&format!("{base}/{owner_and_name}/{commit}/{path}"))
}

/// The bytes behind what people call a file, where that is a URL.
pub(crate) fn if_url(named: &str) -> anyhow::Result<Option<Vec<u8>>> {
    if !named.starts_with("https://") && !named.starts_with("http://") {
        return Ok(None);
    }
    let bytes = get(&address(named)?).with_context(|| format!("cannot download {named}"))?;
    Ok(Some(bytes))
}

/// An address that may be downloaded from: https, or http on this machine.
pub(crate) fn address(url: &str) -> anyhow::Result<Url> {
    let url: Url = url
        .parse()
        .with_context(|| format!("{url} is not a valid URL"))?;
    let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    ensure!(
        url.scheme() == "https" || (url.scheme() == "http" && here),
        "{url} is neither https nor on this machine"
    );
    Ok(url)
}

/// The bytes at `url`.
pub(crate) fn get(url: &Url) -> anyhow::Result<Vec<u8>> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(fetch(url, LARGEST))
}

async fn fetch(url: &Url, largest: usize) -> anyhow::Result<Vec<u8>> {
    let client = Client::builder()
        .timeout(TIMEOUT)
        // The URL names one commit of one file; a redirect does not lead to it.
        .redirect(redirect::Policy::none())
        .build()?;
    let mut response = client.get(url.clone()).send().await?;
    ensure!(
        response.status().is_success(),
        "the server returned {}",
        response.status()
    );
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        ensure!(
            bytes.len() + chunk.len() <= largest,
            "larger than {largest} bytes"
        );
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::test_server::serve;

    fn fetched(answer: &'static str, largest: usize) -> anyhow::Result<Vec<u8>> {
        let url = format!("{}/file", serve(answer)).parse().unwrap();
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(fetch(&url, largest))
    }

    #[test]
    fn the_address_is_that_of_the_commit() {
        let repository = "https://github.com/o/n";
        assert_eq!(
            url(None, repository, "c0ffee", "d/2.14/a.yaml")
                .unwrap()
                .as_str(),
            "https://raw.githubusercontent.com/o/n/c0ffee/d/2.14/a.yaml"
        );
        for base in [
            "http://127.0.0.1:7/",
            "http://localhost:7",
            "http://[::1]:7",
            "https://m.example",
        ] {
            url(Some(base), repository, "c", "p").unwrap();
        }
        for base in [
            "http://m.example",
            "http://127.0.0.1.example",
            "ftp://localhost",
            "m.example",
            "",
        ] {
            url(Some(base), repository, "c", "p").unwrap_err();
        }
        url(None, "https://example.org/o/n", "c", "p").unwrap_err();
    }

    #[test]
    fn whole_response_is_taken() {
        let answer = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
        assert_eq!(fetched(answer, 5).unwrap(), b"hello");
    }

    #[test]
    fn anything_else_is_refused() {
        let message = |answer, largest| format!("{:#}", fetched(answer, largest).unwrap_err());
        let large = "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nhello!";
        assert_eq!(message(large, 5), "larger than 5 bytes");
        let missing = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";
        assert_eq!(message(missing, 5), "the server returned 404 Not Found");
        let moved = "HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 0\r\n\r\n";
        assert_eq!(message(moved, 5), "the server returned 302 Found");
        let truncated = "HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhello";
        assert!(!message(truncated, 100).is_empty());
    }
}
