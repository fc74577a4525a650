//! Secrets and data of customers, planted anywhere in an exchange, are in no form on the cassette.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use intercom_api::external::bytes::Bytes;
use intercom_api::external::http::{Request, Response};
use intercom_api::record::Recorder;
use intercom_api::{Transport, TransportBody, TransportError};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::{ProptestConfig, any, proptest};
use serde_json::{Map, Value, json};
use tokio::runtime::Builder;

use crate::search::{base64, forms};
use crate::support::Cassette;

/// Random choices from a seed.
struct Planter {
    state: u64,
    secrets: Vec<String>,
}

const KEYS: [&str; 40] = [
    "name",
    "email",
    "phone",
    "body",
    "external_id",
    "user_id",
    "title",
    "url",
    "token",
    "user_hash",
    "message",
    "value",
    "field",
    "type",
    "id",
    "contact_id",
    "state",
    "role",
    "created_at",
    "custom_attributes",
    "metadata",
    "location",
    "avatar",
    "starting_after",
    "next",
    "errors",
    "code",
    "locale",
    "content_type",
    "unknown_key",
    "tags",
    "data",
    "source",
    "author",
    "subject",
    "website",
    "companies",
    "ids",
    "last_seen_ip",
    "plan",
];

const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";

impl Planter {
    fn number(&mut self, below: usize) -> usize {
        // SplitMix64.
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % below as u64).unwrap()
    }

    fn letters(&mut self, length: usize) -> String {
        (0..length)
            .map(|_| char::from(LETTERS[self.number(LETTERS.len())]))
            .collect()
    }

    fn digits(&mut self, length: usize) -> String {
        (0..length)
            .map(|_| char::from(b"123456789"[self.number(9)]))
            .collect()
    }

    fn hex(&mut self, length: usize) -> String {
        (0..length)
            .map(|_| char::from(b"0123456789abcdef"[self.number(16)]))
            .collect()
    }

    /// A secret of any kind; each is recognized when it is found.
    fn secret(&mut self) -> String {
        let word = self.letters(9);
        let secret = match self.number(13) {
            0 => format!("{word}@{}.com", self.letters(6).to_lowercase()),
            1 => format!("Zoë {word}"),
            2 => format!("+{}", self.digits(12)),
            3 => format!("+49 {} {}", self.digits(3), self.digits(8)),
            4 => format!(
                "https://{}.com/{word}?id={}",
                self.letters(8).to_lowercase(),
                self.digits(8)
            ),
            5 => format!("203.0.113.{}", 100 + self.number(150)),
            6 => format!("dG9rO{word}{}", self.digits(4)),
            7 => format!("eyJ{word}.eyJ{}.{}", self.letters(12), self.letters(12)),
            8 => self.hex(64),
            9 => format!("{word} GmbH & \"Söhne\""),
            10 => format!("{word}\n\t{}", self.letters(8)),
            11 => format!("+353 87 {} {}", self.digits(3), self.digits(4)),
            _ => word,
        };
        self.secrets.push(secret.clone());
        secret
    }

    /// A text with secrets in it.
    fn text(&mut self) -> String {
        match self.number(4) {
            0 => format!(
                "The contact {} with id=5 already exists ({})",
                self.secret(),
                self.secret()
            ),
            1 => format!("<p>Hi {},</p><p>call {}</p>", self.secret(), self.secret()),
            2 => format!("{}, {}", self.secret(), self.secret()),
            _ => self.secret(),
        }
    }

    fn key(&mut self) -> String {
        match self.number(20) {
            0 => format!("{}@example.com", self.secret().replace(' ', "")),
            1 => self.secret() + "://",
            _ => KEYS[self.number(KEYS.len())].to_owned(),
        }
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.number(if depth == 0 { 5 } else { 8 }) {
            0 => json!(self.number(1_000_000)),
            1 => Value::Null,
            2 => json!(true),
            3 | 4 => Value::String(self.text()),
            5 => (0..self.number(4)).map(|_| self.value(depth - 1)).collect(),
            _ => self.object(depth - 1),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        let count = self.number(6);
        let mut object: Map<String, Value> = (0..count)
            .map(|_| (self.key(), self.value(depth)))
            .collect();
        match self.number(6) {
            0 => {
                object.insert("field".to_owned(), json!("custom_attributes.plan"));
                object.insert("value".to_owned(), self.secret().into());
            }
            1 => {
                object.insert("code".to_owned(), json!("conflict"));
                object.insert("message".to_owned(), self.text().into());
            }
            2 => {
                // As a number.
                let number = self.digits(12);
                object.insert("phone".to_owned(), number.parse::<u64>().unwrap().into());
                self.secrets.push(number);
            }
            _ => {}
        }
        Value::Object(object)
    }

    /// A body in any form, with its media type.
    fn body(&mut self) -> (&'static str, Vec<u8>) {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        match self.number(11) {
            0 => ("text/plain", self.text().into_bytes()),
            1 => (
                "text/html",
                format!("<html>{}</html>", self.text()).into_bytes(),
            ),
            2 => {
                let row = [self.secret(), self.secret(), self.secret()];
                let row = row.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
                (
                    "text/csv",
                    format!("id,email,{}\n5,{},{}\n", row[0], row[1], row[2]).into_bytes(),
                )
            }
            3 => {
                let form = format!(
                    "email={}&{}=1",
                    encoded(&self.secret()),
                    encoded(&self.key())
                );
                ("application/x-www-form-urlencoded", form.into_bytes())
            }
            4 => {
                let data = self.object(2);
                let comment = self.secret().replace('\n', " ");
                (
                    "text/event-stream",
                    format!("event: x\ndata: {data}\n: {comment}\n\n").into_bytes(),
                )
            }
            5 => {
                let lines = format!("{}\n{}\n", self.object(2), self.object(2));
                ("application/octet-stream", lines.into_bytes())
            }
            6 => {
                let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
                gzip.write_all(self.text().as_bytes()).unwrap();
                ("application/gzip", gzip.finish().unwrap())
            }
            7 => (
                "audio/mpeg",
                [b"ID3\0\xff".as_slice(), self.secret().as_bytes()].concat(),
            ),
            8 => (
                "application/json",
                format!("{{\"broken\": \"{}\"", self.secret()).into_bytes(),
            ),
            _ => ("application/json", self.object(4).to_string().into_bytes()),
        }
    }

    fn request(&mut self) -> Request<Bytes> {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let segments = ["contacts", "people", "5ba682d23d7cf92bef87bfd4"];
        let mut url = "https://api.intercom.io".to_owned();
        for _ in 0..=self.number(3) {
            let segment = match self.number(2) {
                0 => segments[self.number(3)].to_owned(),
                _ => encoded(&self.secret()),
            };
            _ = write!(url, "/{segment}");
        }
        let query = [
            (self.key(), self.secret()),
            ("email".to_owned(), self.secret()),
            (
                "starting_after".to_owned(),
                base64(self.text().as_bytes(), 0),
            ),
        ];
        let query = query.map(|(name, value)| format!("{}={}", encoded(&name), encoded(&value)));
        _ = write!(url, "?{}", query.join("&"));
        let (media, body) = self.body();
        let token = self.letters(20);
        self.secrets.push(token.clone());
        let ascii = |text: String| text.replace(|c: char| !c.is_ascii_graphic(), "");
        let mut request = Request::post(url).header("content-type", media);
        if self.number(4) > 0 {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        request
            .header("cookie", ascii(self.secret()))
            .header("user-agent", ascii(self.secret()))
            .header("x-customer", ascii(self.secret()))
            .header(
                "accept",
                format!("text/plain; name={}", ascii(self.secret())),
            )
            .body(body.into())
            .unwrap()
    }

    fn response(&mut self) -> Response<TransportBody> {
        let (media, body) = self.body();
        let ascii = |text: String| text.replace(|c: char| !c.is_ascii_graphic(), "");
        let status = [200, 302, 400, 404][self.number(4)];
        Response::builder()
            .status(status)
            .header(
                "content-type",
                format!("{media}; x=\"{}\"", ascii(self.secret())),
            )
            .header("location", ascii(self.secret()))
            .header("set-cookie", ascii(self.secret()))
            .header("etag", ascii(self.secret()))
            .header("x-request-id", ascii(self.secret()))
            .header("retry-after", ascii(self.secret()))
            .header("content-disposition", ascii(self.secret()))
            .header(ascii(self.letters(5)).to_lowercase(), ascii(self.secret()))
            .body(TransportBody::from(body))
            .unwrap()
    }
}

/// Records an exchange with secrets everywhere. Returns them, and the cassette.
fn record(seed: u64) -> (Vec<String>, String) {
    let mut planter = Planter {
        state: seed,
        secrets: Vec::new(),
    };
    let request = planter.request();
    let response = std::sync::Mutex::new(Some(planter.response()));
    let transport = move |_| {
        let response = response.lock().unwrap().take();
        async move { Ok::<_, TransportError>(response.unwrap()) }
    };
    let cassette = Cassette::new();
    let recorder = Recorder::builder(&cassette.path)
        .transport(transport)
        .build()
        .unwrap();
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let response = recorder.send(request).await.unwrap();
        read_to_end(response).await;
    });
    assert_eq!(recorder.exchanges(), 1);
    (planter.secrets, cassette.text())
}

/// Reads a body through a client, whose transports are the only readers of bodies.
async fn read_to_end(response: Response<TransportBody>) {
    // A redirect would not be read.
    let body = std::sync::Mutex::new(Some(response.into_body()));
    let transport = move |_| {
        let body = body.lock().unwrap().take();
        async move { Ok::<_, TransportError>(Response::new(body.unwrap())) }
    };
    let client = intercom_api::Client::builder()
        .token("t")
        .transport(transport);
    let client = client
        .retries(intercom_api::Retries::none())
        .build()
        .unwrap();
    let call = client.request(intercom_api::external::http::Method::GET, "/me");
    // The form of the body does not matter.
    call.send().await.ok();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_planted_is_on_the_cassette(seed in any::<u64>()) {
        let (secrets, text) = record(seed);
        let lowercase = text.to_lowercase();
        for secret in secrets {
            for form in forms(&secret) {
                assert!(!text.contains(&form), "{form:?} of {secret:?} in {text}");
            }
            let secret = secret.to_lowercase();
            assert!(!lowercase.contains(&secret), "{secret:?} in {text}");
        }
    }
}

#[test]
fn planted_secrets_are_many() {
    let (secrets, text) = record(7);
    assert!(secrets.len() > 20 && text.lines().count() == 2);
}
