//! Bars with rates and what is left; plain lines where there is no terminal.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How often a plain line is printed.
const INTERVAL: Duration = Duration::from_secs(5);

/// The progress of all resources.
pub(crate) struct Progress {
    bars: MultiProgress,
    is_terminal: bool,
}

/// The progress of one resource.
pub(crate) struct Line {
    bar: ProgressBar,
    /// When a plain line was printed last; `None` on a terminal.
    printed: Option<Mutex<Instant>>,
}

impl Progress {
    pub(crate) fn start() -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        let target = if is_terminal {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        Self {
            bars: MultiProgress::with_draw_target(target),
            is_terminal,
        }
    }

    /// Adds a resource.
    pub(crate) fn line(&self, name: &'static str) -> Line {
        let bar = self.bars.add(ProgressBar::no_length());
        let style = "{prefix:<14} {spinner} {human_pos} at {per_sec}";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        bar.set_prefix(name);
        Line {
            bar,
            printed: (!self.is_terminal).then(|| Mutex::new(Instant::now())),
        }
    }

    /// Leaves the last state of the bars on the screen.
    pub(crate) fn end(&self) {
        if self.is_terminal {
            eprintln!();
        }
    }
}

impl Line {
    /// Shows how many objects have been copied, of how many if that is known.
    pub(crate) fn advance(&self, count: u64, total: Option<u64>) {
        if self.bar.length().is_none() && total.is_some() {
            let style = "{prefix:<14} {bar:24} {human_pos} of {human_len} at {per_sec}, {eta} left";
            if let Ok(style) = ProgressStyle::with_template(style) {
                self.bar.set_style(style);
            }
        }
        if let Some(total) = total {
            self.bar.set_length(total.max(count));
        }
        self.bar.set_position(count);
        let Some(printed) = &self.printed else {
            return;
        };
        if let Ok(mut printed) = printed.lock()
            && printed.elapsed() >= INTERVAL
        {
            *printed = Instant::now();
            let (name, rate) = (self.bar.prefix(), self.bar.per_sec());
            match total {
                Some(total) => {
                    let left = self.bar.eta().as_secs();
                    eprintln!("{name}: {count} of {total}, {rate:.0}/s, {left} s left");
                }
                None => eprintln!("{name}: {count}, {rate:.0}/s"),
            }
        }
    }

    /// Shows that the resource has been copied.
    pub(crate) fn end(&self) {
        self.bar.abandon();
    }
}
