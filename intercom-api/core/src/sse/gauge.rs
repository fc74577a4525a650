//! Measures events before they are parsed: the parser keeps an event until it is complete, however
//! long it is.

/// How many bytes an event can have.
pub(super) const MAX_EVENT_SIZE: usize = 1024 * 1024;

/// Counts the bytes since the last blank line, which ends an event.
#[derive(Debug, Default)]
pub(super) struct Gauge {
    size: usize,
    /// Whether the current line has a byte.
    in_line: bool,
    /// Whether there is a line other than a comment since the last blank line.
    has_field: bool,
    /// Whether the last byte was a carriage return, so that a line feed ends no other line.
    after_return: bool,
}

impl Gauge {
    /// Counts bytes, and returns whether every event is small enough so far.
    pub(super) fn fits(&mut self, bytes: &[u8]) -> bool {
        for byte in bytes {
            let is_second_half = *byte == b'\n' && self.after_return;
            self.after_return = *byte == b'\r';
            self.size += 1;
            match byte {
                _ if is_second_half => {}
                b'\n' | b'\r' if self.in_line => self.in_line = false,
                b'\n' | b'\r' => {
                    self.size = 0;
                    self.has_field = false;
                }
                byte => {
                    self.has_field |= !self.in_line && *byte != b':';
                    self.in_line = true;
                }
            }
            if self.size > MAX_EVENT_SIZE {
                return false;
            }
        }
        true
    }

    /// Returns whether the bytes so far end within an event.
    pub(super) fn is_within_event(&self) -> bool {
        self.has_field
    }
}

#[cfg(test)]
mod tests {
    use super::{Gauge, MAX_EVENT_SIZE};

    #[test]
    fn event_ends_at_a_blank_line_in_each_spelling() {
        for end in ["\n\n", "\r\r", "\r\n\r\n", "\n\r\n"] {
            let mut gauge = Gauge::default();
            for _ in 0..3 {
                let event = ["data: ", &"x".repeat(MAX_EVENT_SIZE - 20), end].concat();
                for part in event.as_bytes().chunks(70_001) {
                    assert!(gauge.fits(part), "{end:?}");
                }
            }
        }
    }

    #[test]
    fn event_is_complete_after_its_blank_line() {
        for (text, is_within) in [
            ("", false),
            ("data: x", true),
            ("data: x\n", true),
            ("data: x\n\n", false),
            ("data: x\r\n\r\n", false),
            ("data: x\r\r: comment", false),
            ("data: x\n\n: comment\nid", true),
        ] {
            let mut gauge = Gauge::default();
            assert!(gauge.fits(text.as_bytes()));
            assert_eq!(gauge.is_within_event(), is_within, "{text:?}");
        }
    }

    #[test]
    fn endless_event_does_not_fit() {
        for line in ["x", "data: x\n", "data: x\r\n", ": comment\n"] {
            let mut gauge = Gauge::default();
            let mut sent = 0;
            while gauge.fits(line.as_bytes()) {
                sent += line.len();
                assert!(sent <= MAX_EVENT_SIZE, "{line:?}");
            }
        }
    }
}
