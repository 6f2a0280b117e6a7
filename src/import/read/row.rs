//! One row of text cells in one buffer, so that reading a million rows allocates for the first one only.

/// What a cell was in the file. Text files know only text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CellKind {
    #[default]
    Text,
    /// A number cell of a workbook: as an id it is trustworthy up to 15 digits only.
    Number,
    /// A date or time cell of a workbook, written as `2026-05-01` or `2026-05-01 08:30:00`.
    Date,
    /// An error of a formula, such as `#N/A`.
    Error,
}

/// A cell, borrowed from its row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cell<'r> {
    /// As it stands in the file, not cleaned.
    pub text: &'r str,
    pub kind: CellKind,
    /// The cell belongs to a merged range that begins in a row above; the text is that range's.
    pub filled: bool,
}

/// One row. Cells stand in a single buffer; reading into the same `Row` again reuses it.
#[derive(Debug, Clone, Default)]
pub struct Row {
    number: u32,
    repaired: bool,
    unended: bool,
    pub(super) text: String,
    /// Where each cell starts and ends in `text`; what lies beyond `count` is left from earlier rows.
    pub(super) bounds: Vec<(u32, u32)>,
    pub(super) count: usize,
    /// Kind and `filled` for each cell; empty when all are plain text.
    notes: Vec<(CellKind, bool)>,
}

impl Row {
    /// Row number as a spreadsheet shows it, from 1.
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The row's quotes did not match up and were taken literally.
    pub const fn repaired(&self) -> bool {
        self.repaired
    }

    /// The file ends here without a line end: it may have been cut off.
    pub const fn unended(&self) -> bool {
        self.unended
    }

    pub const fn len(&self) -> usize {
        self.count
    }

    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Text of the cell in `column` (from 0); empty beyond the last one.
    pub fn text(&self, column: usize) -> &str {
        if column >= self.count {
            return "";
        }
        match self.bounds.get(column) {
            Some((from, to)) => self.text.get(*from as usize..*to as usize).unwrap_or(""),
            None => "",
        }
    }

    /// The cell in `column` (from 0); an empty one beyond the last.
    pub fn cell(&self, column: usize) -> Cell<'_> {
        let (kind, filled) = self.notes.get(column).copied().unwrap_or_default();
        Cell { text: self.text(column), kind, filled }
    }

    pub fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.len()).map(|column| self.cell(column))
    }

    /// Whether no cell holds anything but blanks.
    pub fn is_blank(&self) -> bool {
        (0..self.len()).all(|column| self.text(column).trim().is_empty())
    }

    pub(super) const fn end_without_line_end(&mut self) {
        self.unended = true;
    }

    /// The file breaks off in this row: its last cell may be half of what it was, and is let go.
    pub(super) const fn end_within_last_cell(&mut self) {
        self.unended = true;
        self.count = self.count.saturating_sub(1);
    }

    /// Empties the row and gives it a number; the buffers stay.
    pub fn clear(&mut self, number: u32) {
        self.number = number;
        self.repaired = false;
        self.unended = false;
        self.text.clear();
        self.count = 0;
        self.notes.clear();
    }

    /// Adds a text cell at the end.
    pub fn push(&mut self, text: &str) {
        let from = self.text.len() as u32;
        self.text.push_str(text);
        self.push_bounds(from, self.text.len() as u32);
    }

    pub(super) fn push_bounds(&mut self, from: u32, to: u32) {
        match self.bounds.get_mut(self.count) {
            Some(old) => *old = (from, to),
            None => self.bounds.push((from, to)),
        }
        self.count += 1;
    }

    /// Adds a cell of a workbook at the end.
    pub(super) fn push_cell(&mut self, cell: Cell<'_>) {
        if cell.kind != CellKind::Text || cell.filled {
            self.notes.resize(self.count, (CellKind::Text, false));
            self.notes.push((cell.kind, cell.filled));
        }
        self.push(cell.text);
    }

    pub(super) const fn mark_repaired(&mut self) {
        self.repaired = true;
    }
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number && self.repaired == other.repaired && self.cells().eq(other.cells())
    }
}

impl Eq for Row {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_beyond_the_last_are_empty() {
        let mut row = Row::default();
        row.clear(7);
        row.push("a");
        row.push("");
        row.push("商品");
        assert_eq!((row.number(), row.len()), (7, 3));
        assert_eq!((row.text(0), row.text(1), row.text(2), row.text(9)), ("a", "", "商品", ""));
        assert!(!row.is_blank());
    }

    #[test]
    fn a_cleared_row_forgets_kinds() {
        let mut row = Row::default();
        row.clear(1);
        row.push("x");
        row.push_cell(Cell { text: "12", kind: CellKind::Number, filled: true });
        assert_eq!(row.cell(0).kind, CellKind::Text);
        assert_eq!(row.cell(1), Cell { text: "12", kind: CellKind::Number, filled: true });
        row.clear(2);
        row.push("y");
        row.push("z");
        assert_eq!(row.cell(1), Cell { text: "z", kind: CellKind::Text, filled: false });
    }
}
