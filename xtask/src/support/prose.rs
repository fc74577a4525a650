//! The prose of the repository: documentation, comments, messages, and names of functions.

use std::fmt;

use anyhow::Context as _;
use intercom_gen::banned_phrase;

use super::workspace::Workspace;

/// A banned phrase and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    file: String,
    line: usize,
    phrase: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, phrase } = self;
        write!(f, "{file}:{line}: contains the phrase `{phrase}`")
    }
}

/// A piece of prose that starts in a line.
#[derive(Debug, PartialEq, Eq)]
struct Piece<'a> {
    line: usize,
    text: &'a str,
    is_name: bool,
}

/// Folders and files whose contents are built, generated, or the words of others.
const EXEMPT: [&str; 13] = [
    ".git",
    "Cargo.lock",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "api.txt",
    "corpus",
    "generated",
    "generated.rs",
    "phrases.rs",
    "prose.rs",
    "proptest-regressions",
    "small",
    "target",
];

/// Finds the banned phrases in all files below the root.
pub(crate) fn banned_phrases(workspace: &Workspace) -> anyhow::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut folders = vec![".".to_owned()];
    while let Some(folder) = folders.pop() {
        for name in workspace.list(&folder)? {
            let name = name.trim_start_matches("./").to_owned();
            let (_, last) = name.rsplit_once('/').unwrap_or(("", &name));
            if EXEMPT.contains(&last) {
                continue;
            }
            if workspace.path(&name).is_dir() {
                folders.push(name);
                continue;
            }
            let Some((_, extension)) = last.rsplit_once('.') else {
                continue;
            };
            if ["md", "rs", "toml", "txt", "yaml", "yml"].contains(&extension) {
                let text = workspace.read(&name)?;
                let text = text.with_context(|| format!("{name} does not exist anymore"))?;
                findings.extend(in_file(&name, &text));
            }
        }
    }
    findings.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    Ok(findings)
}

/// Finds the banned phrases in a file, also those that are broken over two lines.
fn in_file(file: &str, text: &str) -> Vec<Finding> {
    let pieces = if matches!(file.rsplit_once('.'), Some((_, "rs"))) {
        rust_pieces(text)
    } else {
        let lines = text.lines().enumerate();
        let lines = lines.filter(|(_, line)| !line.trim_start().starts_with("r#\""));
        lines
            .map(|(index, text)| Piece {
                line: index + 1,
                text,
                is_name: false,
            })
            .collect()
    };
    let mut findings = Vec::new();
    let has_quoted_texts = [".toml", ".yaml", ".yml"]
        .iter()
        .any(|end| file.ends_with(end));
    let mut before: Option<&Piece<'_>> = None;
    for piece in &pieces {
        let text = if piece.is_name {
            piece.text.replace('_', " ")
        } else {
            let text = piece.text.trim_start_matches(['/', '!', '#', ' ']);
            // In these files, quotes are around all texts, not around what a text quotes.
            if has_quoted_texts {
                text.replace('"', " ")
            } else {
                text.to_owned()
            }
        };
        let mut found = banned_phrase(&text);
        if let Some(before) = before.filter(|before| before.line + 1 == piece.line) {
            let tail = last_words(before.text);
            if found.is_none() && banned_phrase(&tail).is_none() {
                found = banned_phrase(&format!("{tail} {text}"));
            }
        }
        findings.extend(found.map(|phrase| Finding {
            file: file.to_owned(),
            line: piece.line,
            phrase,
        }));
        before = Some(piece);
    }
    findings
}

/// The last words of a line, without code, which may begin in the line.
fn last_words(line: &str) -> String {
    let line = line.rsplit(['`', '"']).next().unwrap_or_default();
    let words: Vec<_> = line.split_whitespace().collect();
    let from = words.len().saturating_sub(3);
    words.get(from..).unwrap_or_default().join(" ")
}

/// The comments, strings and names of functions in Rust source.
fn rust_pieces(source: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut line, mut at) = (1, 0);
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, piece) = next_piece(rest, source.get(..at).unwrap_or_default());
        let length = length.max(1);
        let end = (at + length..=source.len())
            .find(|end| source.is_char_boundary(*end))
            .unwrap_or(source.len());
        let text = source.get(at..end).unwrap_or_default();
        // A string or a name of one word is an identifier.
        let is_prose = |is_name: &bool| text.trim().contains(if *is_name { '_' } else { ' ' });
        if let Some(is_name) = piece.filter(is_prose) {
            let inner = if is_name {
                text.trim_start_matches("fn ")
            } else {
                text.trim_matches(['"', '#'])
            };
            for (index, text) in inner.split('\n').enumerate() {
                pieces.push(Piece {
                    line: line + index,
                    text,
                    is_name,
                });
            }
        }
        line += text.matches('\n').count();
        at = end;
    }
    pieces
}

/// The length of the token at the start of `rest`, and whether it is prose: `true` for the name of a
/// function, `false` for a comment or a string.
fn next_piece(rest: &str, before: &str) -> (usize, Option<bool>) {
    let starts_word = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), Some(false));
    }
    if let Some(tail) = rest.strip_prefix('r').filter(|_| starts_word) {
        let hashes = tail.len() - tail.trim_start_matches('#').len();
        if tail.get(hashes..).is_some_and(|tail| tail.starts_with('"')) {
            let close = format!("\"{}", "#".repeat(hashes));
            let start = hashes + 2;
            let found = rest.get(start..).and_then(|inner| inner.find(&close));
            let end = found.map_or(rest.len(), |found| start + found + close.len());
            return (end, Some(false));
        }
    }
    if let Some(inner) = rest.strip_prefix('"') {
        let mut escaped = false;
        let end = inner.find(|c| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        });
        return (end.map_or(rest.len(), |end| end + 2), Some(false));
    }
    if rest.starts_with("'\"'") {
        return (3, None);
    }
    if rest.starts_with("'\\") {
        return (3, None);
    }
    if starts_word && rest.starts_with("fn ") {
        let name = rest.get(3..).unwrap_or_default();
        let end = name.find(|c: char| !c.is_alphanumeric() && c != '_');
        return (end.map_or(rest.len(), |end| end + 3), Some(true));
    }
    (1, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrase_in_any_kind_of_file_is_found_with_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::at(folder.path());
        workspace
            .write(&[
                ("README.md", "Fine.\n\nThis is no\nlist.\n"),
                ("a/names.toml", "# Fine.\ntext = \"whoever reads\"\n"),
                ("b/.github/ci.yml", "# Nobody knows.\n"),
                (
                    "c/src/lib.rs",
                    "/// Fine.\n/// It is\n/// no list.\nfn a_change_is_told() -> char {\n    \
                     let _ = \"the server answers\";\n    '\"' // It says so.\n}\n",
                ),
                ("c/src/generated/mod.rs", "// It says so.\n"),
                ("target/doc.md", "It says so.\n"),
            ])
            .unwrap();
        let found = banned_phrases(&workspace).unwrap();
        let found: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "README.md:3: contains the phrase `is no`",
                "a/names.toml:2: contains the phrase `whoever`",
                "b/.github/ci.yml:1: contains the phrase `knows`",
                "c/src/lib.rs:3: contains the phrase `is no`",
                "c/src/lib.rs:4: contains the phrase `is told`",
                "c/src/lib.rs:5: contains the phrase `answers`",
                "c/src/lib.rs:6: contains the phrase `says`",
            ]
        );
    }

    #[test]
    fn code_is_not_prose() {
        let source = "let says = told_apart(r#\"{\"a\": 1}\"#); // `is no` code\nlet c = '\\'';\n";
        assert_eq!(in_file("a.rs", source), []);
    }
}
