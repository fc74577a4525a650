//! Characters that must not reach a terminal or a log as they are.

/// Returns a character as it may be printed after `before`: a control character or a separator as a
/// space, a character that is invisible or changes the direction of text as `U+FFFD`.
pub(crate) fn visible(c: char, before: Option<char>) -> char {
    match c {
        ' '..='~' => c,
        _ if c.is_control() || c.is_whitespace() => ' ',
        // A variant of the character before it, as emoji have. ASCII has none, and one is enough.
        '\u{fe00}'..='\u{fe0f}' if before.is_some_and(|c| !c.is_ascii() && !is_invisible(c)) => c,
        _ if is_invisible(c) => '\u{fffd}',
        _ => c,
    }
}

/// Returns whether a character is invisible: the category `Cf` and everything else that may be
/// ignored when text is displayed.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}'
        | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
        | '\u{890}'..='\u{891}' | '\u{8e2}'
        | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn characters_that_a_terminal_obeys_or_hides_are_replaced() {
        for c in ['\0', '\n', '\r', '\u{1b}', '\u{7f}', '\u{9b}', '\u{85}'] {
            assert_eq!(visible(c, None), ' ', "{c:?}");
        }
        for c in ['\u{2028}', '\u{2029}', '\u{a0}', '\u{3000}'] {
            assert_eq!(visible(c, None), ' ', "{c:?}");
        }
        for c in [
            '\u{ad}',
            '\u{61c}',
            '\u{200b}',
            '\u{200d}',
            '\u{200e}',
            '\u{200f}',
            '\u{202a}',
            '\u{202e}',
            '\u{2060}',
            '\u{2066}',
            '\u{2069}',
            '\u{feff}',
            '\u{fff9}',
            '\u{e0001}',
            '\u{e0041}',
            '\u{e0100}',
            '\u{180e}',
            '\u{3164}',
            '\u{34f}',
        ] {
            assert_eq!(visible(c, Some('a')), '\u{fffd}', "{c:?}");
        }
        for c in ['a', '~', 'é', '漢', '🙂', '\u{301}'] {
            assert_eq!(visible(c, None), c);
        }
    }

    #[test]
    fn one_variation_selector_stays_after_what_has_variants() {
        let selector = '\u{fe0f}';
        assert_eq!(visible(selector, Some('❤')), selector);
        for before in [None, Some('a'), Some(selector), Some('\u{200d}')] {
            assert_eq!(visible(selector, before), '\u{fffd}');
        }
    }
}
