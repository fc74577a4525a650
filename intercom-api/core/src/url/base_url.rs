//! The URL that every call starts with, checked once.

use url::{Host, Url};

use crate::url::Region;

/// A checked base URL: https (or http to this machine), a host, perhaps a path.
#[derive(Clone, Debug)]
pub(crate) struct BaseUrl {
    /// Without the slash at the end, so that a path can be appended.
    text: String,
    url: Url,
    region: Option<Region>,
}

impl BaseUrl {
    /// Parses a base URL. The error states what is wrong, without the URL, which may contain a
    /// password.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let url = Url::parse(text.trim())
            .map_err(|_| "is not an absolute URL such as https://api.intercom.io")?;
        if !["https", "http"].contains(&url.scheme()) {
            return Err("is neither https nor http");
        }
        let host = url.host().ok_or("does not have a host")?;
        if url.scheme() == "http" && !is_loopback(&host) {
            return Err(
                "is plain http to another machine, which would show the token to the network",
            );
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("contains credentials");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("contains a query or a fragment");
        }
        Ok(Self {
            region: url.host_str().and_then(Region::of_api_host),
            text: url.as_str().trim_end_matches('/').to_owned(),
            url,
        })
    }

    pub(crate) fn of_region(region: Region) -> Result<Self, &'static str> {
        Self::parse(&["https://", region.api_host()].concat())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The host, for spans.
    #[cfg(feature = "tracing")]
    pub(crate) fn host(&self) -> Option<&str> {
        self.url.host_str()
    }

    /// The port, also where it is the default of the scheme.
    #[cfg(feature = "tracing")]
    pub(crate) fn port(&self) -> Option<u16> {
        self.url.port_or_known_default()
    }

    pub(crate) fn is_plain_http(&self) -> bool {
        self.url.scheme() == "http"
    }

    /// The path of this URL, which that of every call begins with.
    pub(crate) fn path(&self) -> &str {
        self.url.path().trim_end_matches('/')
    }

    /// The URL with another path and query; `None` if a URL parser reads them in another way.
    pub(crate) fn with(&self, path: &str, query: Option<&str>) -> Option<Url> {
        let mut url = self.url.clone();
        url.set_path(path);
        url.set_query(query);
        (url.path() == path && url.query() == query).then_some(url)
    }

    /// The region whose host this is, if it is one of Intercom's.
    pub(crate) fn region(&self) -> Option<Region> {
        self.region
    }
}

/// Returns whether a host is this machine.
pub(crate) fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}
