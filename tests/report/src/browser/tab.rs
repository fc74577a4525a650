//! A tab of the browser: what a person does with it, and what is seen.

use serde_json::{Value, json};

use super::devtools::Browser;

/// A tab with a page.
pub(super) struct Tab<'a> {
    browser: &'a mut Browser,
    session: String,
}

/// A key with its code on a keyboard, its number, and what it types.
pub(super) type Key = (&'static str, &'static str, u16, &'static str);

pub(super) const SLASH: Key = ("/", "Slash", 191, "/");
pub(super) const DOWN: Key = ("ArrowDown", "ArrowDown", 40, "");
pub(super) const UP: Key = ("ArrowUp", "ArrowUp", 38, "");
pub(super) const ENTER: Key = ("Enter", "Enter", 13, "\r");
pub(super) const ESCAPE: Key = ("Escape", "Escape", 27, "");
pub(super) const TAB: Key = ("Tab", "Tab", 9, "");
pub(super) const SPACE: Key = (" ", "Space", 32, " ");

impl<'a> Tab<'a> {
    /// Opens a tab that shows nothing yet.
    pub(super) fn open(browser: &'a mut Browser) -> Result<Self, String> {
        let target = browser.call(
            None,
            "Target.createTarget",
            &json!({ "url": "about:blank" }),
        )?;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = browser.call(None, "Target.attachToTarget", &attach)?;
        let session = attached["sessionId"].as_str().unwrap_or_default();
        let session = session.to_owned();
        let mut tab = Self { browser, session };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            tab.call(&format!("{domain}.enable"), &json!({}))?;
        }
        Ok(tab)
    }

    /// Shows a page, and waits until it is loaded.
    pub(super) fn show(&mut self, html: &str) -> Result<(), String> {
        let file = self.browser.folder().join("page.html");
        let written = std::fs::write(&file, html);
        written.map_err(|error| format!("cannot write the page: {error}"))?;
        let url = format!("file://{}", file.display());
        self.call("Page.navigate", &json!({ "url": url }))?;
        self.browser.wait("Page.loadEventFired")
    }

    pub(super) fn size(&mut self, width: u32, height: u32) -> Result<(), String> {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", &size)
            .map(drop)
    }

    /// Sets the colors that the reader prefers: `light` or `dark`.
    pub(super) fn prefer(&mut self, colors: &str) -> Result<(), String> {
        let features = json!([{ "name": "prefers-color-scheme", "value": colors }]);
        self.call(
            "Emulation.setEmulatedMedia",
            &json!({ "features": features }),
        )
        .map(drop)
    }

    pub(super) fn press(&mut self, key: Key) -> Result<(), String> {
        let (key, code, number, text) = key;
        let mut event = json!({ "type": "keyDown", "key": key, "code": code, "text": text,
            "windowsVirtualKeyCode": number });
        self.call("Input.dispatchKeyEvent", &event)?;
        event["type"] = "keyUp".into();
        event["text"] = "".into();
        self.call("Input.dispatchKeyEvent", &event).map(drop)
    }

    pub(super) fn write(&mut self, text: &str) -> Result<(), String> {
        self.call("Input.insertText", &json!({ "text": text }))
            .map(drop)
    }

    /// Evaluates a script, and returns its value.
    pub(super) fn evaluate(&mut self, script: &str) -> Result<Value, String> {
        let parameters =
            json!({ "expression": script, "returnByValue": true, "awaitPromise": true });
        let mut result = self.call("Runtime.evaluate", &parameters)?;
        if result.get("exceptionDetails").is_some() {
            return Err(format!("{script}: {}", result["exceptionDetails"]));
        }
        Ok(result["result"]["value"].take())
    }

    /// Returns what is seen: a PNG in base64.
    pub(super) fn screenshot(&mut self) -> Result<String, String> {
        let result = self.call("Page.captureScreenshot", &json!({ "format": "png" }))?;
        let image = result["data"].as_str();
        image
            .map(str::to_owned)
            .ok_or_else(|| "no screenshot".to_owned())
    }

    /// Returns errors and warnings of the console, dialogs, and requests for anything but the page.
    pub(super) fn complaints(&mut self) -> Vec<String> {
        let events = self.browser.take_events();
        let found = events.iter().filter_map(|event| {
            let parameters = &event["params"];
            match event["method"].as_str()? {
                "Runtime.exceptionThrown" => Some(parameters["exceptionDetails"].to_string()),
                "Runtime.consoleAPICalled" => Some(parameters["args"].to_string()),
                "Log.entryAdded" => Some(parameters["entry"]["text"].to_string()),
                "Page.javascriptDialogOpening" => Some("a dialog opens".to_owned()),
                "Network.requestWillBeSent" => {
                    let url = parameters["request"]["url"].as_str()?;
                    let is_local = url.starts_with("file:") || url.starts_with("data:");
                    (!is_local).then(|| format!("requests {url}"))
                }
                _ => None,
            }
        });
        found.collect()
    }

    fn call(&mut self, method: &str, parameters: &Value) -> Result<Value, String> {
        self.browser.call(Some(&self.session), method, parameters)
    }
}
