//! The conversion of HTML, by the crate `htmd`.

#![expect(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "handlers of elements have the form that `htmd` calls"
)]

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BrStyle, BulletListMarker, Options};
use htmd::{Element, HtmlToMarkdown};

use super::guard;

/// Content that is not for readers.
const SKIPPED: [&str; 5] = ["script", "style", "head", "title", "template"];

/// Characters that mean something in Markdown.
const MARKED: &[char] = &[
    '\\', '`', '*', '_', '{', '}', '[', ']', '<', '>', '#', '+', '-', '.', '!', '|', '~', '=', '&',
];

/// Converts bodies of messages.
pub(super) struct Converter {
    html: HtmlToMarkdown,
    is_markdown: bool,
}

impl Converter {
    pub(super) fn markdown() -> Self {
        let builder = HtmlToMarkdown::builder().options(options());
        // Headings of transcripts are headings of messages; those in a message are bold.
        let builder = builder
            .skip_tags(SKIPPED.to_vec())
            .add_handler(vec!["h1", "h2", "h3", "h4", "h5", "h6"], heading)
            .add_handler(vec!["code"], inline_code)
            .add_handler(vec!["pre"], code_block)
            .add_handler(vec!["img"], image);
        Self {
            html: builder.build(),
            is_markdown: true,
        }
    }

    /// The same without marks. Text stays escaped until [`unescape`].
    pub(super) fn text() -> Self {
        let bare = vec!["b", "strong", "i", "em", "del", "s", "strike"];
        let builder = HtmlToMarkdown::builder().options(options());
        let builder = builder
            .skip_tags(SKIPPED.to_vec())
            .add_handler(vec!["h1", "h2", "h3", "h4", "h5", "h6"], paragraph)
            .add_handler(bare, inner)
            .add_handler(vec!["code", "pre"], code)
            .add_handler(vec!["a"], link)
            .add_handler(vec!["img"], image_text);
        Self {
            html: builder.build(),
            is_markdown: false,
        }
    }

    /// Converts a body, which is HTML or, with `display_as=plaintext` and from newer versions of the
    /// API, text.
    pub(super) fn convert(&self, body: &str) -> String {
        let lines;
        let body = if has_tag(body) {
            body
        } else {
            lines = body.trim().replace('\n', "<br>");
            &lines
        };
        // Writing to memory does not fail.
        let converted = self.html.convert(body).unwrap_or_default();
        if self.is_markdown {
            let markdown = guard::guarded(converted.trim());
            if guard::is_contained(&markdown) {
                return markdown;
            }
            return guard::fenced(&self.convert_to_text(body));
        }
        let text = unescape(&converted);
        let lines: Vec<_> = text.lines().map(str::trim_end).collect();
        lines.join("\n").trim().to_owned()
    }

    /// Converts HTML to text whatever this converts to.
    pub(super) fn convert_to_text(&self, body: &str) -> String {
        if self.is_markdown {
            return Self::text().convert(body);
        }
        self.convert(body)
    }
}

fn options() -> Options {
    Options {
        br_style: BrStyle::TwoSpaces,
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Options::default()
    }
}

/// Returns whether a text is HTML: it has a tag.
fn has_tag(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        let name = after.strip_prefix('/').unwrap_or(after);
        if name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') && after.contains('>') {
            return true;
        }
        rest = after;
    }
    false
}

fn attribute(element: &Element<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attrs.iter();
    let found = attributes.find(|attribute| &*attribute.name.local == name)?;
    let value = found.value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

fn content(handlers: &dyn Handlers, element: &Element<'_>) -> String {
    handlers.walk_children(element.node).content
}

fn inner(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    Some(content(handlers, &element).into())
}

fn paragraph(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    Some(format!("\n\n{}\n\n", content(handlers, &element).trim()).into())
}

fn heading(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let content = content(handlers, &element);
    let content = content.trim();
    if content.is_empty() {
        return None;
    }
    Some(format!("\n\n**{content}**\n\n").into())
}

/// Code within a line, which ends with it: an empty line would leave the rest unescaped.
fn inline_code(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let code = handlers.fallback(element)?.content;
    if guard::is_code_block(code.trim()) {
        return Some(code.into());
    }
    let words: Vec<_> = code.split_whitespace().collect();
    Some(words.join(" ").into())
}

/// A block of code. `htmd` writes one only for `code` within `pre`, and other text as it is.
fn code_block(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let content = content(handlers, &element);
    let content = content.trim_matches('\n');
    if content.trim().is_empty() {
        return None;
    }
    if guard::is_code_block(content) {
        return Some(format!("\n\n{content}\n\n").into());
    }
    Some(format!("\n\n{}\n\n", guard::fenced(content)).into())
}

/// Code is not escaped, and must stay as it is when text is unescaped.
fn code(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let is_block = element.tag == "pre";
    let content = content(handlers, &element);
    if is_block {
        return Some(format!("\n\n{}\n\n", content.trim_matches('\n')).into());
    }
    Some(content.replace('\\', "\\\\").into())
}

fn link(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let text = content(handlers, &element);
    let Some(url) = attribute(&element, "href") else {
        return Some(text.into());
    };
    let shown = unescape(text.trim());
    if shown.is_empty() || shown == url || url.strip_prefix("mailto:") == Some(&shown) {
        return Some(url.replace('\\', "\\\\").into());
    }
    Some(format!("{text} ({})", url.replace('\\', "\\\\")).into())
}

/// An image is a link: a transcript shows no pictures from elsewhere.
fn image(_: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let url = attribute(&element, "src")?;
    let name = attribute(&element, "alt").unwrap_or_else(|| "image".to_owned());
    Some(format!("[{}](<{}>)", escape_markdown(&name), escape_url(&url)).into())
}

fn image_text(_: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let url = attribute(&element, "src")?;
    let name = attribute(&element, "alt").unwrap_or_else(|| "image".to_owned());
    Some(format!("[{name}: {url}]").replace('\\', "\\\\").into())
}

/// Removes the backslashes before punctuation.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match characters.peek() {
            Some(next) if character == '\\' && next.is_ascii_punctuation() => {
                plain.push(*next);
                characters.next();
            }
            _ => plain.push(character),
        }
    }
    plain
}

/// Puts a backslash before everything that means something in Markdown.
pub(super) fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        // Within a line, these mean nothing.
        let is_harmless = matches!(character, '.' | '-' | '+' | '=' | '!');
        if MARKED.contains(&character) && !is_harmless {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Returns a URL that cannot end early where it is written.
pub(super) fn escape_url(url: &str) -> String {
    let mut escaped = String::with_capacity(url.len());
    for character in url.trim().chars() {
        match character {
            '<' => escaped.push_str("%3C"),
            '>' => escaped.push_str("%3E"),
            '\\' => escaped.push_str("%5C"),
            ' ' => escaped.push_str("%20"),
            _ if character.is_control() => {}
            _ => escaped.push(character),
        }
    }
    escaped
}
