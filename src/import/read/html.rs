//! Web pages with a table in them, which many programs save as `.xls`.

use std::sync::Arc;

use scraper::{ElementRef, Html, Selector};

use super::bytes::Bytes;
use super::encoding::{self, Encoding};
use super::error::ReadError;
use super::row::{Cell, CellKind, Row};
use super::{Format, MAX_COLUMNS, Progress, Sheet, Source, Stream};

/// The page is held in memory whole, several times its size.
const MAX_PAGE: u64 = 64 * 1024 * 1024;

/// Limits of the HTML standard.
const MAX_COLSPAN: usize = 1000;
const MAX_ROWSPAN: usize = 65_534;

#[derive(Debug, Clone)]
pub(super) struct HtmlSource {
    rows: Arc<[Row]>,
    size: u64,
}

#[derive(Debug)]
pub(super) struct HtmlStream {
    source: HtmlSource,
    at: usize,
}

/// All tables of a page that are wide enough to be one.
pub(super) fn open(bytes: &Bytes) -> Result<Vec<Sheet>, ReadError> {
    if bytes.len() > MAX_PAGE {
        return Err(ReadError::TooLarge { kind: "HTML", size: bytes.len(), limit: MAX_PAGE });
    }
    let content = bytes.head(MAX_PAGE)?;
    let encoding = declared(&content).map_or_else(|| encoding::detect_in(&content, true), Ok)?;
    let text = encoding.decode(&content);
    let cut_off = ends_in_a_table(&text);
    let page = Html::parse_document(&text);
    if asks_for_password(&page) {
        return Err(ReadError::LoginPage);
    }
    let mut sheets = Vec::new();
    for table in select(&page, "table") {
        // A table around tables is page layout.
        if has(table, "table") {
            continue;
        }
        let mut rows = grid(table)?;
        // Nobody knows whether the last cell is whole.
        if let Some(last) = rows.last_mut().filter(|_| cut_off) {
            last.end_within_last_cell();
        }
        if rows.len() >= 2 && rows.iter().any(|row| row.len() >= 2) {
            let source = HtmlSource { rows: rows.into(), size: bytes.len() };
            sheets.push(Sheet {
                member: None,
                name: None,
                hidden: false,
                format: Format::Html { encoding },
                source: Source::Html(source),
            });
        }
    }
    if sheets.is_empty() {
        return Err(if mentions_login(&page) { ReadError::LoginPage } else { ReadError::WebPage });
    }
    if sheets.len() > 1 {
        for (at, sheet) in sheets.iter_mut().enumerate() {
            sheet.name = Some(format!("{}", at + 1));
        }
    }
    Ok(sheets)
}

impl HtmlSource {
    pub(super) fn stream(&self) -> HtmlStream {
        HtmlStream { source: self.clone(), at: 0 }
    }
}

impl Stream for HtmlStream {
    fn next(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        let Some(next) = self.source.rows.get(self.at) else {
            row.clear(0);
            return Ok(false);
        };
        row.clone_from(next);
        self.at += 1;
        Ok(true)
    }

    fn progress(&self) -> Progress {
        let (at, count) = (self.at as u64, self.source.rows.len().max(1) as u64);
        Progress { done: self.source.size * at / count, total: self.source.size.max(1) }
    }
}

/// The page breaks off before its last table is closed.
fn ends_in_a_table(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    match (lower.rfind("<table"), lower.rfind("</table")) {
        (Some(opened), Some(closed)) => closed < opened,
        (opened, None) => opened.is_some(),
        (None, Some(_)) => false,
    }
}

/// GBK pages say so in a `<meta>`; what they say is believed only where the bytes do not contradict it.
fn declared(content: &[u8]) -> Option<Encoding> {
    let found = encoding::detect_in(content, true).ok()?;
    if found != Encoding::Utf8 {
        return Some(found);
    }
    let head = String::from_utf8_lossy(content.get(..2048).unwrap_or(content)).to_ascii_lowercase();
    let ascii = encoding_rs::mem::is_ascii(content);
    Some(if ascii && (head.contains("charset=gb") || head.contains("charset=\"gb")) {
        Encoding::Gb18030
    } else {
        found
    })
}

fn select<'p>(page: &'p Html, css: &str) -> Vec<ElementRef<'p>> {
    Selector::parse(css).map(|selector| page.select(&selector).collect()).unwrap_or_default()
}

fn has(element: ElementRef<'_>, css: &str) -> bool {
    Selector::parse(css).is_ok_and(|selector| element.select(&selector).next().is_some())
}

fn asks_for_password(page: &Html) -> bool {
    !select(page, "input[type=password]").is_empty()
}

fn mentions_login(page: &Html) -> bool {
    let words: String = select(page, "title, body").into_iter().flat_map(|element| element.text()).take(400).collect();
    let words = words.to_lowercase();
    ["登录", "登陆", "扫码", "login", "sign in", "passport"].iter().any(|word| words.contains(word))
}

/// A cell that reaches down into later rows.
struct Span {
    column: usize,
    width: usize,
    rows_left: usize,
    text: String,
}

/// Rows of a table with spans laid out: a cell that spans rows stands in each of them, one that spans columns only in the first.
fn grid(table: ElementRef<'_>) -> Result<Vec<Row>, ReadError> {
    let mut rows = Vec::new();
    let mut spans: Vec<Span> = Vec::new();
    let mut number = 0;
    let lines = Selector::parse("tr").map(|tr| table.select(&tr).collect::<Vec<_>>()).unwrap_or_default();
    for line in lines {
        number += 1;
        let mut row = Row::default();
        row.clear(number);
        let mut begun: Vec<Span> = Vec::new();
        let mut own = false;
        for cell in line.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th")) {
            fill(&mut row, &spans);
            let text = words(cell);
            let (width, height) = (span(cell, "colspan", MAX_COLSPAN), span(cell, "rowspan", MAX_ROWSPAN));
            if row.len() + width > MAX_COLUMNS {
                return Err(ReadError::TooWide { row: number, limit: MAX_COLUMNS });
            }
            own |= !text.is_empty();
            let column = row.len();
            row.push(&text);
            for _ in 1..width {
                row.push("");
            }
            if height > 1 {
                begun.push(Span { column, width, rows_left: height - 1, text });
            }
        }
        fill(&mut row, &spans);
        for span in &mut spans {
            span.rows_left -= 1;
        }
        spans.retain(|span| span.rows_left > 0);
        spans.append(&mut begun);
        if own {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// Adds the cells that reach into this row from above at its end, as long as there are any.
fn fill(row: &mut Row, spans: &[Span]) {
    while let Some(span) = spans.iter().find(|span| span.column == row.len()) {
        row.push_cell(Cell { text: &span.text, kind: CellKind::Text, filled: true });
        for _ in 1..span.width {
            row.push("");
        }
    }
}

fn span(cell: ElementRef<'_>, name: &str, most: usize) -> usize {
    cell.attr(name).and_then(|value| value.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, most)
}

/// The cell's words with blanks as a browser shows them.
fn words(cell: ElementRef<'_>) -> String {
    let mut words = String::new();
    for word in cell.text().flat_map(str::split_ascii_whitespace) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheets(page: &str) -> Result<Vec<Sheet>, ReadError> {
        open(&Bytes::memory(page.as_bytes().to_vec()))
    }

    fn cells(page: &str) -> Vec<Vec<String>> {
        let sheet = sheets(page).unwrap().remove(0);
        let mut rows = sheet.rows().unwrap();
        let mut row = Row::default();
        let mut all = Vec::new();
        while rows.next(&mut row).unwrap() {
            all.push(row.cells().map(|cell| format!("{}{}", if cell.filled { "^" } else { "" }, cell.text)).collect());
        }
        all
    }

    #[test]
    fn spans_are_laid_out() {
        let page = "<table><tr><th rowspan=2>订单</th><th colspan=2>商品</th></tr><tr><th>名</th><th>数</th></tr>\
                    <tr><td rowspan='2'>7001</td><td>大衣\n 黑</td><td>1</td></tr><tr><td>围巾</td><td>2</td></tr></table>";
        assert_eq!(
            cells(page),
            [["订单", "商品", ""], ["^订单", "名", "数"], ["7001", "大衣 黑", "1"], ["^7001", "围巾", "2"]]
        );
    }

    #[test]
    fn layout_around_the_table_is_left_out() {
        let page = "<table><tr><td>菜单</td><td><table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table></td></tr></table>";
        assert_eq!(cells(page), [["a", "b"], ["1", "2"]]);
    }

    #[test]
    fn pages_without_a_table_are_told_apart() {
        assert!(matches!(
            sheets("<html><title>千牛</title><form><input type=password></form></html>"),
            Err(ReadError::LoginPage)
        ));
        assert!(matches!(sheets("<html><title>请登录</title></html>"), Err(ReadError::LoginPage)));
        assert!(matches!(sheets("<html><p>404</p></html>"), Err(ReadError::WebPage)));
    }

    #[test]
    fn absurd_spans_do_not_grow_without_end() {
        let page =
            "<table><tr><td colspan=999999999 rowspan=999999999>x</td><td>y</td></tr><tr><td>z</td></tr></table>";
        assert_eq!(cells(page).len(), 2);
        let wide = format!("<table><tr>{}</tr><tr><td>1</td></tr></table>", "<td colspan=1000>x</td>".repeat(17));
        assert!(matches!(sheets(&wide), Err(ReadError::TooWide { row: 1, .. })));
    }
}
