//! One line of csv into cells. Lenient where exports are broken: a quote that never closes is an ordinary character.

use super::MAX_COLUMNS;
use super::error::ReadError;
use super::row::Row;

/// How a text file is cut into rows and cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// `\n`, or `\r` in files that have no `\n` at all. A lone `\r` in other files is part of a cell.
    pub(super) line_end: u8,
}

/// A row longer than this is no row.
pub(super) const MAX_ROW: usize = 4 * 1024 * 1024;

/// A quoted cell longer than this has lost its closing quote. Excel's own limit is 32,767 characters.
const MAX_QUOTED: usize = 1024 * 1024;

/// Cuts the row at the start of `text` into `row`, which is cleared and numbered already, and says how many bytes it took.
/// `None`: the row's end is not in `text` yet; never when `last`, unless `text` is empty.
///
/// Every byte of an import passes through this loop, so it is written without iterators: in a development build their calls
/// are not inlined and made reading ten times slower.
#[expect(clippy::indexing_slicing, reason = "kernel: `at` and `count` are compared with the lengths right before")]
pub(super) fn split(text: &str, dialect: Dialect, last: bool, row: &mut Row) -> Result<Option<usize>, ReadError> {
    let Dialect { delimiter, line_end } = dialect;
    let bytes = text.as_bytes();
    let end = bytes.len();
    if end == 0 {
        return Ok(None);
    }
    // Nearly all bytes of a cell lie above all special ones.
    let highest = if delimiter > b'"' { delimiter } else { b'"' };
    let (mut from, mut at, mut count) = (0_usize, 0_usize, 0_usize);
    let mut bounds = row.bounds.as_mut_slice();
    while at < end {
        let byte = bytes[at];
        if byte <= highest {
            if byte == delimiter {
                if count == bounds.len() {
                    bounds = grow(row)?;
                }
                bounds[count] = (from as u32, at as u32);
                count += 1;
                from = at + 1;
            } else if byte == line_end {
                break;
            } else if byte == b'"' && at == from {
                return Quoted { text, dialect, last }.split(row);
            }
        }
        at += 1;
    }
    too_long(at, row)?;
    if at == end && !last {
        return Ok(None);
    }
    row.count = count;
    finish(text, row, from, at)?;
    Ok(Some(if at == end { end } else { at + 1 }))
}

/// Makes room for more cells.
fn grow(row: &mut Row) -> Result<&mut [(u32, u32)], ReadError> {
    let room = row.bounds.len();
    if room >= MAX_COLUMNS {
        return Err(ReadError::TooWide { row: row.number(), limit: MAX_COLUMNS });
    }
    row.bounds.resize((room * 2).clamp(64, MAX_COLUMNS), (0, 0));
    Ok(&mut row.bounds)
}

/// Ends a row without quotes: its text is taken over as it stands, delimiters and all.
fn finish(text: &str, row: &mut Row, from: usize, end: usize) -> Result<(), ReadError> {
    let line = text.get(..end).unwrap_or_default();
    let bare = if end > from && line.ends_with('\r') { end - 1 } else { end };
    add(row, from, bare)?;
    row.text.push_str(line);
    Ok(())
}

fn add(row: &mut Row, from: usize, to: usize) -> Result<(), ReadError> {
    if row.len() >= MAX_COLUMNS {
        return Err(ReadError::TooWide { row: row.number(), limit: MAX_COLUMNS });
    }
    row.push_bounds(from as u32, to as u32);
    Ok(())
}

fn too_long(length: usize, row: &Row) -> Result<(), ReadError> {
    if length > MAX_ROW { Err(ReadError::RowTooLong { row: row.number(), limit: MAX_ROW }) } else { Ok(()) }
}

/// A row with quotes, cell by cell.
#[derive(Clone, Copy)]
struct Quoted<'t> {
    text: &'t str,
    dialect: Dialect,
    last: bool,
}

/// What a quoted cell turned out to be.
enum Cell {
    /// Ends here, before its delimiter or line end.
    End(usize),
    /// Cannot be told before more of the file is read.
    Open,
    /// The quote never closes: an ordinary character.
    Literal,
}

impl Quoted<'_> {
    fn split(self, row: &mut Row) -> Result<Option<usize>, ReadError> {
        row.text.clear();
        row.count = 0;
        let mut at = 0;
        loop {
            let start = row.text.len();
            let end = match self.cell(at, row) {
                Cell::End(end) => end,
                Cell::Open => {
                    row.text.clear();
                    row.count = 0;
                    too_long(self.text.len(), row)?;
                    return Ok(None);
                }
                Cell::Literal => {
                    row.text.truncate(start);
                    row.mark_repaired();
                    let Some(end) = self.plain_end(at) else {
                        row.text.clear();
                        row.count = 0;
                        return Ok(None);
                    };
                    row.text.push_str(self.text.get(at..end).unwrap_or_default());
                    end
                }
            };
            too_long(end, row)?;
            let stop = self.text.as_bytes().get(end).copied();
            if stop != Some(self.dialect.delimiter) && row.text.len() > start && row.text.ends_with('\r') {
                row.text.pop();
            }
            add(row, start, row.text.len())?;
            match stop {
                Some(byte) if byte == self.dialect.delimiter => at = end + 1,
                Some(_) => return Ok(Some(end + 1)),
                None => return Ok(Some(end)),
            }
        }
    }

    /// Reads the cell at `at` into the row's text.
    fn cell(self, at: usize, row: &mut Row) -> Cell {
        let Some(mut rest) = self.text.get(at..).and_then(|rest| rest.strip_prefix('"')) else {
            return match self.plain_end(at) {
                Some(end) => {
                    row.text.push_str(self.text.get(at..end).unwrap_or_default());
                    Cell::End(end)
                }
                None => Cell::Open,
            };
        };
        let start = row.text.len();
        loop {
            let Some(close) = rest.find('"') else {
                return if self.last || rest.len() > MAX_QUOTED { Cell::Literal } else { Cell::Open };
            };
            row.text.push_str(rest.get(..close).unwrap_or_default());
            rest = rest.get(close + 1..).unwrap_or_default();
            if row.text.len() - start > MAX_QUOTED {
                return Cell::Literal;
            }
            match rest.as_bytes().first().copied() {
                Some(b'"') => {
                    row.text.push('"');
                    rest = rest.get(1..).unwrap_or_default();
                }
                None if !self.last => return Cell::Open,
                next => {
                    let ends =
                        next.is_none_or(|b| b == self.dialect.delimiter || b == self.dialect.line_end || b == b'\r');
                    let many_lines =
                        row.text.get(start..).is_some_and(|cell| cell.contains(self.dialect.line_end as char));
                    if !ends && many_lines {
                        // It "closed" in the middle of another row's cell: it was never meant to open one.
                        return Cell::Literal;
                    }
                    let after = self.text.len() - rest.len();
                    return match self.plain_end(after) {
                        // Whatever follows the closing quote is kept as it stands.
                        Some(end) => {
                            row.text.push_str(self.text.get(after..end).unwrap_or_default());
                            Cell::End(end)
                        }
                        None => Cell::Open,
                    };
                }
            }
        }
    }

    /// Where a cell without quotes ends.
    fn plain_end(self, at: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        match rest.iter().position(|b| *b == self.dialect.delimiter || *b == self.dialect.line_end) {
            Some(length) => Some(at + length),
            None => self.last.then_some(self.text.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CSV: Dialect = Dialect { delimiter: b',', line_end: b'\n' };

    fn rows_in(text: &str, dialect: Dialect) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let mut row = Row::default();
        let mut rest = text;
        loop {
            row.clear(1);
            match split(rest, dialect, true, &mut row).unwrap() {
                None => return rows,
                Some(length) => {
                    rows.push((0..row.len()).map(|c| row.text(c).to_owned()).collect());
                    rest = &rest[length..];
                }
            }
        }
    }

    fn rows(text: &str) -> Vec<Vec<String>> {
        rows_in(text, CSV)
    }

    #[test]
    fn cells_and_line_ends() {
        assert_eq!(rows("a,b\r\nc,\n"), [["a", "b"], ["c", ""]]);
        assert_eq!(rows("a,b"), [["a", "b"]]);
        assert_eq!(rows("a\rb,c\n"), [["a\rb", "c"]]);
        assert_eq!(rows_in("a,b\rc,d\r", Dialect { delimiter: b',', line_end: b'\r' }), [["a", "b"], ["c", "d"]]);
        assert_eq!(rows("=\"123\",'4\n"), [["=\"123\"", "'4"]]);
    }

    #[test]
    fn quotes_hold_delimiters_lines_and_quotes() {
        assert_eq!(
            rows("1,\"a,b\",\"say \"\"hi\"\"\"\r\n2,\"x\ny\",z\r\n"),
            [["1", "a,b", "say \"hi\""], ["2", "x\ny", "z"]]
        );
        assert_eq!(rows("\"\",\"\"\n"), [["", ""]]);
        assert_eq!(rows("\"a\" b,c\n"), [["a b", "c"]]);
    }

    #[test]
    fn a_quote_that_never_closes_is_a_character() {
        assert_eq!(rows("1,\"12寸披萨,9.9\n2,小,1.0\n"), [["1", "\"12寸披萨", "9.9"], ["2", "小", "1.0"]]);
        assert_eq!(rows("1,\"12寸,9.9\n2,\"小\",1.0\n"), [["1", "\"12寸", "9.9"], ["2", "小", "1.0"]]);
    }

    #[test]
    fn an_unfinished_row_waits_for_more() {
        let mut row = Row::default();
        row.clear(1);
        for text in ["a,b", "a,\"b", "a,\"b\"", "a,\"b\"\""] {
            assert_eq!(split(text, CSV, false, &mut row).unwrap(), None, "{text:?}");
            row.clear(1);
        }
        assert_eq!(split("a,\"b\"\n", CSV, false, &mut row).unwrap(), Some(6));
    }

    #[test]
    fn a_million_columns_are_refused() {
        let mut row = Row::default();
        row.clear(3);
        let wide = ",".repeat(1_000_000);
        assert!(matches!(split(&wide, CSV, true, &mut row), Err(ReadError::TooWide { row: 3, limit: MAX_COLUMNS })));
        row.clear(3);
        assert!(matches!(split(&format!("\"\"{wide}"), CSV, true, &mut row), Err(ReadError::TooWide { .. })));
        row.clear(3);
        let long = "x".repeat(MAX_ROW + 1);
        assert!(matches!(split(&long, CSV, false, &mut row), Err(ReadError::RowTooLong { row: 3, .. })));
    }

    proptest! {
        #[test]
        fn what_the_csv_crate_writes_reads_back(table in prop::collection::vec(prop::collection::vec("[a-z商品,\"\n\t ]{0,8}", 2..6), 1..8)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert_eq!(rows(&text), table);
        }

        #[test]
        fn any_text_splits_to_its_end(text in "[a,\"\r\n商]{0,60}") {
            rows(&text);
        }

        #[test]
        fn how_much_is_there_does_not_change_a_row(text in "[a,\"\r\n商]{0,40}") {
            let mut whole = Row::default();
            whole.clear(1);
            let length = split(&text, CSV, true, &mut whole).unwrap();
            for (cut, _) in text.char_indices() {
                let mut part = Row::default();
                part.clear(1);
                if let Some(took) = split(&text[..cut], CSV, false, &mut part).unwrap() {
                    prop_assert_eq!(Some(took), length);
                    prop_assert_eq!(&part, &whole);
                }
            }
        }
    }
}
