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
                b'\n' | b'\r' => self.size = 0,
                _ => self.in_line = true,
            }
            if self.size > MAX_EVENT_SIZE {
                return false;
            }
        }
        true
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
