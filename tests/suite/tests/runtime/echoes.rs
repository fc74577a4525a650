//! Servers that return a secret of the call in a place of their choice, in an encoding of their
//! choice: nothing that can be printed shows it.

use std::fmt::Write;
use std::sync::{Arc, Mutex};

use intercom_api::{Client, ErrorCode, Retries, SecretString, oauth};
use intercom_test_server::{everything_printed, read_body, serve, write};
use proptest::prelude::*;

use crate::support::builder_at;

/// How a server spells a secret.
#[derive(Clone, Copy, Debug)]
enum Spelling {
    Plain,
    Upper,
    Percent,
    PercentTwice,
    Hex,
    Base64,
    Split(char),
    Half,
}

impl Spelling {
    fn of(self, secret: &str) -> String {
        let hex = |prefix: &str| {
            secret.bytes().fold(String::new(), |mut text, byte| {
                write!(text, "{prefix}{byte:02x}").unwrap();
                text
            })
        };
        match self {
            Self::Plain => secret.to_owned(),
            Self::Upper => secret.to_uppercase(),
            Self::Percent => hex("%"),
            Self::PercentTwice => hex("%25"),
            Self::Hex => hex(""),
            Self::Base64 => base64(&format!("id:{secret}")),
            Self::Split(separator) => {
                let letters: Vec<_> = secret.chars().map(String::from).collect();
                letters.join(&separator.to_string())
            }
            Self::Half => secret[..secret.len() / 2].to_owned(),
        }
    }
}

fn base64(text: &str) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let group = [0, 1, 2].map(|at| u32::from(chunk.get(at).copied().unwrap_or(0)));
        let group = group[0] << 16 | group[1] << 8 | group[2];
        for at in 0..=chunk.len() {
            let index = usize::try_from(group >> (18 - 6 * at) & 63).unwrap();
            encoded.push(char::from(ALPHABET[index]));
        }
    }
    encoded
}

/// Where a server puts it.
#[derive(Clone, Copy, Debug)]
enum Place {
    RequestId,
    ContentType,
    LocationHost,
    LocationPath,
    LocationUser,
    Code,
    Field,
    Message,
    FieldName,
    BodyRequestId,
    Key,
}

const PLACES: [Place; 11] = [
    Place::RequestId,
    Place::ContentType,
    Place::LocationHost,
    Place::LocationPath,
    Place::LocationUser,
    Place::Code,
    Place::Field,
    Place::Message,
    Place::FieldName,
    Place::BodyRequestId,
    Place::Key,
];

impl Place {
    /// Status, headers and body of a response with a text in this place.
    fn response(self, text: &str) -> (u16, String, String) {
        let json = |value: serde_json::Value| value.to_string();
        let error = |body| (422, String::new(), body);
        let header = |status, header: String| (status, header + "\r\n", "no JSON".to_owned());
        match self {
            Self::RequestId => header(200, format!("x-request-id: {text}")),
            Self::ContentType => header(502, format!("content-type: {text}")),
            Self::LocationHost => header(302, format!("location: https://{text}.invalid/")),
            Self::LocationPath => header(302, format!("location: http://files.invalid/{text}")),
            Self::LocationUser => header(302, format!("location: https://{text}@files.invalid")),
            Self::Code => error(json(serde_json::json!({"errors": [{"code": text}]}))),
            Self::Field => error(json(
                serde_json::json!({"errors": [{"message": "bad", "field": text}]}),
            )),
            Self::Message => error(json(serde_json::json!({"message": format!("is {text}.")}))),
            Self::FieldName => error(json(serde_json::json!({"errors": {text: "is bad"}}))),
            Self::BodyRequestId => error(json(
                serde_json::json!({"request_id": text, "message": "bad"}),
            )),
            Self::Key => (
                200,
                String::new(),
                json(serde_json::json!([{text: [{}, 1]}])),
            ),
        }
    }
}

async fn serve_one(place: Place, text: String) -> String {
    serve(move |_, head, mut stream| {
        let (status, headers, body) = place.response(&text);
        async move {
            read_body(&mut stream, &head).await;
            let head = format!("{status} x\r\n{headers}content-length: {}", body.len());
            write(&mut stream, &head, body.as_bytes()).await;
        }
    })
    .await
}

/// All that can be printed of a call with each kind of secret.
async fn printed(place: Place, spelling: Spelling, secret: &str, exchanges: bool) -> String {
    let url = serve_one(place, spelling.of(secret)).await;
    let seen = Arc::new(Mutex::new(String::new()));
    let told = Arc::clone(&seen);
    let builder = builder_at(url).retries(Retries::none());
    let builder = builder.on_response(move |info| {
        let mut text = told.lock().unwrap();
        write!(text, "{info:?}{:?}", info.request_id).unwrap();
        text.extend(info.error.map(|error| everything_printed(error)));
    });
    let mut text = String::new();
    let error = if exchanges {
        let result =
            oauth::exchange_with(builder, "id", &SecretString::from("0ther-app"), secret).await;
        result.err()
    } else {
        let client: Client = builder.token(secret).build().unwrap();
        let call = client.request(http::Method::GET, "/me");
        call.send_as::<Vec<String>>().await.err()
    };
    if let Some(error) = error {
        text += &everything_printed(&error);
        write!(text, "{:?}{:?}", error.request_id(), error.errors()).unwrap();
        for error in error.errors() {
            let code = error.code().map(ErrorCode::as_str);
            let parts = [code, error.message(), error.field()];
            text.extend(parts.into_iter().flatten());
        }
    }
    text + &seen.lock().unwrap()
}

/// Letters and digits alone, without their case.
fn skeleton(text: &str) -> String {
    let letters = text.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn no_echoed_secret_is_printed(
        secret in "[A-Za-z0-9]{4}[A-Za-z0-9_-]{16}[A-Za-z0-9]{8,20}",
        place in prop::sample::select(PLACES.to_vec()),
        spelling in prop::sample::select(vec![
            Spelling::Plain, Spelling::Upper, Spelling::Percent, Spelling::PercentTwice,
            Spelling::Hex, Spelling::Base64, Spelling::Split('-'), Spelling::Split('.'),
            Spelling::Half,
        ]),
        exchanges in any::<bool>(),
    ) {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().build().unwrap();
        let text = runtime.block_on(printed(place, spelling, &secret, exchanges));
        prop_assert!(!text.is_empty());
        let (printed, spelled) = (skeleton(&text), skeleton(&spelling.of(&secret)));
        // What surrounds the secret in base64 is not secret.
        let inner = spelled.get(4..spelled.len().saturating_sub(4));
        for part in [skeleton(&secret), inner.unwrap_or_default().to_owned()] {
            for at in 0..part.len().saturating_sub(10) {
                prop_assert!(!printed.contains(&part[at..at + 10]), "{place:?} {spelling:?}: {text}");
            }
        }
    }
}

#[tokio::test]
async fn redirect_to_a_host_with_the_token_is_not_followed() {
    let url = serve_one(Place::LocationHost, "s3cret-token".to_owned()).await;
    let client = builder_at(url).retries(Retries::none()).build().unwrap();
    let error = client.tags().list().await.unwrap_err();
    assert_eq!(error.kind(), intercom_api::ErrorKind::Redirect);
    assert_eq!(
        error.to_string(),
        "tags.list: 302 redirect to https://<redacted>.invalid, which is not followed"
    );
}

#[tokio::test]
async fn values_of_headers_are_readable_and_not_printed() {
    let url = serve(|_, _, mut stream| async move {
        let head = "200 x\r\nx-secret: s3cret\r\nx-request-id: s3cret-token\r\ncontent-length: 2";
        write(&mut stream, head, b"{}").await;
    })
    .await;
    let client = builder_at(url).build().unwrap();
    let response = client.tags().list().send().await.unwrap();
    assert_eq!(response.headers()["x-secret"], "s3cret");
    assert_eq!(response.request_id(), Some("<redacted>"));
    let text = format!("{response:?}{:?}", response.headers());
    assert!(!text.contains("s3cret"), "{text}");
}

#[tokio::test]
async fn new_token_in_the_request_id_of_an_exchange_is_not_printed() {
    let url = serve(|_, head, mut stream| async move {
        read_body(&mut stream, &head).await;
        let body = br#"{"token": "s3cret-t0k"}"#;
        let head = format!(
            "200 x\r\nx-request-id: s3cret-t0k\r\ncontent-length: {}",
            body.len()
        );
        write(&mut stream, &head, body).await;
    })
    .await;
    let seen = Arc::new(Mutex::new(String::new()));
    let told = Arc::clone(&seen);
    let builder =
        builder_at(url).on_response(move |info| write!(told.lock().unwrap(), "{info:?}").unwrap());
    let secret = SecretString::from("s3cret-of-app");
    let exchange = oauth::exchange_with(builder, "id", &secret, "s3cret-code");
    exchange.await.unwrap();
    let text = seen.lock().unwrap();
    assert!(text.contains("oauth") && !text.contains("s3cret"), "{text}");
}

#[tokio::test]
async fn invisible_characters_and_length_are_bounded() {
    let hostile = "a\u{202e}b\u{2066}c\u{200b}d\u{2028}e\u{e0041}f\u{feff}g\u{1b}[31m";
    let many: Vec<_> = (0..2_000)
        .map(|_| format!("{hostile}{}", "x".repeat(90)))
        .collect();
    let body = serde_json::json!({"request_id": "r".repeat(100_000), "errors": many}).to_string();
    assert!(body.len() > 250_000);
    for body in [
        body,
        serde_json::json!({"message": hostile, "code": hostile}).to_string(),
    ] {
        let url = serve(move |_, _, mut stream| {
            let body = body.clone();
            async move {
                let id = "i".repeat(5_000);
                let head = format!(
                    "422 x\r\nx-request-id: {id}\r\ncontent-length: {}",
                    body.len()
                );
                write(&mut stream, &head, body.as_bytes()).await;
            }
        })
        .await;
        let client = builder_at(url).build().unwrap();
        let error = client.tags().list().await.unwrap_err();
        let text = format!("{error}{error:?}{error:#?}");
        assert!(text.len() < 10_000, "{}", text.len());
        assert!(error.request_id().unwrap().chars().count() <= 101);
        let message = error.errors().first().map(|error| error.message().unwrap());
        let all = text + message.unwrap_or_default();
        let is_hidden = |c: &char| {
            matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
                | '\u{feff}' | '\u{e0000}'..='\u{e0fff}' | '\u{1b}')
        };
        assert_eq!(all.chars().find(is_hidden), None);
    }
}
