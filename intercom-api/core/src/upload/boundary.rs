//! Boundaries between the parts of a form: which one to use, and a watch over what is sent.

use std::hash::{BuildHasher, Hasher, RandomState};

use super::form::{Content, MultipartForm};
use super::source::Source;

/// How many boundaries are drawn before a form is refused. One is enough, unless the bytes were made
/// by someone who can predict it.
const DRAWS: usize = 4;

/// Returns a boundary that occurs nowhere in a form, as far as its content is in memory.
pub(super) fn choose(form: &MultipartForm, mut draw: impl FnMut() -> String) -> Option<String> {
    (0..DRAWS).map(|_| draw()).find(|boundary| {
        let needle = boundary.as_bytes();
        !form.parts().iter().any(|part| {
            let content = match &part.content {
                Content::Text { text, .. } => text.as_bytes(),
                Content::File(upload) => match upload.source() {
                    Source::Bytes(bytes) => bytes.as_ref(),
                    Source::Path(_) | Source::Stream(_) => &[][..],
                },
            };
            contains(content, needle) || contains(part.name.as_bytes(), needle)
        })
    })
}

/// Draws a boundary of 128 bits that nobody can predict: the keys of the hash are from the system.
pub(super) fn random() -> String {
    let keys = RandomState::new();
    let half = |number: u8| {
        let mut hasher = keys.build_hasher();
        hasher.write_u8(number);
        hasher.finish()
    };
    format!("intercom-{:016x}{:016x}", half(0), half(1))
}

pub(super) fn contains(text: &[u8], needle: &[u8]) -> bool {
    text.windows(needle.len()).any(|window| window == needle)
}

/// Finds a boundary in bytes that arrive in pieces.
pub(super) struct Watch {
    needle: Box<[u8]>,
    /// The last bytes, which may be the beginning of a boundary.
    tail: Vec<u8>,
}

impl Watch {
    pub(super) fn new(boundary: &str) -> Self {
        Self {
            needle: boundary.as_bytes().into(),
            tail: Vec::new(),
        }
    }

    /// Forgets the bytes so far: those of another file follow.
    pub(super) fn restart(&mut self) {
        self.tail.clear();
    }

    /// Returns whether the boundary ends in these bytes.
    pub(super) fn finds_in(&mut self, bytes: &[u8]) -> bool {
        let keep = self.needle.len() - 1;
        let head = bytes.get(..keep.min(bytes.len())).unwrap_or_default();
        self.tail.extend_from_slice(head);
        if contains(&self.tail, &self.needle) || contains(bytes, &self.needle) {
            return true;
        }
        if bytes.len() > keep {
            self.tail.clear();
            self.tail.extend_from_slice(&bytes[bytes.len() - keep..]);
        } else {
            let surplus = self.tail.len().saturating_sub(keep);
            self.tail.drain(..surplus);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Watch, choose, random};
    use crate::upload::{MultipartForm, Upload};

    #[test]
    fn boundary_that_occurs_in_the_content_is_drawn_again() {
        let mut draws = ["taken", "also-taken", "free"].into_iter();
        let form = MultipartForm::new()
            .text("a", "x taken y")
            .file("b", Upload::from_bytes("also-taken"));
        let chosen = choose(&form, || draws.next().unwrap().to_owned());
        assert_eq!(chosen.as_deref(), Some("free"));
        assert_eq!(choose(&form, || "taken".to_owned()), None);
    }

    #[test]
    fn random_boundaries_differ() {
        let drawn: BTreeSet<_> = (0..1_000).map(|_| random()).collect();
        assert_eq!(drawn.len(), 1_000);
        assert!(drawn.iter().all(|boundary| boundary.len() == 41));
    }

    #[test]
    fn boundary_is_found_however_the_bytes_are_cut() {
        let text = b"--xx--boundarboundary--";
        for first in 0..text.len() {
            for second in first..text.len() {
                let mut watch = Watch::new("boundary");
                let cuts = [&text[..first], &text[first..second], &text[second..]];
                assert!(
                    cuts.iter().any(|cut| watch.finds_in(cut)),
                    "{first} {second}"
                );
                let mut watch = Watch::new("boundary!");
                assert!(!cuts.iter().any(|cut| watch.finds_in(cut)));
            }
        }
        let mut watch = Watch::new("boundary");
        assert!(!watch.finds_in(b"bound"));
        watch.restart();
        assert!(!watch.finds_in(b"ary"));
    }
}
