//! Tables that fit the terminal.

use std::io::IsTerminal as _;

/// The space between columns.
const GAP: usize = 2;
/// The narrowest column that is worth reading; a table of narrower ones becomes a list of blocks.
const NARROWEST: usize = 18;
/// How far the lines of a block, and wrapped lines, are indented.
const INDENT: usize = 4;

/// Returns the width of the terminal that is printed to, or `COLUMNS` where that is set; `None` where a file
/// or another program reads.
pub(crate) fn width() -> Option<usize> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    let columns = std::env::var("COLUMNS").ok();
    let columns = columns.and_then(|columns| columns.parse().ok());
    columns.filter(|columns| *columns > 0).or_else(|| {
        let (width, _) = terminal_size::terminal_size()?;
        Some(width.0.into())
    })
}

/// Returns a table in lines of at most `width` characters: cells are wrapped where they are too long. Where
/// that would leave no room to read, each row becomes a block of lines under its first `heads` cells.
pub(crate) fn table<const N: usize>(
    names: &[&str; N],
    rows: &[[String; N]],
    width: Option<usize>,
    heads: usize,
) -> String {
    let names = names.map(str::to_owned);
    let longest = |column: usize| {
        let cells = rows.iter().chain([&names]);
        cells.map(|row| length(&row[column])).max().unwrap_or(0)
    };
    let mut widths: [usize; N] = std::array::from_fn(longest);
    if let Some(width) = width {
        let room = width.saturating_sub(GAP * N.saturating_sub(1));
        if widths.iter().sum::<usize>() > room {
            let Some(cap) = cap(&widths, room).filter(|cap| *cap >= NARROWEST) else {
                return blocks(&names, rows, width, heads);
            };
            widths = widths.map(|width| width.min(cap));
        }
    }
    let lines = [&names].into_iter().chain(rows);
    lines.map(|row| lines_of(row, &widths)).collect()
}

/// Returns the greatest width such that columns of at most this width fit into `room`.
fn cap(widths: &[usize], room: usize) -> Option<usize> {
    let fits = |cap: &usize| widths.iter().map(|width| width.min(cap)).sum::<usize>() <= room;
    (1..=room).rev().find(fits)
}

/// A row as one line, or as more where cells are wrapped.
fn lines_of<const N: usize>(row: &[String; N], widths: &[usize; N]) -> String {
    let cells: [Vec<String>; N] = std::array::from_fn(|column| wrap(&row[column], widths[column]));
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let gap = " ".repeat(GAP);
    let mut text = String::new();
    for line in 0..height {
        let parts = cells.iter().zip(widths).map(|(cell, width)| {
            let part = cell.get(line).map_or("", String::as_str);
            format!("{part:width$}")
        });
        text.push_str(parts.collect::<Vec<_>>().join(&gap).trim_end());
        text.push('\n');
    }
    text
}

fn blocks<const N: usize>(
    names: &[String; N],
    rows: &[[String; N]],
    width: usize,
    heads: usize,
) -> String {
    let mut text = String::new();
    for row in rows {
        let (head, rest) = row.split_at(heads.min(N));
        indented(&mut text, &head.join(" "), width, 0);
        for (name, cell) in names.iter().skip(heads).zip(rest) {
            if !cell.is_empty() {
                indented(&mut text, &format!("{name}: {cell}"), width, INDENT);
            }
        }
    }
    text
}

/// Adds a paragraph; lines after its first are indented further.
fn indented(text: &mut String, paragraph: &str, width: usize, indent: usize) {
    let room = width.saturating_sub(indent + INDENT).max(1);
    for (index, line) in wrap(paragraph, room).iter().enumerate() {
        let indent = indent + if index == 0 { 0 } else { INDENT };
        text.push_str(&" ".repeat(indent));
        text.push_str(line);
        text.push('\n');
    }
}

/// Splits a text into lines of at most `width` characters: after spaces and what separates parts of paths and
/// types, or else anywhere.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut rest: Vec<char> = text.chars().collect();
    while rest.len() > width {
        let is_end = |at: &usize| rest[at - 1] == ' ' || *at < rest.len() && rest[*at] == ' ';
        let is_part = |at: &usize| matches!(rest[at - 1], '/' | ',' | ';' | '<' | '_' | '.' | '-');
        let mut ends = (width / 2 + 1..=width).rev();
        let space = ends.clone().find(is_end);
        let end = space.or_else(|| ends.find(is_part)).unwrap_or(width);
        let line: String = rest.drain(..end).collect();
        lines.push(line.trim_end().to_owned());
        let blanks = rest.iter().take_while(|char| **char == ' ').count();
        rest.drain(..blanks);
    }
    if !rest.is_empty() || lines.is_empty() {
        lines.push(rest.into_iter().collect());
    }
    lines
}

fn length(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 4] = ["resource", "method", "path", "arguments"];

    fn rows() -> [[String; 4]; 3] {
        [
            ["contacts", "get", "/contacts/{id}", "id: Id"],
            [
                "custom_object_instances",
                "delete_by_external_id",
                "/custom_object_instances/{custom_object_type_identifier}",
                "custom_object_type_identifier: String; external_id: Id; dry_run?: bool; é: Vec<BTreeMap<String, Value>>",
            ],
            ["x", "y", "/", ""],
        ]
        .map(|row| row.map(str::to_owned))
    }

    /// The characters of a text except spaces, sorted.
    fn characters(text: &str) -> Vec<char> {
        let mut characters: Vec<_> = text.split_whitespace().flat_map(str::chars).collect();
        characters.sort_unstable();
        characters
    }

    #[test]
    fn full_lines_are_printed_where_no_width_is_known() {
        let full = table(&NAMES, &rows(), None, 2);
        assert_eq!(full.lines().count(), 4);
        assert!(full.contains("dry_run?: bool; é: Vec<BTreeMap<String, Value>>\n"));
        let wide = full.lines().map(length).max().unwrap();
        assert_eq!(table(&NAMES, &rows(), Some(wide), 2), full);
        assert_ne!(table(&NAMES, &rows(), Some(wide - 1), 2), full);
    }

    #[test]
    fn every_width_is_kept_and_nothing_is_cut() {
        let full = characters(&table(&NAMES, &rows(), None, 2));
        for width in 12..260 {
            let text = table(&NAMES, &rows(), Some(width), 2);
            for line in text.lines() {
                assert!(length(line) <= width, "{width}: {line}");
                assert_eq!(line, line.trim_end());
            }
            if text.starts_with("resource") {
                assert_eq!(characters(&text), full, "{width}");
            } else {
                let together: String = text.split_whitespace().collect();
                for cell in rows().iter().flatten() {
                    let cell: String = cell.split_whitespace().collect();
                    assert!(together.contains(&cell), "{width}: {cell}");
                }
            }
        }
    }

    #[test]
    fn cells_are_wrapped_between_their_parts() {
        assert_eq!(
            wrap("id: Id; name: String", 12),
            ["id: Id;", "name: String"]
        );
        assert_eq!(wrap("/contacts/{id}/tags", 12), ["/contacts/", "{id}/tags"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 3), [""]);
    }

    #[test]
    fn narrow_terminals_get_blocks() {
        let text = table(&NAMES, &rows(), Some(50), 2);
        let expected = "contacts get\n    path: /contacts/{id}\n    arguments: id: Id\n";
        assert!(text.starts_with(expected), "{text}");
        assert!(text.ends_with("x y\n    path: /\n"), "{text}");
    }
}
