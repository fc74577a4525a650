//! A page: its title, its totals and its tables.

use crate::table::{Table, Tone};

/// A report that is about to become HTML.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub(crate) title: String,
    pub(crate) lead: Vec<String>,
    pub(crate) totals: Vec<Total>,
    pub(crate) tables: Vec<Table>,
}

/// A number at the top of a page.
#[derive(Clone, Debug)]
pub struct Total {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) tone: Tone,
    /// The table, the column and the value that it filters by.
    pub(crate) filter: Option<(String, String, String)>,
}

impl Page {
    /// Creates a page without content.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// Adds a line below the title.
    #[must_use]
    pub fn line(mut self, text: impl Into<String>) -> Self {
        self.lead.push(text.into());
        self
    }

    /// Adds a total.
    #[must_use]
    pub fn total(mut self, total: Total) -> Self {
        self.totals.push(total);
        self
    }

    /// Adds a table.
    #[must_use]
    pub fn table(mut self, table: Table) -> Self {
        self.tables.push(table);
        self
    }
}

impl Total {
    /// Creates a total, such as `12` `breaking`.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            tone: Tone::Neutral,
            filter: None,
        }
    }

    /// Sets the color.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// Makes the total a button that shows only the rows of a table with this value in a column. The
    /// column must have a filter.
    #[must_use]
    pub fn shows(mut self, table: &str, column: &str, value: &str) -> Self {
        self.filter = Some((table.to_owned(), column.to_owned(), value.to_owned()));
        self
    }
}
