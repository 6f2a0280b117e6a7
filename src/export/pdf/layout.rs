//! Laying out a printed document (排版): one text, rule or table under the other, new pages where one is full.
//!
//! Nothing here is ever wider than its room: it is wrapped where it may take several lines, else it ends in an ellipsis.

use super::{Ink, Item, MM, Page};
use crate::chart::font;

/// From the top of a line to where its letters stand, and to the top of the next line, in parts of the size.
const BASE: f32 = 1.02;
const LINE: f32 = 1.4;

/// Between the edge of a column and what stands in it.
const PAD: f32 = 3.0;
/// Above and below what stands in a row.
const ROW_PAD: f32 = 2.5;
/// Height kept for the page number.
const FOOT: f32 = 16.0;
const FOOT_SIZE: f32 = 7.5;

/// A paper and the room left free at its edges, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    pub width: f32,
    pub height: f32,
    pub margin: f32,
}

pub const A4: Paper = Paper { width: 210.0 * MM, height: 297.0 * MM, margin: 14.0 * MM };
pub const A5: Paper = Paper { width: 148.0 * MM, height: 210.0 * MM, margin: 10.0 * MM };
/// 面单: what thermal printers take.
pub const LABEL: Paper = Paper { width: 100.0 * MM, height: 150.0 * MM, margin: 4.0 * MM };

impl Paper {
    pub const fn inner(self) -> f32 {
        self.width - 2.0 * self.margin
    }

    pub const fn blank(self) -> Page {
        Page { width: self.width, height: self.height, items: Vec::new() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    pub size: f32,
    pub bold: bool,
    pub ink: Ink,
    pub align: Align,
}

impl Style {
    pub const fn new(size: f32) -> Self {
        Self { size, bold: false, ink: Ink::Black, align: Align::Left }
    }

    #[must_use]
    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    #[must_use]
    pub const fn grey(self) -> Self {
        Self { ink: Ink::Grey, ..self }
    }

    #[must_use]
    pub const fn align(self, align: Align) -> Self {
        Self { align, ..self }
    }

    /// Height of a line.
    pub const fn line(self) -> f32 {
        self.size * LINE
    }
}

/// Where a text goes: its left edge, its top, and how wide it may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    pub x: f32,
    pub top: f32,
    pub width: f32,
}

/// What stands in a line: no breaks, no tabs, and a square for what the face cannot show.
fn printable(text: &str) -> String {
    let shown = |c: char| {
        if c.is_whitespace() {
            ' '
        } else if font::covers(c) {
            c
        } else {
            '□'
        }
    };
    text.chars().filter(|c| !c.is_control() || c.is_whitespace()).map(shown).collect()
}

impl Page {
    /// Puts one line of text, cut to its room. Gives the height of the line.
    pub fn put(&mut self, room: Room, style: Style, text: &str) -> f32 {
        self.put_lines(room, style, text, 1)
    }

    /// Puts text in at most `most` lines. Gives the height of them all.
    pub fn put_lines(&mut self, room: Room, style: Style, text: &str, most: usize) -> f32 {
        let lines = font::wrap(&printable(text), room.width, style.size, style.bold, most);
        for (at, text) in lines.iter().enumerate() {
            if text.is_empty() {
                continue;
            }
            let left = room.width - font::width(text, style.size, style.bold);
            let x = room.x
                + match style.align {
                    Align::Left => 0.0,
                    Align::Centre => left / 2.0,
                    Align::Right => left,
                };
            let baseline = room.top + style.line() * at as f32 + style.size * BASE;
            self.items.push(Item::Text {
                x,
                baseline,
                size: style.size,
                bold: style.bold,
                ink: style.ink,
                text: text.clone(),
            });
        }
        style.line() * lines.len() as f32
    }

    pub fn fill(&mut self, x: f32, y: f32, width: f32, height: f32, ink: Ink) {
        self.items.push(Item::Fill { x, y, width, height, ink });
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub title: String,
    /// Points; columns that grow share what is left in proportion to it.
    pub width: f32,
    pub grows: bool,
    pub style: Style,
    /// The most lines that a cell takes.
    pub lines: usize,
}

impl Column {
    pub fn new(title: &str, width: f32) -> Self {
        Self { title: title.to_owned(), width, grows: false, style: Style::new(9.0), lines: 2 }
    }

    #[must_use]
    pub fn grow(self) -> Self {
        Self { grows: true, ..self }
    }

    #[must_use]
    pub fn right(self) -> Self {
        Self { style: self.style.align(Align::Right), ..self }
    }

    #[must_use]
    pub fn bold(self) -> Self {
        Self { style: self.style.bold(), ..self }
    }

    #[must_use]
    pub fn lines(self, lines: usize) -> Self {
        Self { lines, ..self }
    }
}

/// A document being laid out.
#[derive(Debug)]
pub struct Sheet {
    paper: Paper,
    done: Vec<Page>,
    page: Page,
    y: f32,
    /// What the head of every further page says, and the foot of all.
    running: String,
}

impl Sheet {
    pub fn new(paper: Paper, running: &str) -> Self {
        Self { paper, done: Vec::new(), page: paper.blank(), y: paper.margin, running: running.to_owned() }
    }

    fn bottom(&self) -> f32 {
        self.paper.height - self.paper.margin - FOOT
    }

    pub const fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    /// The room from here on over the whole width.
    pub const fn here(&self) -> Room {
        Room { x: self.paper.margin, top: self.y, width: self.paper.inner() }
    }

    /// Goes down by `height`.
    pub fn down(&mut self, height: f32) {
        self.y += height;
    }

    /// Begins a new page unless `height` still fits. `true` when it did.
    pub fn need(&mut self, height: f32) -> bool {
        if self.y + height <= self.bottom() || self.page.items.is_empty() {
            return false;
        }
        let full = std::mem::replace(&mut self.page, self.paper.blank());
        self.done.push(full);
        self.y = self.paper.margin;
        let style = Style::new(FOOT_SIZE).grey();
        let (here, running) = (self.here(), self.running.clone());
        self.y += self.page.put(here, style, &running) + 2.0;
        true
    }

    /// A line of text.
    pub fn text(&mut self, style: Style, text: &str) {
        self.paragraph(style, text, 1);
    }

    /// Text in at most `most` lines.
    pub fn paragraph(&mut self, style: Style, text: &str, most: usize) {
        let lines = font::wrap(&printable(text), self.paper.inner(), style.size, style.bold, most).len();
        self.need(style.line() * lines as f32);
        let here = self.here();
        self.y += self.page.put_lines(here, style, text, most);
    }

    /// A line across.
    pub fn rule(&mut self, thickness: f32, ink: Ink) {
        let here = self.here();
        self.page.fill(here.x, self.y, here.width, thickness, ink);
        self.y += thickness;
    }

    /// Labels and values in columns of equal width: `订单号 8402…   付款 2026-10-31`.
    pub fn facts(&mut self, columns: usize, size: f32, facts: &[(String, String)]) {
        let columns = columns.max(1);
        let width = self.paper.inner() / columns as f32;
        for line in facts.chunks(columns) {
            self.need(size * LINE);
            for (at, (label, value)) in line.iter().enumerate() {
                let x = self.paper.margin + width * at as f32;
                let taken = (font::width(label, size, false) + 6.0).min(width / 2.0);
                let label_room = Room { x, top: self.y, width: taken - 4.0 };
                self.page.put(label_room, Style::new(size).grey(), label);
                let room = Room { x: x + taken, top: self.y, width: (width - taken - 6.0).max(0.0) };
                self.page.put(room, Style::new(size), value);
            }
            self.y += size * LINE;
        }
    }

    /// A table; its heading stands again on every further page. A row is never torn apart.
    pub fn table(&mut self, columns: &[Column], rows: &[Vec<String>]) {
        let inner = self.paper.inner();
        let fixed: f32 = columns.iter().filter(|c| !c.grows).map(|c| c.width).sum();
        let shares: f32 = columns.iter().filter(|c| c.grows).map(|c| c.width).sum();
        let width = |column: &Column| {
            if column.grows { (inner - fixed).max(0.0) * column.width / shares.max(1.0) } else { column.width }
        };
        let widths: Vec<f32> = columns.iter().map(width).collect();
        let height = |row: &[String]| -> f32 {
            let cells = columns.iter().zip(&widths).zip(row);
            let tall = cells.map(|((column, width), text)| {
                let style = column.style;
                let lines = font::wrap(&printable(text), width - 2.0 * PAD, style.size, style.bold, column.lines).len();
                style.line() * lines.max(1) as f32
            });
            tall.fold(0.0, f32::max) + 2.0 * ROW_PAD
        };
        let first = rows.first().map_or(0.0, |row| height(row));
        self.need(self.heading_height(columns) + first);
        self.heading(columns, &widths);
        for row in rows {
            let tall = height(row);
            if self.need(tall) {
                self.heading(columns, &widths);
            }
            let mut x = self.paper.margin;
            for ((column, width), text) in columns.iter().zip(&widths).zip(row) {
                let room = Room { x: x + PAD, top: self.y + ROW_PAD, width: width - 2.0 * PAD };
                self.page.put_lines(room, column.style, text, column.lines);
                x += width;
            }
            self.y += tall;
            self.rule(0.4, Ink::Light);
        }
    }

    fn heading_height(&self, columns: &[Column]) -> f32 {
        columns.iter().map(|column| column.style.line()).fold(0.0, f32::max) + 2.0 * ROW_PAD
    }

    fn heading(&mut self, columns: &[Column], widths: &[f32]) {
        let tall = self.heading_height(columns);
        let here = self.here();
        self.page.fill(here.x, here.top, here.width, tall, Ink::Pale);
        let mut x = self.paper.margin;
        for (column, width) in columns.iter().zip(widths) {
            let room = Room { x: x + PAD, top: self.y + ROW_PAD, width: width - 2.0 * PAD };
            self.page.put(room, column.style.bold(), &column.title);
            x += width;
        }
        self.y += tall;
    }

    /// All pages, each with what it belongs to and its number at the foot.
    pub fn finish(mut self) -> Vec<Page> {
        self.done.push(self.page);
        let count = self.done.len();
        for (at, page) in self.done.iter_mut().enumerate() {
            let top = self.paper.height - self.paper.margin - FOOT_SIZE * LINE;
            let room = Room { x: self.paper.margin, top, width: self.paper.inner() };
            let style = Style::new(FOOT_SIZE).grey();
            let number = format!("{} / {count}", at + 1);
            let taken = font::width(&number, FOOT_SIZE, false);
            page.put(Room { width: room.width - taken - 12.0, ..room }, style, &self.running);
            page.put(room, style.align(Align::Right), &number);
        }
        self.done
    }
}

/// What tests of documents ask of their pages.
#[cfg(test)]
pub(super) mod proof {
    use super::*;

    /// Left, top, right, bottom of a text as its letters are drawn.
    fn frame(item: &Item) -> Option<([f32; 4], &str)> {
        match item {
            Item::Text { x, baseline, size, bold, text, .. } => {
                let right = x + font::width(text, *size, *bold);
                Some(([*x, baseline - size * 0.88, right, baseline + size * 0.14], text))
            }
            Item::Fill { .. } => None,
        }
    }

    /// Nothing reaches over the paper, and no two texts lie on each other.
    #[track_caller]
    pub fn sound(pages: &[Page]) {
        for page in pages {
            for item in &page.items {
                if let Item::Fill { x, y, width, height, .. } = item {
                    assert!(*x >= 0.0 && *y >= 0.0, "{item:?}");
                    assert!(x + width <= page.width + 0.01 && y + height <= page.height + 0.01, "{item:?}");
                }
            }
            let texts: Vec<([f32; 4], &str)> = page.items.iter().filter_map(frame).collect();
            for (at, (one, words)) in texts.iter().enumerate() {
                let [left, top, right, bottom] = *one;
                assert!(
                    left >= 0.0 && top >= 0.0 && right <= page.width && bottom <= page.height,
                    "{words} is cut off"
                );
                for (other, others) in texts.iter().skip(at + 1) {
                    let apart = other[0] >= right - 0.01
                        || other[2] <= left + 0.01
                        || other[1] >= bottom - 0.01
                        || other[3] <= top + 0.01;
                    assert!(apart, "{words} lies on {others}");
                }
            }
        }
    }

    /// Every text of a page, in the order in which it was put.
    pub fn texts(page: &Page) -> Vec<&str> {
        page.items.iter().filter_map(frame).map(|(_, text)| text).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(n: usize) -> Vec<Vec<String>> {
        (1..=n).map(|n| vec![format!("SKU-{n:03}"), "羊毛混纺大衣加厚冬季新款".repeat(n % 4), n.to_string()]).collect()
    }

    fn columns() -> Vec<Column> {
        vec![Column::new("编码", 80.0), Column::new("名称", 1.0).grow(), Column::new("件数", 50.0).right()]
    }

    #[test]
    fn a_table_breaks_between_rows_and_its_heading_comes_again() {
        for (n, at_least) in [(0, 1), (1, 1), (40, 1), (500, 10)] {
            let mut sheet = Sheet::new(A4, "拣货单");
            sheet.table(&columns(), &rows(n));
            let pages = sheet.finish();
            proof::sound(&pages);
            assert!(pages.len() >= at_least);
            let mut codes = Vec::new();
            for (at, page) in pages.iter().enumerate() {
                let texts = proof::texts(page);
                assert_eq!(texts.iter().filter(|text| **text == "编码").count(), 1);
                assert!(texts.contains(&format!("{} / {}", at + 1, pages.len()).as_str()));
                codes.extend(texts.into_iter().filter(|text| text.starts_with("SKU-")).map(str::to_owned));
            }
            let all: Vec<String> = rows(n).into_iter().map(|row| row[0].clone()).collect();
            assert_eq!(codes, all);
        }
    }

    #[test]
    fn text_without_room_is_cut_and_breaks_and_strange_signs_are_kept_out() {
        let mut page = A5.blank();
        page.put(Room { x: 10.0, top: 10.0, width: 60.0 }, Style::new(12.0), "羊毛大衣\n加厚🔥冬季");
        assert_eq!(proof::texts(&page), ["羊毛大衣…"]);
        let mut page = A5.blank();
        page.put(Room { x: 10.0, top: 10.0, width: 200.0 }, Style::new(12.0), "大衣\n🔥");
        assert_eq!(proof::texts(&page), ["大衣 □"]);
    }
}
