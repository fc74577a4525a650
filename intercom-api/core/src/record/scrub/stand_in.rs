//! Stand-ins: functions of a value and a secret key.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Number, Value};
use sha2::{Digest, Sha256};
use url::Url;

use super::shape::Shape;

/// Makes the stand-ins of one key.
pub(super) struct StandIns {
    mac: Hmac<Sha256>,
}

impl StandIns {
    pub(super) fn new(key: &[u8]) -> Self {
        // A block of HMAC; a key of any length fits.
        let mut block = [0; 64];
        block[..32].copy_from_slice(&Sha256::digest(key));
        Self {
            mac: Hmac::new(&block.into()),
        }
    }

    pub(super) fn key_id(&self) -> String {
        self.hex("id of the key", "", 12)
    }

    fn hash(&self, domain: &str, value: &str) -> [u8; 32] {
        let mut mac = self.mac.clone();
        mac.update(domain.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().into()
    }

    fn hex(&self, domain: &str, value: &str, digits: usize) -> String {
        let mut hex = String::with_capacity(64);
        for byte in self.hash(domain, value) {
            // Writing to a string cannot fail.
            _ = write!(hex, "{byte:02x}");
        }
        hex.truncate(digits);
        hex
    }

    /// The stand-in of a string.
    pub(super) fn of(&self, text: &str) -> String {
        match Shape::of(text) {
            Shape::Email => {
                let hex = self.hex("email", &text.to_lowercase(), 12);
                format!("person-{hex}@example.com")
            }
            Shape::Url => self.url(text),
            Shape::Ip => self.ip(text),
            Shape::Uuid => {
                let hex = self.hex("id", text, 32);
                let parts = [
                    &hex[..8],
                    &hex[8..12],
                    &hex[12..16],
                    &hex[16..20],
                    &hex[20..],
                ];
                parts.join("-")
            }
            Shape::ObjectId => self.hex("id", text, 24),
            Shape::Digits | Shape::Phone => self.digits(text),
            Shape::Text => self.text(text),
        }
    }

    /// The stand-in of a text, whatever its form is.
    pub(super) fn text(&self, text: &str) -> String {
        let word = format!("text-{}", self.hex("text", text.trim(), 12));
        let text = text.trim();
        if text.starts_with('<') && text.ends_with('>') {
            format!("<p>{word}</p>")
        } else {
            word
        }
    }

    /// The stand-in of a key of an object.
    pub(super) fn key(&self, key: &str) -> String {
        format!("key-{}", self.hex("key", key, 12))
    }

    /// The stand-in of a page cursor.
    pub(super) fn cursor(&self, cursor: &str) -> String {
        format!("cursor-{}", self.hex("cursor", cursor, 16))
    }

    /// The same characters with other digits. Spaces and marks between the digits do not matter to
    /// them.
    fn digits(&self, text: &str) -> String {
        let plain: String = text.chars().filter(char::is_ascii_digit).collect();
        let mut others = Vec::new();
        let mut block = 0;
        while others.len() < plain.len() {
            // The slight preference of some digits does not reveal any.
            let hash = self.hash("digits", &format!("{block}:{plain}"));
            others.extend(hash.iter().map(|byte| b'0' + byte % 10));
            block += 1;
        }
        // A number must not become shorter when it is parsed.
        if plain.len() > 1 && !plain.starts_with('0') && others.first() == Some(&b'0') {
            others[0] = b'5';
        }
        let mut others = others.into_iter().map(char::from);
        let other = |c: char| match c {
            '0'..='9' => others.next().unwrap_or('0'),
            c => c,
        };
        text.chars().map(other).collect()
    }

    /// The stand-in of a URL at another host than the API's.
    pub(super) fn url(&self, text: &str) -> String {
        let Ok(url) = Url::parse(text) else {
            return self.text(text);
        };
        let host = self.hex("host", url.host_str().unwrap_or_default(), 12);
        let rest = &url[url::Position::BeforePath..url::Position::AfterQuery];
        let scheme = match url.scheme() {
            scheme @ ("https" | "http" | "ftp" | "ws" | "wss") => scheme,
            _ => "https",
        };
        if rest.is_empty() || rest == "/" {
            return format!("{scheme}://host-{host}.example{rest}");
        }
        format!(
            "{scheme}://host-{host}.example/{}",
            self.hex("rest", rest, 12)
        )
    }

    fn ip(&self, text: &str) -> String {
        if let Ok(IpAddr::V6(ip)) = text.parse() {
            let mut octets = [0; 16];
            octets.copy_from_slice(&self.hash("ip", &ip.to_string())[..16]);
            octets[..4].copy_from_slice(&[0x20, 0x01, 0x0d, 0xb8]);
            return Ipv6Addr::from(octets).to_string();
        }
        let [a, b, c, ..] = self.hash("ip", text);
        Ipv4Addr::new(10, a, b, c).to_string()
    }

    /// The stand-in of a number: another one with as many digits.
    pub(super) fn number(&self, number: &Number) -> Value {
        let text = number.to_string();
        // An exponent stays small if its digits do not change.
        let (digits, exponent) = match text.split_once(['e', 'E']) {
            Some((digits, _)) => (digits, "e10"),
            None => (text.as_str(), ""),
        };
        let mut other = self.digits(digits);
        let start = usize::from(other.starts_with('-'));
        if number.is_i64() || number.is_u64() {
            // Not all integers of 19 or 20 digits are valid.
            if other.len() - start >= 19 {
                other.replace_range(start..start + 2, "10");
            }
        }
        other.push_str(exponent);
        serde_json::from_str(&other).unwrap_or_else(|_| 0.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::StandIns;
    use crate::record::scrub::shape::Shape;

    #[test]
    fn stand_in_has_the_form_of_the_value_and_not_the_value() {
        let made = StandIns::new(b"k");
        for text in [
            "jane@acme.com",
            "https://acme.com/jane?id=5",
            "http://acme.com/",
            "203.0.113.7",
            "fe80::1",
            "5ba682d23d7cf92bef87bfd4",
            "3ecf64d0-9ed1-4e9f-88e1-da7d6e6782f3",
            "+353 (0)87-123 4567",
            "3538712345678901234567890123456789012345678901234567890123456789",
            "Jane Doe",
        ] {
            let other = made.of(text);
            assert_ne!(other, text);
            assert_eq!(Shape::of(&other), Shape::of(text), "{other}");
            assert_eq!(other, StandIns::new(b"k").of(text));
            assert_ne!(other, StandIns::new(b"other").of(text), "{text}");
        }
        assert_eq!(made.of("Jane@Acme.com"), made.of("jane@acme.com"));
        let [spaced, plain] = ["+353 87 1234567", "+353871234567"].map(|text| made.of(text));
        assert_eq!(spaced.replace(' ', ""), plain);
        assert!(made.of("<b>Jane</b>").starts_with("<p>text-"));
        let [site, page] = ["https://acme.com/", "https://acme.com/a"].map(|text| made.of(text));
        assert!(page.starts_with(&site), "{page}");
    }

    #[test]
    fn number_stays_a_number_of_its_kind() {
        let made = StandIns::new(b"k");
        for number in [
            json!(0),
            json!(48_213),
            json!(-7),
            json!(u64::MAX),
            json!(i64::MIN),
            json!(1.5),
        ] {
            let Value::Number(number) = number else {
                unreachable!()
            };
            let other = made.number(&number);
            assert_eq!(other.is_f64(), number.is_f64(), "{number} {other}");
        }
        assert!(
            made.number(&serde_json::Number::from_f64(1e300).unwrap())
                .is_number()
        );
    }
}
