//! What a client can be built with, and what not.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use http::Method;
use intercom_api::{Client, Error, ErrorKind, RawCall, Region, Response, ResponseFuture};
use intercom_test_server::everything_printed;

#[test]
fn each_region_has_its_host() {
    for (region, url) in [
        (Region::Us, "https://api.intercom.io"),
        (Region::Eu, "https://api.eu.intercom.io"),
        (Region::Au, "https://api.au.intercom.io"),
    ] {
        let client = Client::builder().token("t").region(region).build().unwrap();
        assert_eq!(client.base_url(), url);
        assert_eq!(client.region(), Some(region));
    }
    let client = Client::builder().token("t").build().unwrap();
    assert_eq!(client.region(), Some(Region::Us));
}

#[test]
fn regions_are_read_in_every_spelling() {
    for (texts, region) in [
        (&["us", "US", " Us "][..], Region::Us),
        (&["eu", "EU", "Europe", "europe"], Region::Eu),
        (&["au", "AU", "Australia"], Region::Au),
    ] {
        for text in texts {
            assert_eq!(text.parse::<Region>().unwrap(), region);
        }
        assert_eq!(region.to_string().parse::<Region>().unwrap(), region);
    }
    let error = "s3cret".parse::<Region>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "unknown region: expected `us`, `eu` or `au`"
    );
}

#[test]
fn a_base_url_wins_over_the_region() {
    for (text, url) in [
        ("http://localhost:8080/", "http://localhost:8080"),
        ("http://127.9.9.9/a/b/", "http://127.9.9.9/a/b"),
        ("http://[::1]:1", "http://[::1]:1"),
        (
            "https://proxy.example/intercom",
            "https://proxy.example/intercom",
        ),
        ("https://API.EU.intercom.io", "https://api.eu.intercom.io"),
    ] {
        let client = Client::builder()
            .token("t")
            .region(Region::Au)
            .base_url(text)
            .build()
            .unwrap();
        assert_eq!(client.base_url(), url);
        assert_ne!(client.region(), Some(Region::Au));
    }
}

#[test]
fn wrong_settings_are_named_and_not_quoted() {
    let base = |url: &str| Client::builder().token("t").base_url(url).build();
    let plain =
        "base_url is plain http to another machine, which would show the token to the network";
    let relative = "base_url is not an absolute URL such as https://api.intercom.io";
    for (result, text) in [
        (Client::builder().build(), "token is not set"),
        (Client::builder().token("").build(), "token is empty"),
        (
            Client::builder().token("s3 cret").build(),
            "token contains white space",
        ),
        (
            Client::builder().token("s3cret\n").build(),
            "token contains white space",
        ),
        (
            Client::builder().token("s3crét").build(),
            "token contains characters that no token has",
        ),
        (
            Client::builder().token("s3cret\0").build(),
            "token contains characters that no token has",
        ),
        (base("api.intercom.io"), relative),
        (base("https://"), relative),
        (base("/path"), relative),
        (base(""), relative),
        (
            base("ftp://api.intercom.io"),
            "base_url is neither https nor http",
        ),
        (base("localhost:8080"), "base_url is neither https nor http"),
        (base("file:///etc"), "base_url is neither https nor http"),
        (base("http://api.intercom.io"), plain),
        (base("http://localhost.evil.example"), plain),
        (base("http://128.0.0.1"), plain),
        (base("http://[::2]"), plain),
        (
            base("https://s3cret:s3cret@api.intercom.io"),
            "base_url contains credentials",
        ),
        (
            base("https://api.intercom.io?s3cret=1"),
            "base_url contains a query or a fragment",
        ),
        (
            base("https://api.intercom.io#s3cret"),
            "base_url contains a query or a fragment",
        ),
        (
            Client::builder().token("t").user_agent("s3cret\n").build(),
            "user_agent cannot be a header value",
        ),
    ] {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.to_string(), format!("client configuration: {text}"));
        assert!(!error.may_have_been_sent() && !error.is_retryable());
        assert_eq!((error.attempts(), error.status()), (0, None));
        assert!(!everything_printed(&error).contains("s3cret"));
    }
}

#[test]
fn debug_shows_no_secret() {
    let builder = Client::builder()
        .token("s3cret")
        .timeout(Duration::from_secs(7))
        .base_url("https://u:s3cret@proxy.example");
    assert_eq!(
        format!("{builder:?}"),
        "ClientBuilder { token: <redacted>, region: None, base_url: <redacted>, \
         timeout: Some(7s), attempt_timeout: None, \
         retries: Retries { attempts: 3, first: 500ms, longest: 30s }, .. }"
    );
    let client = Client::builder().token("s3cret").build().unwrap();
    assert_eq!(
        format!("{client:?}"),
        "Client { base_url: \"https://api.intercom.io\", region: Some(Us), token: <redacted>, \
         timeout: 120s, attempt_timeout: 30s, \
         retries: Retries { attempts: 3, first: 500ms, longest: 30s }, .. }"
    );
    let call = client
        .request(Method::GET, "/v4lue")
        .query("email", "v4lue")
        .with_header("x-key", "v4lue")
        .body("v4lue", "text/plain");
    let text = format!("{call:?} {:?}", call.clone().send());
    assert!(
        !text.contains("v4lue") && !text.contains("s3cret"),
        "{text}"
    );
}

#[test]
fn everything_can_be_shared_between_threads() {
    fn anywhere<T: Send + Sync + 'static>() {}
    fn small<T>() -> usize {
        size_of::<T>()
    }
    anywhere::<Client>();
    anywhere::<intercom_api::ClientBuilder>();
    anywhere::<RawCall>();
    anywhere::<ResponseFuture<serde_json::Value>>();
    anywhere::<Response<serde_json::Value>>();
    anywhere::<Error>();
    assert!(small::<Error>() <= 8);
    assert!(small::<Client>() <= 8);
}
