//! Percent-encoding of path segments and query values, stricter than any server needs: what is not
//! unreserved in RFC 3986 is encoded, so that no value can end its segment or its parameter.

/// Appends `value` to `text`, percent-encoded.
pub(crate) fn push_encoded(text: &mut String, value: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    // Most ids stay as they are.
    if value.bytes().all(is_unreserved) {
        return text.push_str(value);
    }
    text.reserve(value.len());
    for byte in value.bytes() {
        if is_unreserved(byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.push(char::from(HEX[usize::from(byte >> 4)]));
            text.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
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
