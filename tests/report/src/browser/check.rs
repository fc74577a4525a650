//! What every page must do.

use serde_json::{Value, json};

use super::devtools::Browser;
use super::tab::{DOWN, ENTER, ESCAPE, Key, SLASH, SPACE, TAB, Tab, UP};

/// What scripts look at: state of the page, contrasts, and the colors of a picture.
const PROBE: &str = include_str!("probe.js");
/// The lowest ratio of contrast that WCAG 2 accepts for text.
const CONTRAST: f64 = 4.5;

/// Checks a page.
pub(super) fn page(browser: &mut Browser, html: &str) -> Result<(), String> {
    let mut check = Check {
        tab: Tab::open(browser)?,
    };
    check.tab.size(1280, 900)?;
    check.tab.prefer("light")?;
    check.tab.show(html)?;
    check.tab.evaluate(PROBE)?;
    check.keyboard()?;
    check.structure()?;
    let mut pictures = Vec::new();
    for (colors, width) in [
        ("light", 1280),
        ("dark", 1280),
        ("light", 360),
        ("dark", 360),
    ] {
        check.tab.size(width, 900)?;
        check.tab.prefer(colors)?;
        check.colors(colors, width)?;
        pictures.push((colors, check.tab.screenshot()?));
    }
    check.choice_of_colors()?;
    let complaints = check.tab.complaints();
    if !complaints.is_empty() {
        return Err(format!("the browser reports: {}", complaints.join("; ")));
    }
    // The policy of the page does not let it show pictures; another tab does.
    let mut check = Check {
        tab: Tab::open(browser)?,
    };
    check.tab.evaluate(PROBE)?;
    for (colors, picture) in pictures {
        check.picture(colors, &picture)?;
    }
    Ok(())
}

struct Check<'a> {
    tab: Tab<'a>,
}

impl Check<'_> {
    fn keyboard(&mut self) -> Result<(), String> {
        let start = self.state()?;
        let rows = start["shown"].clone();
        self.expect(
            &json!({ "open": 0, "status": format!("{rows} of {rows} rows") }),
            "at first",
        )?;
        // A word of the last row; its row remains.
        let word = self.tab.evaluate("probe.lastWord()")?;
        let word = word.as_str().unwrap_or_default();
        self.press(SLASH, &json!({ "focus": "search", "search": "" }))?;
        self.tab.write(word)?;
        let found = self.state()?;
        let count = found["shown"].as_u64().unwrap_or(0);
        if count == 0 || found["unmatched"] != 0 {
            return Err(format!("the search for `{word}` shows {found}"));
        }
        self.tab.write(" no-row-has-this")?;
        self.expect(
            &json!({ "shown": 0, "status": format!("0 of {rows} rows") }),
            "a search for nothing",
        )?;
        self.press(ESCAPE, &json!({ "shown": rows, "search": "" }))?;
        if self.tab.evaluate("probe.buttons().length")? == 0 {
            return Ok(());
        }
        self.press(DOWN, &json!({ "focus": 0, "open": 0 }))?;
        self.press(ENTER, &json!({ "focus": 0, "open": 1 }))?;
        self.press(ESCAPE, &json!({ "focus": 0, "open": 0 }))?;
        self.press(SPACE, &json!({ "focus": 0, "open": 1 }))?;
        self.press(UP, &json!({ "focus": "search" }))?;
        self.press(DOWN, &json!({ "focus": 0 }))?;
        if self.tab.evaluate("probe.buttons().length")?.as_u64() > Some(1) {
            self.press(DOWN, &json!({ "focus": 1 }))?;
            self.press(UP, &json!({ "focus": 0 }))?;
            self.press(TAB, &json!({ "focus": 1 }))?;
        }
        // The heading of a column sorts, both ways.
        for order in ["ascending", "descending"] {
            self.tab.evaluate("probe.firstSort().focus()")?;
            self.press(ENTER, &json!({ "sorted": order, "shown": rows }))?;
        }
        Ok(())
    }

    fn structure(&mut self) -> Result<(), String> {
        let faults = self.tab.evaluate("probe.faults()")?;
        if faults == json!([]) {
            return Ok(());
        }
        Err(format!("the structure of the page has faults: {faults}"))
    }

    fn colors(&mut self, colors: &str, width: u32) -> Result<(), String> {
        let seen = self.tab.evaluate("probe.colors()")?;
        if (colors == "dark") != (seen["background"].as_f64() < Some(0.2)) {
            return Err(format!(
                "{colors} mode has the background {}",
                seen["background"]
            ));
        }
        if seen["contrast"].as_f64() < Some(CONTRAST) {
            return Err(format!("{colors} mode has the contrast {seen}"));
        }
        if seen["width"].as_u64() > Some(width.into()) {
            return Err(format!(
                "the page is {} wide on a screen of {width}",
                seen["width"]
            ));
        }
        Ok(())
    }

    /// The button beats what the reader prefers, both ways. Prefers dark at first.
    fn choice_of_colors(&mut self) -> Result<(), String> {
        for (pressed, is_dark) in [("false", false), ("true", true)] {
            self.tab
                .evaluate("document.querySelector('#theme').focus()")?;
            self.press(SPACE, &json!({ "theme": pressed }))?;
            let seen = self.tab.evaluate("probe.colors()")?;
            if is_dark != (seen["background"].as_f64() < Some(0.2)) {
                return Err(format!("after a choice, the background is {seen}"));
            }
        }
        Ok(())
    }

    fn picture(&mut self, colors: &str, picture: &str) -> Result<(), String> {
        let seen = self.tab.evaluate(&format!("probe.picture('{picture}')"))?;
        let is_dark = seen["light"].as_f64() < Some(0.4);
        if seen["colors"].as_u64() < Some(20) || is_dark != (colors == "dark") {
            return Err(format!("the picture in {colors} mode has {seen}"));
        }
        Ok(())
    }

    fn press(&mut self, key: Key, expected: &Value) -> Result<(), String> {
        self.tab.press(key)?;
        self.expect(expected, key.0)
    }

    fn state(&mut self) -> Result<Value, String> {
        self.tab.evaluate("probe.state()")
    }

    /// Compares the keys of `expected` with the state of the page.
    fn expect(&mut self, expected: &Value, after: &str) -> Result<(), String> {
        let state = self.state()?;
        let wrong = expected.as_object().into_iter().flatten();
        let wrong: Vec<_> = wrong
            .filter(|(key, value)| state[key.as_str()] != **value)
            .map(|(key, value)| format!("{key} is {}, not {value}", state[key.as_str()]))
            .collect();
        if wrong.is_empty() {
            return Ok(());
        }
        Err(format!("after `{after}`: {}", wrong.join(", ")))
    }
}
