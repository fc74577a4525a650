//! A table: columns, rows, and the details that a row opens.

/// A table with a heading.
#[derive(Clone, Debug)]
pub struct Table {
    /// Part of the ids of its elements.
    pub(crate) name: String,
    pub(crate) heading: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    /// What stands in place of rows where there are none.
    pub(crate) empty: String,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    pub(crate) name: String,
    pub(crate) has_filter: bool,
    pub(crate) is_shown: bool,
}

/// A row with the details that it opens.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub(crate) cells: Vec<Cell>,
    pub(crate) details: Vec<(String, Detail)>,
}

/// The content of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A name, a path or a type.
    Code(String),
    /// A number, which sorts as one.
    Number(usize),
    /// A verdict. Sorts by its tone first.
    Badge(String, Tone),
}

/// One of the details of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Words.
    Text(String),
    /// A name, a path, a type or a value.
    Code(String),
    /// Names, paths or types, an item each.
    List(Vec<String>),
}

/// The color of a total or a badge. The text states the same: no meaning depends on color alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// What breaks or failed.
    Bad,
    /// What deserves a look.
    Warning,
    /// What passed.
    Good,
    /// Anything else.
    #[default]
    Neutral,
}

impl Table {
    /// Creates a table without columns and rows. The name becomes part of ids: lower case letters and `-`.
    pub fn new(name: &str, heading: impl Into<String>) -> Self {
        let is_plain = |c: &char| c.is_ascii_lowercase() || *c == '-';
        Self {
            name: name.chars().filter(is_plain).collect(),
            heading: heading.into(),
            columns: Vec::new(),
            rows: Vec::new(),
            empty: "Nothing.".to_owned(),
        }
    }

    /// Adds columns.
    #[must_use]
    pub fn columns(mut self, columns: impl IntoIterator<Item = Column>) -> Self {
        self.columns.extend(columns);
        self
    }

    /// Adds rows. A cell without a column is omitted.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// Sets the sentence that is shown where there are no rows.
    #[must_use]
    pub fn empty(mut self, text: impl Into<String>) -> Self {
        self.empty = text.into();
        self
    }
}

impl Column {
    /// Creates a column that readers can sort by.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            has_filter: false,
            is_shown: true,
        }
    }

    /// Creates a column that readers can also filter by: its rows have few values.
    pub fn filtered(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            has_filter: true,
            is_shown: true,
        }
    }

    /// Hides the column: readers can only filter by it and search it.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.is_shown = false;
        self
    }
}

impl Row {
    /// Creates a row without details.
    pub fn new(cells: impl IntoIterator<Item = Cell>) -> Self {
        Self {
            cells: cells.into_iter().collect(),
            details: Vec::new(),
        }
    }

    /// Adds a detail, unless it is empty.
    #[must_use]
    pub fn detail(mut self, name: impl Into<String>, detail: Detail) -> Self {
        if !detail.is_empty() {
            self.details.push((name.into(), detail));
        }
        self
    }
}

impl Cell {
    /// Creates a cell of words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Creates a cell with a name, a path or a type.
    pub fn code(text: impl Into<String>) -> Self {
        Self::Code(text.into())
    }

    /// Creates a badge.
    pub fn badge(text: impl Into<String>, tone: Tone) -> Self {
        Self::Badge(text.into(), tone)
    }

    /// Returns the text that the cell shows.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Code(text) | Self::Badge(text, _) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }

    /// Returns the key to sort by, where it is not the text.
    pub(crate) fn sort_key(&self) -> Option<String> {
        match self {
            Self::Number(number) => Some(number.to_string()),
            Self::Badge(_, tone) => Some(tone.rank().to_string()),
            Self::Text(_) | Self::Code(_) => None,
        }
    }
}

impl Detail {
    fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) | Self::Code(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
        }
    }
}

impl Tone {
    /// Returns the class of style sheets.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Warning => "warning",
            Self::Good => "good",
            Self::Neutral => "neutral",
        }
    }

    fn rank(self) -> u8 {
        match self {
            Self::Bad => 0,
            Self::Warning => 1,
            Self::Good => 2,
            Self::Neutral => 3,
        }
    }
}
