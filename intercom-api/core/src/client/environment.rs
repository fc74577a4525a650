//! Settings from the environment.

use std::ffi::OsString;

use secrecy::SecretString;

use super::builder::ClientOptions;
use crate::error::Error;
use crate::policy::auth::Token;
use crate::url::Region;
use crate::url::base_url::BaseUrl;

impl ClientOptions {
    /// Reads token, region and base URL from the environment.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) with the name of the variable whose value
    /// is missing or wrong.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_lookup(|name| std::env::var_os(name))
    }

    /// [`from_env`](Self::from_env) with any environment. An empty value counts as none.
    fn from_lookup(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, Error> {
        let read = |name| match lookup(name).map(OsString::into_string) {
            None => Ok(None),
            Some(Ok(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
            Some(Err(_)) => Err(Error::config(name, "is not valid Unicode")),
        };
        let [name, alias] = ["INTERCOM_ACCESS_TOKEN", "INTERCOM_API_KEY"];
        let (name, token) = match (read(name)?, read(alias)?) {
            (Some(token), Some(other)) if token != other => {
                let reason = "and INTERCOM_ACCESS_TOKEN are different; set one of them";
                return Err(Error::config(alias, reason));
            }
            (Some(token), _) => (name, token),
            (None, Some(token)) => (alias, token),
            (None, None) => return Err(Error::config(name, "is not set")),
        };
        let token = SecretString::from(token);
        Token::new(&token).map_err(|reason| Error::config(name, reason))?;

        let name = "INTERCOM_REGION";
        let region = read(name)?
            .map(|text| Region::parse(&text).map_err(|reason| Error::config(name, reason)))
            .transpose()?;

        let name = "INTERCOM_BASE_URL";
        let base_url = read(name)?;
        if let Some(text) = &base_url {
            BaseUrl::parse(text).map_err(|reason| Error::config(name, reason))?;
        }
        Ok(Self {
            token: Some(token),
            region,
            base_url,
            ..Self::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use secrecy::ExposeSecret;

    use super::ClientOptions;
    use crate::client::ApiPackage;
    use crate::error::{Error, ErrorKind};
    use crate::url::Region;

    const PACKAGE: ApiPackage = ApiPackage {
        version: "2.14",
        user_agent: "intercom-api/0.0.0",
    };

    fn from(variables: &[(&str, &str)]) -> Result<ClientOptions, Error> {
        ClientOptions::from_lookup(|name| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn reads_the_environment() {
        let client = from(&[
            ("INTERCOM_ACCESS_TOKEN", "t0ken"),
            ("INTERCOM_REGION", "Europe"),
        ])
        .and_then(|options| options.build(&PACKAGE))
        .unwrap();
        assert_eq!(client.base_url(), "https://api.eu.intercom.io");
        assert_eq!(client.region(), Some(Region::Eu));

        let client = from(&[
            ("INTERCOM_ACCESS_TOKEN", "t0ken"),
            ("INTERCOM_REGION", ""),
            ("INTERCOM_BASE_URL", "http://[::1]:8080/mock/"),
        ])
        .and_then(|options| options.build(&PACKAGE))
        .unwrap();
        assert_eq!(client.base_url(), "http://[::1]:8080/mock");
        assert_eq!(client.region(), None);
    }

    #[test]
    fn api_key_is_an_alias_of_the_access_token() {
        for variables in [
            &[("INTERCOM_API_KEY", "t0ken")][..],
            &[("INTERCOM_API_KEY", "t0ken"), ("INTERCOM_ACCESS_TOKEN", "")],
            &[("INTERCOM_API_KEY", ""), ("INTERCOM_ACCESS_TOKEN", "t0ken")],
            &[
                ("INTERCOM_API_KEY", "t0ken"),
                ("INTERCOM_ACCESS_TOKEN", "t0ken"),
            ],
        ] {
            let token = from(variables).unwrap().token.unwrap();
            assert_eq!(token.expose_secret(), "t0ken");
        }
    }

    #[test]
    fn a_bad_variable_is_named_and_not_quoted() {
        let token = ("INTERCOM_ACCESS_TOKEN", "t0ken");
        for (variables, text) in [
            (&[][..], "INTERCOM_ACCESS_TOKEN is not set"),
            (
                &[("INTERCOM_ACCESS_TOKEN", "")],
                "INTERCOM_ACCESS_TOKEN is not set",
            ),
            (
                &[("INTERCOM_ACCESS_TOKEN", "s3cret \n")],
                "INTERCOM_ACCESS_TOKEN contains white space",
            ),
            (
                &[("INTERCOM_API_KEY", "s3cret \n")],
                "INTERCOM_API_KEY contains white space",
            ),
            (
                &[token, ("INTERCOM_API_KEY", "s3cret")],
                "INTERCOM_API_KEY and INTERCOM_ACCESS_TOKEN are different; set one of them",
            ),
            (
                &[token, ("INTERCOM_REGION", "s3cret")],
                "INTERCOM_REGION is none of us, eu, au",
            ),
            (
                &[token, ("INTERCOM_BASE_URL", "s3cret")],
                "INTERCOM_BASE_URL is not an absolute URL such as https://api.intercom.io",
            ),
        ] {
            let error = from(variables).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            assert_eq!(error.to_string(), format!("client configuration: {text}"));
        }
    }

    #[cfg(unix)]
    #[test]
    fn variable_that_is_not_unicode_is_named() {
        use std::os::unix::ffi::OsStringExt;

        let error =
            ClientOptions::from_lookup(|_| Some(OsString::from_vec(vec![0xff]))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "client configuration: INTERCOM_ACCESS_TOKEN is not valid Unicode"
        );
    }
}
