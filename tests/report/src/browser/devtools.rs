//! Chromium and its `DevTools` protocol, over pipes: messages of JSON, each with a zero byte behind it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// How long the browser may take for one thing.
const LIMIT: Duration = Duration::from_secs(20);

/// A running browser; it ends when this is dropped.
pub(super) struct Browser {
    process: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    last_id: u64,
    events: Vec<Value>,
    /// The profile, and the pages that are opened.
    folder: TempDir,
}

impl Browser {
    /// Starts a browser without windows, with a profile of its own.
    pub(super) fn start(program: &Path) -> Result<Self, String> {
        let failed = |error| format!("cannot start {}: {error}", program.display());
        let folder = tempfile::tempdir().map_err(failed)?;
        let profile = folder.path().join("profile");
        // The browser reads from descriptor 3 and writes to 4, which only a shell can set without `unsafe`.
        let mut process = Command::new("sh")
            .args(["-c", r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#])
            .arg(program)
            .args(["--headless", "--remote-debugging-pipe", "--no-sandbox"])
            .args(["--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
            .args(["--disable-extensions", "--disable-background-networking"])
            .args(["--hide-scrollbars", "--force-color-profile=srgb"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            return Err("the browser has no pipes".to_owned());
        };
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            for message in BufReader::new(output).split(0).map_while(Result::ok) {
                let Ok(message) = serde_json::from_slice(&message) else {
                    break;
                };
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Ok(Self {
            process,
            input,
            messages,
            last_id: 0,
            events: Vec::new(),
            folder,
        })
    }

    /// Where pages are written.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Calls a method, of a tab or of the browser, and returns its result.
    pub(super) fn call(
        &mut self,
        session: Option<&str>,
        method: &str,
        parameters: &Value,
    ) -> Result<Value, String> {
        self.last_id += 1;
        let id = self.last_id;
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let written = self.input.write_all(&bytes);
        written.map_err(|error| format!("cannot send {method}: {error}"))?;
        let deadline = Instant::now() + LIMIT;
        loop {
            let mut message = self.receive(deadline, method)?;
            if message["id"] != id {
                self.events.push(message);
            } else if let Some(error) = message["error"]["message"].as_str() {
                return Err(format!("{method}: {error}"));
            } else {
                return Ok(message["result"].take());
            }
        }
    }

    /// Waits for an event.
    pub(super) fn wait(&mut self, method: &str) -> Result<(), String> {
        let deadline = Instant::now() + LIMIT;
        while !self.events.iter().any(|event| event["method"] == method) {
            let event = self.receive(deadline, method)?;
            self.events.push(event);
        }
        Ok(())
    }

    /// Returns the events so far, and forgets them.
    pub(super) fn take_events(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.events)
    }

    fn receive(&mut self, deadline: Instant, what: &str) -> Result<Value, String> {
        let left = deadline.saturating_duration_since(Instant::now());
        let message = self.messages.recv_timeout(left);
        message.map_err(|error| format!("the browser does not respond to {what}: {error}"))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // One that has ended already cannot be ended, which is fine.
        let _ = self.call(None, "Browser.close", &json!({}));
        let deadline = Instant::now() + Duration::from_secs(2);
        while Instant::now() < deadline {
            if !matches!(self.process.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
