//! Where a workspace is hosted.

use std::fmt;
use std::str::FromStr;

/// The region that hosts a workspace, and with it the host of its API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// United States: `api.intercom.io`. The default.
    #[default]
    Us,
    /// Europe: `api.eu.intercom.io`.
    Eu,
    /// Australia: `api.au.intercom.io`.
    Au,
}

impl Region {
    const ALL: [Self; 3] = [Self::Us, Self::Eu, Self::Au];

    /// Returns the host of the API, such as `api.eu.intercom.io`.
    pub const fn api_host(self) -> &'static str {
        match self {
            Self::Us => "api.intercom.io",
            Self::Eu => "api.eu.intercom.io",
            Self::Au => "api.au.intercom.io",
        }
    }

    /// Returns the host of the web app, such as `app.eu.intercom.com`.
    pub const fn app_host(self) -> &'static str {
        match self {
            Self::Us => "app.intercom.com",
            Self::Eu => "app.eu.intercom.com",
            Self::Au => "app.au.intercom.com",
        }
    }

    /// Returns the short name: `us`, `eu` or `au`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Eu => "eu",
            Self::Au => "au",
        }
    }

    pub(crate) fn of_api_host(host: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|region| region.api_host() == host)
    }

    /// Parses any spelling of a region. The error does not repeat the text, because it may be the
    /// token by mistake.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        match text.trim().to_ascii_lowercase().as_str() {
            "us" | "usa" | "united states" => Ok(Self::Us),
            "eu" | "europe" => Ok(Self::Eu),
            "au" | "aus" | "australia" => Ok(Self::Au),
            _ => Err("is none of us, eu, au"),
        }
    }
}

impl fmt::Display for Region {
    /// Writes the short name: `us`, `eu` or `au`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Region {
    type Err = ParseRegionError;

    /// Parses `us`, `eu`, `au` and the spellings that the API returns for a workspace (`US`,
    /// `Europe`, `Australia`), in any case.
    ///
    /// # Errors
    ///
    /// When the string names no known region.
    fn from_str(text: &str) -> Result<Self, ParseRegionError> {
        Self::parse(text).map_err(|_| ParseRegionError(()))
    }
}

/// The error of [`Region::from_str`].
///
/// It does not repeat the string, which in a mixed-up environment may be the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseRegionError(());

impl fmt::Display for ParseRegionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown region: expected `us`, `eu` or `au`")
    }
}

impl std::error::Error for ParseRegionError {}
