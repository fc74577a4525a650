//! Reports of commands as one page of HTML that needs nothing else: style and script are inside, and
//! nothing is loaded.
//!
//! Start with [`Page`]: a title, totals, and a [`Table`] for each kind of finding. Readers search, filter
//! and sort the tables, and open rows for details, by mouse or keyboard.
//!
//! All text is escaped, and the policy of the page only permits its own script: a description or a
//! recording cannot run code in it.

#[cfg(feature = "browser")]
pub mod browser;
mod html;
mod page;
mod table;

pub use page::{Page, Total};
pub use table::{Cell, Column, Detail, Row, Table, Tone};
