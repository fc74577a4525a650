//! Percent-encoding of path segments and query values, stricter than any server needs: what is not
//! unreserved in RFC 3986 is encoded, so that no value can end its segment or its parameter.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

pub(crate) fn push_encoded(text: &mut String, value: &str) {
    text.extend(utf8_percent_encode(value, RESERVED));
}

#[cfg(test)]
mod tests {
    use super::push_encoded;

    #[test]
    fn encodes_all_but_unreserved_bytes() {
        let mut text = String::from("/");
        push_encoded(&mut text, "aZ09-._~ /?#%\"'&=+:@[]{}|\\\n\u{e9}\u{1f600}");
        assert_eq!(
            text,
            "/aZ09-._~%20%2F%3F%23%25%22%27%26%3D%2B%3A%40%5B%5D%7B%7D%7C%5C%0A%C3%A9%F0%9F%98%80"
        );
    }
}
