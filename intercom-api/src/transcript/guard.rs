//! Keeps the Markdown of a message within the message. `htmd` escapes what starts a piece of text, but
//! not every line of it.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser, Tag};

/// Returns Markdown without headings, in which every block of code ends.
pub(super) fn guarded(markdown: &str) -> String {
    let markdown = &*if has_clean_fences(markdown) {
        Cow::Borrowed(markdown)
    } else {
        Cow::Owned(without_code(markdown))
    };
    let mut guarded = String::with_capacity(markdown.len());
    let mut fence: Option<&str> = None;
    for line in markdown.lines() {
        let content = after_containers(line);
        if let Some(open) = fence {
            if closes(content, open) {
                fence = None;
            }
            guarded.push_str(line);
        } else if let Some(open) = opened(content) {
            fence = Some(open);
            guarded.push_str(line);
        } else {
            let (before, content) = line.split_at(line.len() - content.len());
            guarded.push_str(before);
            if is_special(content) {
                guarded.push('\\');
            }
            guarded.push_str(content);
        }
        guarded.push('\n');
    }
    match fence {
        Some(open) => guarded.push_str(open),
        None => drop(guarded.pop()),
    }
    guarded
}

/// Returns whether a reader of Markdown finds no heading in that of a message, and the heading that
/// follows it outside of all that the message has started.
pub(super) fn is_contained(markdown: &str) -> bool {
    let with_next = format!("{markdown}\n\n### next");
    let mut depth = 0_usize;
    let mut headings = Vec::new();
    for (event, place) in Parser::new(&with_next).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if matches!(tag, Tag::Heading { .. }) {
                    headings.push((depth, place.start > markdown.len()));
                }
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    headings == [(0, true)]
}

/// Returns a block of code that holds this text.
pub(super) fn fenced(text: &str) -> String {
    let fence = fence_around(text);
    format!("{fence}\n{text}\n{fence}")
}

/// Returns whether every block of code starts on a line of its own, not in a quote, and ends. Others
/// end in places that depend on what is around them.
fn has_clean_fences(markdown: &str) -> bool {
    let mut fence: Option<&str> = None;
    for line in markdown.lines() {
        if let Some(open) = fence {
            if closes(line, open) {
                fence = None;
            }
        } else if line.contains("```") {
            let content = after_containers(line);
            let is_quoted = line[..line.len() - content.len()].contains('>');
            match opened(content) {
                Some(open) if !is_quoted => fence = Some(open),
                _ => return false,
            }
        }
    }
    fence.is_none()
}

/// Returns Markdown in which no backtick marks code.
fn without_code(markdown: &str) -> String {
    let mut plain = String::with_capacity(markdown.len());
    let mut is_escaped = false;
    for character in markdown.chars() {
        if character == '`' && !is_escaped {
            plain.push('\\');
        }
        is_escaped = character == '\\' && !is_escaped;
        plain.push(character);
    }
    plain
}

/// Returns whether a text is one block of code and nothing else.
pub(super) fn is_code_block(text: &str) -> bool {
    let mut lines = text.lines();
    let Some(open) = lines.next().and_then(opened) else {
        return false;
    };
    let is_first_close = lines.by_ref().any(|line| closes(line, open));
    is_first_close && lines.next().is_none()
}

/// Returns the marks for a block of code that holds this text.
fn fence_around(text: &str) -> String {
    let longest = text.split(|it| it != '`').map(str::len).max();
    "`".repeat(longest.unwrap_or_default().max(2) + 1)
}

/// Returns the marks of a line that starts a block of code.
fn opened(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let ticks = line.len() - line.trim_start_matches('`').len();
    let (marks, rest) = line.split_at(ticks);
    (ticks >= 3 && !rest.contains('`')).then_some(marks)
}

fn closes(line: &str, open: &str) -> bool {
    let line = line.trim();
    line.len() >= open.len() && line.chars().all(|it| it == '`')
}

/// Returns whether a line is a heading, or makes one of the line before, or starts HTML or code that
/// could take in what follows. No other marks for code than backticks are in use.
fn is_special(content: &str) -> bool {
    let consists_of = |mark| content.trim_end().chars().all(|it| it == mark);
    content.starts_with('#')
        || content.starts_with('<')
        || content.starts_with("~~~")
        || (!content.is_empty() && (consists_of('=') || consists_of('-')))
}

/// Returns a line without the marks of quotes and lists before its content.
fn after_containers(line: &str) -> &str {
    let mut rest = line.trim_start();
    loop {
        let digits = rest.trim_start_matches(|it: char| it.is_ascii_digit());
        let number = ['.', ')']
            .iter()
            .find_map(|mark| digits.strip_prefix(*mark));
        let bullet = rest.strip_prefix(['-', '+', '*']);
        let item = number.filter(|_| digits.len() < rest.len()).or(bullet);
        let next = match rest.strip_prefix('>') {
            Some(quoted) => Some(quoted),
            // Without content it can be a line below a heading.
            None => item.filter(|it| it.starts_with([' ', '\t']) && !it.trim().is_empty()),
        };
        match next {
            Some(next) => rest = next.trim_start(),
            None => return rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{after_containers, fence_around, guarded, is_code_block, is_contained};

    #[test]
    fn headings_are_escaped_wherever_they_stand() {
        for (markdown, expected) in [
            ("a\n# b", "a\n\\# b"),
            ("> # b", "> \\# b"),
            ("- 1. # b", "- 1. \\# b"),
            ("a\n===", "a\n\\==="),
            ("a\n---", "a\n\\---"),
            ("a\n- ", "a\n\\- "),
            ("- a\n- b", "- a\n- b"),
            ("```\n# b\n```\n# c", "```\n# b\n```\n\\# c"),
            ("- ```\n  # b\n  ```\n# c", "- ```\n  # b\n  ```\n\\# c"),
            ("````\n```", "\\`\\`\\`\\`\n\\`\\`\\`"),
            ("**```\n# b\n```**", "**\\`\\`\\`\n\\# b\n\\`\\`\\`**"),
            ("a\n<![CDATA[\n> <!-- b", "a\n\\<![CDATA[\n> \\<!-- b"),
            ("", ""),
        ] {
            assert_eq!(guarded(markdown), expected);
        }
    }

    #[test]
    fn what_reaches_beyond_a_message_is_recognized() {
        for contained in ["", "a", "**a**\n\n- b\n  - c", "> a", "```\n# a\n```"] {
            assert!(is_contained(contained), "{contained}");
        }
        for reaching in [
            "# a", "a\n===", "> # a", "- # a", "```\na", "<!-- a", "<pre>",
        ] {
            assert!(!is_contained(reaching), "{reaching}");
        }
    }

    #[test]
    fn blocks_of_code_are_recognized() {
        assert!(is_code_block("```\na\n```"));
        assert!(!is_code_block("```\na\n```\nb\n```"));
        assert!(!is_code_block("a"));
        assert_eq!(fence_around("a ``` b"), "````");
        assert_eq!(fence_around("a"), "```");
        assert_eq!(after_containers(" > - 12) x"), "x");
        assert_eq!(after_containers("-x"), "-x");
    }
}
