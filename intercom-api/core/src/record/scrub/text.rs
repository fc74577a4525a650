//! Bodies and messages that are text.

use serde_json::Value;

use super::json::Walk;
use super::words::{is_of_sentence, is_word};
use super::{Marks, Scrubber, shape};

impl Scrubber {
    /// Scrubs a body that is not a JSON object or list. What has an own form keeps it: CSV, JSON lines,
    /// server-sent events, forms. Anything else is one stand-in.
    pub(in crate::record) fn text_body(
        &self,
        text: &str,
        media: &str,
        home: Option<&str>,
    ) -> String {
        if let Ok(value) = serde_json::from_str::<Value>(text) {
            return match value {
                Value::String(text) => Value::from(self.stand_ins.of(&text)).to_string(),
                Value::Number(number) => self.stand_ins.number(&number).to_string(),
                value @ (Value::Object(_) | Value::Array(_)) => {
                    self.json(value, home, None).to_string()
                }
                value @ (Value::Null | Value::Bool(_)) => value.to_string(),
            };
        }
        if media.starts_with("application/x-www-form-urlencoded") {
            let form = self.query(text.trim(), home, &mut Marks::default());
            let mut pairs = url::form_urlencoded::Serializer::new(String::new());
            for (name, value) in &form {
                let values = value
                    .as_array()
                    .map_or(std::slice::from_ref(value), Vec::as_slice);
                for value in values {
                    pairs.append_pair(name, value.as_str().unwrap_or_default());
                }
            }
            return pairs.finish();
        }
        if media.starts_with("text/event-stream") {
            return self.events(text, home);
        }
        if let Some(lines) = self.json_lines(text, home) {
            return lines;
        }
        if !media.starts_with("text/html")
            && let Some(table) = self.table(text, home)
        {
            return table;
        }
        self.stand_ins.text(text)
    }

    /// Each line of a text as JSON, if each is an object.
    fn json_lines(&self, text: &str, home: Option<&str>) -> Option<String> {
        let lines = text.lines().map(|line| {
            if line.is_empty() {
                return Some("\n".to_owned());
            }
            let value: Value = serde_json::from_str(line).ok()?;
            let value = value.is_object().then(|| self.json(value, home, None))?;
            Some(format!("{value}\n"))
        });
        lines.collect()
    }

    /// Server-sent events: the data are scrubbed, comments are left out.
    fn events(&self, text: &str, home: Option<&str>) -> String {
        let mut stored = String::new();
        for line in text.lines() {
            let (field, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.strip_prefix(' ').unwrap_or(value);
            let value = match field {
                "data" => match serde_json::from_str::<Value>(value) {
                    Ok(value) if value.is_object() || value.is_array() => {
                        self.json(value, home, None).to_string()
                    }
                    _ => self.stand_ins.text(value),
                },
                "event"
                    if value
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || "._-".contains(c)) =>
                {
                    value.to_owned()
                }
                "event" | "id" | "retry" => {
                    self.string_at(Walk::new(home, "", None), &[field], value)
                }
                "" => {
                    stored.push('\n');
                    continue;
                }
                _ => continue,
            };
            for part in [field, ": ", value.as_str(), "\n"] {
                stored.push_str(part);
            }
        }
        stored
    }

    /// Comma-separated values below a line of headings. At least half of the headings are words of the
    /// API, so that no other text counts as a table.
    fn table(&self, text: &str, home: Option<&str>) -> Option<String> {
        let mut rows = rows(text).into_iter();
        let headings = rows.next().filter(|headings| headings.len() > 1)?;
        let key = |heading: &str| heading.trim().to_lowercase().replace(' ', "_");
        let known = headings
            .iter()
            .filter(|heading| is_word(&key(heading)))
            .count();
        if known * 2 < headings.len() {
            return None;
        }
        let first = headings.iter().map(|heading| {
            if is_word(&key(heading)) {
                heading.clone()
            } else {
                self.stand_ins.key(heading)
            }
        });
        let mut stored = line(first.collect());
        for row in rows {
            let cells = row.iter().enumerate().map(|(at, cell)| {
                let heading = headings
                    .get(at)
                    .map(|heading| key(heading))
                    .unwrap_or_default();
                self.string_at(Walk::new(home, "", None), &[&heading], cell)
            });
            stored.push_str(&line(cells.collect()));
        }
        Some(stored)
    }

    /// Replaces each word of a message that is neither English of error messages nor a word of the API,
    /// an ID, or a short number.
    pub(super) fn words(&self, text: &str) -> String {
        let mut stored = String::with_capacity(text.len());
        let mut from = 0;
        // Each part of a phone number is short.
        while let Some(phone) = shape::next_phone(text, from) {
            self.plain_words(&text[from..phone.start], &mut stored);
            stored.push_str(&self.stand_ins.of(&text[phone.clone()]));
            from = phone.end;
        }
        self.plain_words(&text[from..], &mut stored);
        stored
    }

    fn plain_words(&self, text: &str, stored: &mut String) {
        for word in text.split_inclusive(char::is_whitespace) {
            let is_edge = |c: char| c.is_ascii_punctuation() || c.is_whitespace();
            let inner = word.trim_matches(is_edge);
            let (start, end) = match word.find(inner) {
                Some(start) if !inner.is_empty() => (start, start + inner.len()),
                _ => {
                    stored.push_str(word);
                    continue;
                }
            };
            stored.push_str(&word[..start]);
            stored.push_str(&self.word(inner));
            stored.push_str(&word[end..]);
        }
    }

    fn word(&self, word: &str) -> String {
        let is_kept = |part: &str| {
            part.is_empty()
                || is_of_sentence(&part.to_lowercase())
                || shape::is_short_number(part)
                || (shape::is_id(part) && !shape::is_digits(part))
        };
        // `id=5ba6…`, `contact_id:17`, `custom_attributes.plan`, `doesn't`
        let is_mark = |c: char| matches!(c, '=' | ':' | '.' | '/' | '\'' | '’' | '-');
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        if is_kept(word) || (digits <= 6 && word.split(is_mark).all(is_kept)) {
            return word.to_owned();
        }
        if let Some((key, id)) = word.split_once(['=', ':'])
            && is_kept(key)
            && shape::is_id(id)
        {
            return word.to_owned();
        }
        self.stand_ins.of(word)
    }
}

/// The cells of comma-separated values.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut is_quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

/// A row as a line.
fn line(cells: Vec<String>) -> String {
    let cells = cells.into_iter().map(|cell| {
        if cell.contains(['"', ',', '\n']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell
        }
    });
    cells.collect::<Vec<_>>().join(",") + "\n"
}

#[cfg(test)]
mod tests {
    use super::Scrubber;

    fn scrubber() -> Scrubber {
        Scrubber::new(b"k", Vec::new())
    }

    #[test]
    fn error_message_keeps_its_sentence_and_its_id() {
        let message =
            "A contact matching those details already exists with id=5ba682d23d7cf92bef87bfd4";
        let stored = scrubber().words(message);
        assert!(stored.starts_with("A contact matching "), "{stored}");
        assert!(
            stored.ends_with(" already exists with id=5ba682d23d7cf92bef87bfd4"),
            "{stored}"
        );
        let stored = scrubber()
            .words("Jane (jane@acme.com) doesn't exist: call +353871234567 or 087 123 4567.");
        assert!(stored.contains("doesn't exist: call +"), "{stored}");
        for word in ["Jane", "jane", "353871234567", "123", "4567"] {
            assert!(!stored.contains(word), "{stored}");
        }
    }

    #[test]
    fn table_keeps_known_headings_and_ids() {
        let text = "id,email,Secret Column\r\n5,jane@acme.com,\"Jane, \"\"J\"\" Doe\"\r\n";
        let stored = scrubber().text_body(text, "text/csv", None);
        let lines: Vec<&str> = stored.lines().collect();
        assert!(lines[0].starts_with("id,email,key-"), "{stored}");
        assert!(lines[1].starts_with("5,person-"), "{stored}");
        assert_eq!(lines.len(), 2);
        assert!(
            !stored.contains("Jane") && !stored.contains("Secret"),
            "{stored}"
        );
        let prose = scrubber().text_body("Jane,Doe\nsaw,it", "text/csv", None);
        assert!(
            prose.starts_with("text-") && !prose.contains(','),
            "{prose}"
        );
    }

    #[test]
    fn other_forms_of_text_keep_their_form() {
        let scrub = |text: &str, media: &str| scrubber().text_body(text, media, None);
        let lines = scrub(
            "{\"id\":\"5\",\"email\":\"jane@acme.com\"}\n",
            "application/x-ndjson",
        );
        assert!(
            lines.contains("\"id\":\"5\"") && !lines.contains("jane"),
            "{lines}"
        );
        let events = scrub(
            "event: list\ndata: {\"name\":\"Jane\"}\n: Jane\n\n",
            "text/event-stream",
        );
        assert!(
            events.starts_with("event: list\ndata: {\"name\":\"text-"),
            "{events}"
        );
        assert!(
            !events.contains("Jane") && events.ends_with("\n\n"),
            "{events}"
        );
        let form = scrub(
            "email=jane%40acme.com&type=contact",
            "application/x-www-form-urlencoded",
        );
        assert!(
            form.contains("type=contact") && !form.contains("jane"),
            "{form}"
        );
        assert_eq!(scrub("true", "application/json"), "true");
        assert!(!scrub("\"Jane\"", "application/json").contains("Jane"));
    }
}
