//! csv, tsv and txt as a stream of rows.

use super::bytes::Bytes;
use super::encoding::{Decoding, Encoding};
use super::error::ReadError;
use super::row::Row;
use super::split::{Dialect, split};
use super::{Format, Progress, Source, Stream};

/// Lines looked at for the header: enough for the 25 lines that stand above it in 支付宝 exports.
const HEAD_LINES: usize = 60;

#[derive(Debug, Clone)]
pub(super) struct TextSource {
    bytes: Bytes,
    encoding: Encoding,
    dialect: Dialect,
}

/// A text file as the one table it is. `head` is its decoded beginning.
pub(super) fn open(bytes: Bytes, encoding: Encoding, head: &str) -> (Format, Source) {
    let dialect = dialect(head);
    (Format::Text { encoding, delimiter: dialect.delimiter }, Source::Text(TextSource { bytes, encoding, dialect }))
}

impl TextSource {
    pub(super) fn stream(&self) -> TextStream {
        TextStream {
            decoding: Decoding::new(&self.bytes, self.encoding),
            dialect: self.dialect,
            text: String::new(),
            at: 0,
            number: 0,
            total: self.bytes.len(),
        }
    }
}

#[derive(Debug)]
pub(super) struct TextStream {
    decoding: Decoding,
    dialect: Dialect,
    /// Decoded text; what lies before `at` has been handed out.
    text: String,
    at: usize,
    number: u32,
    total: u64,
}

impl Stream for TextStream {
    fn next(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        loop {
            let last = self.decoding.ended();
            row.clear(self.number.saturating_add(1));
            let rest = self.text.get(self.at..).unwrap_or_default();
            if let Some(length) = split(rest, self.dialect, last, row)? {
                self.at += length;
                self.number = self.number.saturating_add(1);
                if row.is_blank() {
                    continue;
                }
                if last && self.at == self.text.len() && !self.text.ends_with(self.dialect.line_end as char) {
                    row.end_without_line_end();
                }
                return Ok(true);
            }
            if last {
                row.clear(0);
                return Ok(false);
            }
            self.text.drain(..self.at);
            self.at = 0;
            self.decoding.more(&mut self.text)?;
        }
    }

    fn progress(&self) -> Progress {
        let done = self.decoding.taken().saturating_sub((self.text.len() - self.at) as u64);
        Progress { done, total: self.total.max(1) }
    }

    fn unreadable(&self) -> u64 {
        self.decoding.broken()
    }
}

/// Delimiter and line end, from the header line alone: cells below it may hold TABs and more of them than there are columns.
fn dialect(head: &str) -> Dialect {
    let line_end = if head.contains('\n') || !head.contains('\r') { b'\n' } else { b'\r' };
    let lines: Vec<[usize; 4]> = head.split(line_end as char).take(HEAD_LINES).map(delimiters).collect();
    let best = |counts: &[usize; 4]| counts.iter().copied().max().unwrap_or_default();
    let most = lines.iter().map(best).max().unwrap_or_default();
    // The first line with about as many columns as the widest one is the header, or a line written like it.
    let header = lines.iter().find(|counts| best(counts) * 2 >= most.max(1)).copied().unwrap_or_default();
    let winner = DELIMITERS.iter().zip(header).rev().max_by_key(|(_, count)| *count);
    Dialect { delimiter: winner.filter(|(_, count)| *count > 0).map_or(b',', |(delimiter, _)| *delimiter), line_end }
}

/// In order of preference.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How often each of [`DELIMITERS`] stands outside of quotes. A TAB at a comma is padding of a cell, not a delimiter.
fn delimiters(line: &str) -> [usize; 4] {
    let mut counts = [0; 4];
    let mut quoted = false;
    let bytes = line.trim_end().as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'"' {
            quoted = !quoted;
        }
        let near = |to: Option<usize>| to.and_then(|to| bytes.get(to)) == Some(&b',');
        let padding = *byte == b'\t' && (near(at.checked_sub(1)) || near(at.checked_add(1)));
        if quoted || padding {
            continue;
        }
        for (count, delimiter) in counts.iter_mut().zip(DELIMITERS) {
            *count += usize::from(*byte == delimiter);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn delimiter(head: &str) -> char {
        dialect(head).delimiter as char
    }

    fn rows(content: &[u8]) -> Vec<(u32, Vec<String>)> {
        let opened = crate::import::read::open_bytes("t.csv", content.to_vec()).unwrap();
        let mut rows = opened.sheets[0].rows().unwrap();
        let mut row = Row::default();
        let mut all = Vec::new();
        while rows.next(&mut row).unwrap() {
            all.push((row.number(), row.cells().map(|c| c.text.to_owned()).collect()));
        }
        all
    }

    #[test]
    fn the_header_line_decides_the_delimiter() {
        assert_eq!(delimiter("a,b,c\n1\t,2\t,3\t\n"), ',');
        assert_eq!(delimiter("a\tb\tc\n1,5\t2,5\t3,5\n"), '\t');
        assert_eq!(delimiter("a;b;c\n1,5;2;3\n"), ';');
        assert_eq!(delimiter("订单|金额|时间\n"), '|');
        assert_eq!(delimiter("一列\n甲\n"), ',');
        assert_eq!(delimiter(""), ',');
        assert_eq!(delimiter("a\t,b\t,c\t\n"), ',');
    }

    #[test]
    fn lines_above_the_header_do_not_decide() {
        let head = "#账号：[2088]\n#起始日期：[2026年05月01日]\t终止日期：[2026年05月31日]\n流水号,订单号,商品,时间,收入\n1\t,2\t,3\t,4\t,5\t\n";
        assert_eq!(delimiter(head), ',');
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
        let read = rows("标题\n\n编号,名\r\n1,\"两\n行\"\n,,\n2,末".as_bytes());
        let expected: [(u32, &[&str]); 4] =
            [(1, &["标题"]), (3, &["编号", "名"]), (4, &["1", "两\n行"]), (6, &["2", "末"])];
        assert_eq!(read, expected.map(|(n, cells)| (n, cells.iter().map(|c| (*c).to_owned()).collect())));
    }

    #[test]
    fn peeking_loses_nothing() {
        let opened = crate::import::read::open_bytes("t.csv", b"a,b\n1,2\n3,4\n".to_vec()).unwrap();
        let mut rows = opened.sheets[0].rows().unwrap();
        assert_eq!(rows.peek(2).unwrap().len(), 2);
        assert_eq!(rows.peek(60).unwrap().len(), 3);
        assert_eq!(rows.peek(1).unwrap().len(), 1);
        let mut row = Row::default();
        let mut numbers = Vec::new();
        while rows.next(&mut row).unwrap() {
            numbers.push(row.number());
        }
        assert_eq!(numbers, [1, 2, 3]);
        assert_eq!(rows.progress(), Progress { done: 12, total: 12 });
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_table_reads_the_same_in_every_encoding(
            table in prop::collection::vec(prop::collection::vec("[a-z0-9商品订单，\"\n ]{1,12}", 3..4), 3..60),
            repeat in 1usize..200,
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["订单编号", "买家会员名", "总金额"]).unwrap();
            for row in table.iter().cycle().take(table.len() * repeat) {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let utf8 = rows(text.as_bytes());
            prop_assert_eq!(&rows(&encoding_rs::GB18030.encode(&text).0), &utf8);
            let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
            prop_assert_eq!(&rows(&utf16), &utf8);
            let expected: Vec<&Vec<String>> = table.iter().cycle().take(table.len() * repeat)
                .filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
            prop_assert_eq!(utf8.iter().skip(1).map(|(_, cells)| cells).collect::<Vec<_>>(), expected);
        }
    }
}
