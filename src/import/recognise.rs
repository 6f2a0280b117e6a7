//! Which format is this? (识别) Told by the names in the header row, wherever that row stands, never by place or file name.
//!
//! A format is in question when its marks and the fields it cannot do without are there. Of several the one that knows most of
//! the file's columns is taken. How sure that is, and why, goes along so that it can be shown and overruled.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::cell;
use super::field::Field;
use super::format::{Column, Format, Kind};
use super::formats;
use super::header::{Names, occurrence};
use super::read::Row;
use crate::locale::Said;

/// Rows looked at for the header.
pub const HEAD: usize = 40;

/// A format with its columns by compared name.
struct Entry {
    format: &'static Format,
    columns: HashMap<String, (usize, &'static Column)>,
    marks: Vec<Vec<String>>,
    without: Vec<String>,
}

static CATALOG: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let entry = |format: &'static Format| {
        let mut columns = HashMap::new();
        for (order, column) in format.columns().enumerate() {
            columns.entry(cell::normal(column.name)).or_insert((order, column));
        }
        let normal = |names: &[&str]| names.iter().map(|name| cell::normal(name)).collect::<Vec<_>>();
        Entry {
            format,
            columns,
            marks: format.marks.iter().map(|set| normal(set)).collect(),
            without: normal(format.without),
        }
    };
    formats::ALL.iter().chain(formats::NOTED).map(|format| entry(format)).collect()
});

/// A file whose format is known.
#[derive(Debug, Clone)]
pub struct Recognised {
    pub format: &'static Format,
    /// Place of the layout that fits best.
    pub layout: usize,
    pub header: Header,
    /// Fields and their columns, in the order they count.
    pub columns: Vec<(Field, usize)>,
    pub why: Why,
}

/// Where the header stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// Its row as a spreadsheet counts, from 1; 0 when there is none.
    pub row: u32,
    /// Last row above the data: the header's own, or that of a second header beneath it.
    pub last_row: u32,
    pub names: Names,
}

/// Why a file was taken for what it was taken for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Why {
    /// 0 to 100.
    pub confidence: u8,
    /// Columns of the file that the format knows.
    pub known: usize,
    /// Columns of the file that have a name.
    pub named: usize,
    /// Names the format does not know, as the file writes them.
    pub unknown: Vec<String>,
    /// Names that decided.
    pub marks: Vec<String>,
    /// The next best format.
    pub runner_up: Option<&'static str>,
}

/// What became of looking at a sheet.
#[derive(Debug, Clone)]
pub enum Finding {
    Known(Box<Recognised>),
    /// A table, but of no known format: its columns are to be mapped.
    Unknown(Header),
    /// No row looks like a header.
    NoTable,
}

impl Finding {
    pub fn known(self) -> Option<Recognised> {
        match self {
            Self::Known(found) => Some(*found),
            Self::Unknown(_) | Self::NoTable => None,
        }
    }
}

impl Recognised {
    /// Columns without which a file is not of this format, by the name that the format gives the first of each group; empty for every
    /// file that was recognised by itself.
    pub fn missing(&self) -> Vec<&'static str> {
        let found = |field: &Field| self.columns.iter().any(|(there, _)| there == field);
        let groups = self.format.required.iter().filter(|group| !group.iter().any(found));
        let named = |field: &Field| self.format.columns().find(|column| column.field == *field);
        groups.filter_map(|group| group.iter().find_map(named)).map(Column::written).collect()
    }
}

impl Why {
    /// `7 of 7 columns known`
    pub fn said(&self) -> Said {
        Said::new("import.why").with("known", self.known).with("named", self.named)
    }
}

/// One format tried on one header row.
struct Try {
    entry: &'static Entry,
    known: usize,
    header_at: usize,
}

/// Finds the header row and the format of a sheet from its first rows.
pub fn recognise(head: &[Row]) -> Finding {
    let headers: Vec<Names> = head.iter().take(HEAD).map(names_of).collect();
    let mut tries: Vec<Try> = Vec::new();
    for (header_at, names) in headers.iter().enumerate() {
        if names.named() < 2 {
            continue;
        }
        tries.extend(CATALOG.iter().filter_map(|entry| {
            let known = entry.fits(names)?;
            Some(Try { entry, known, header_at })
        }));
    }
    // A format that is read beats one that is only known by name, unless it hardly knows the file.
    let weight = |t: &Try| {
        let named = headers.get(t.header_at).map_or(1, Names::named).max(1);
        let read = t.entry.format.kind != Kind::Noted && t.known * 2 >= named;
        (read, t.known, std::cmp::Reverse(t.header_at))
    };
    tries.sort_by_key(|t| std::cmp::Reverse(weight(t)));
    match tries.first().and_then(|best| Some((best, headers.get(best.header_at)?))) {
        Some((best, names)) => {
            let runner_up = tries.iter().map(|t| t.entry.format).find(|format| format.id != best.entry.format.id);
            let runner_known =
                tries.iter().find(|t| Some(t.entry.format.id) == runner_up.map(|f| f.id)).map_or(0, |t| t.known);
            let mut found = best.entry.recognised(names, head, best.header_at);
            found.why.runner_up = runner_up.map(|format| format.id);
            if best.entry.format.kind != Kind::Noted && runner_known * 10 >= best.known * 9 {
                found.why.confidence = found.why.confidence.saturating_sub(20);
            }
            Finding::Known(Box::new(found))
        }
        None => match guess_header(&headers, head) {
            Some(header) => Finding::Unknown(header),
            None => Finding::NoTable,
        },
    }
}

/// Reads a sheet as a format the user names, with its header in the row that fits it best or that the user names.
pub fn as_format(head: &[Row], format: &'static Format, header_row: Option<u32>) -> Option<Recognised> {
    let entry = CATALOG.iter().find(|entry| entry.format.id == format.id)?;
    let candidates = head.iter().enumerate().filter(|(_, row)| header_row.is_none_or(|wanted| row.number() == wanted));
    let (at, names, known) = candidates
        .map(|(at, row)| {
            let names = names_of(row);
            let known = entry.known(&names);
            (at, names, known)
        })
        .max_by_key(|(at, _, known)| (*known, std::cmp::Reverse(*at)))?;
    (known > 0).then(|| entry.recognised(&names, head, at))
}

/// Recognises a sheet whose header is in a row the user names.
pub fn in_row(head: &[Row], header_row: u32) -> Option<Recognised> {
    let row = head.iter().find(|row| row.number() == header_row)?;
    let found = recognise(std::slice::from_ref(row)).known()?;
    // Once more with the rows beneath, among which a second header may be.
    as_format(head, found.format, Some(header_row))
}

/// The header in a row the user names, or the most likely one.
pub fn header(head: &[Row], wanted: Option<u32>) -> Option<Header> {
    match wanted {
        Some(wanted) => head.iter().find(|row| row.number() == wanted).map(|row| Header {
            row: wanted,
            last_row: wanted,
            names: names_of(row),
        }),
        None => guess_header(&head.iter().take(HEAD).map(names_of).collect::<Vec<_>>(), head),
    }
}

fn names_of(row: &Row) -> Names {
    Names::new((0..row.len()).map(|at| row.text(at)))
}

/// Of rows of unknown names, the one with most names that any format or alias knows; else the first with most words.
fn guess_header(headers: &[Names], head: &[Row]) -> Option<Header> {
    let score = |names: &Names| {
        let known = names.iter().filter(|(_, name)| super::alias::field(name).is_some() || is_known_name(name)).count();
        let words = names.iter().filter(|(_, name)| name.chars().any(char::is_alphabetic)).count();
        (known, words)
    };
    let mut best: Option<((usize, usize), usize)> = None;
    for (at, names) in headers.iter().enumerate() {
        let score = score(names);
        if score.1 >= 2 && best.is_none_or(|(seen, _)| score > seen) {
            best = Some((score, at));
        }
    }
    let (_, at) = best?;
    let row = head.get(at)?.number();
    Some(Header { row, last_row: row, names: headers.get(at)?.clone() })
}

fn is_known_name(compared: &str) -> bool {
    CATALOG.iter().any(|entry| entry.columns.contains_key(compared))
}

impl Entry {
    /// How many names of the row the format knows.
    fn known(&self, names: &Names) -> usize {
        if self.format.kind == Kind::Noted {
            return self.marks_met(names).map_or(0, |(_, set)| set.len());
        }
        names.iter().filter(|(_, name)| self.column(name).is_some()).count()
    }

    /// The column of a name; the second of a name is known when the first is, though only declared ones are used.
    fn column(&self, compared: &str) -> Option<(usize, Option<&'static Column>)> {
        if let Some((order, column)) = self.columns.get(compared) {
            return Some((*order, Some(column)));
        }
        let (first, _) = occurrence(compared)?;
        self.columns.get(first).map(|(order, _)| (*order, None))
    }

    /// The set of marks that is there, and its place.
    fn marks_met(&self, names: &Names) -> Option<(usize, &Vec<String>)> {
        self.marks.iter().enumerate().find(|(_, set)| set.iter().all(|mark| names.iter().any(|(_, name)| name == mark)))
    }

    /// The number of known names when the format is in question.
    fn fits(&self, names: &Names) -> Option<usize> {
        if !self.marks.is_empty() && self.marks_met(names).is_none() {
            return None;
        }
        if self.without.iter().any(|name| names.iter().any(|(_, seen)| seen == name)) {
            return None;
        }
        let fields: Vec<Field> = names
            .iter()
            .filter_map(|(_, name)| self.column(name).and_then(|(_, column)| column).map(|column| column.field))
            .collect();
        let all = self.format.required.iter().all(|group| group.iter().any(|field| fields.contains(field)));
        all.then(|| self.known(names))
    }

    fn recognised(&'static self, names: &Names, head: &[Row], header_at: usize) -> Recognised {
        let known = self.known(names);
        let named = names.named();
        let noted = self.format.kind == Kind::Noted;
        let mut fields: Vec<(usize, Field, usize)> = names
            .iter()
            .filter_map(|(at, name)| match self.column(name) {
                Some((order, Some(column))) if column.field != Field::Unused => Some((order, column.field, at)),
                _ => None,
            })
            .collect();
        fields.sort_unstable_by_key(|(order, _, at)| (*order, *at));
        let row = head.get(header_at).map_or(0, Row::number);
        // 宝贝数据包 says its names twice, as keys and in Chinese: the second row is no data.
        let below = head.get(header_at + 1).filter(|below| {
            let names = names_of(below);
            !noted && names.named() >= 3 && self.known(&names) * 10 >= names.named() * 6
        });
        let unknown = if noted {
            Vec::new()
        } else {
            names.iter().filter(|(_, name)| self.column(name).is_none()).map(|(at, _)| names.shown(at)).collect()
        };
        let confidence = if noted { 95 } else { (50 + 50 * known / named.max(1)).min(100) };
        let layout = if noted { self.marks_met(names).map_or(0, |(at, _)| at) } else { self.nearest_layout(names) };
        Recognised {
            format: self.format,
            layout,
            header: Header { row, last_row: below.map_or(row, Row::number), names: names.clone() },
            columns: fields.into_iter().map(|(_, field, at)| (field, at)).collect(),
            why: Why {
                confidence: u8::try_from(confidence).unwrap_or(100),
                known,
                named,
                unknown,
                marks: self.marks_met(names).map(|(_, set)| set.clone()).unwrap_or_default(),
                runner_up: None,
            },
        }
    }

    /// The layout that shares most with the file, neither too few nor too many columns.
    fn nearest_layout(&self, names: &Names) -> usize {
        let share = |layout: usize| {
            let size = self.format.columns().filter(|column| column.stands_in(layout)).count();
            let met = names
                .iter()
                .filter(|(_, name)| self.columns.get(*name).is_some_and(|(_, column)| column.stands_in(layout)))
                .count();
            // Twice what is shared over both sizes, in thousandths.
            2000 * met / (size + names.named()).max(1)
        };
        (0..self.format.layouts.len()).max_by_key(|layout| (share(*layout), *layout)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(table: &[&[&str]]) -> Vec<Row> {
        table
            .iter()
            .zip(1..)
            .map(|(cells, number)| {
                let mut row = Row::default();
                row.clear(number);
                cells.iter().for_each(|cell| row.push(cell));
                row
            })
            .collect()
    }

    fn known(table: &[&[&str]]) -> Recognised {
        match recognise(&rows(table)) {
            Finding::Known(found) => *found,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_layout_of_every_format_is_itself() {
        for format in formats::ALL {
            for (at, layout) in format.layouts.iter().enumerate() {
                let headers = format.headers(at);
                let found = known(&[&headers]);
                assert_eq!((found.format.id, found.layout), (format.id, at), "{} {}", format.id, layout.id);
                assert_eq!(found.why.known, headers.len(), "{} {}", format.id, layout.id);
                assert!(found.why.confidence >= 80, "{} {} {:?}", format.id, layout.id, found.why);
            }
        }
        for format in formats::NOTED {
            for (at, marks) in format.marks.iter().enumerate() {
                let found = known(&[marks]);
                assert_eq!((found.format.id, found.layout), (format.id, at));
            }
        }
    }

    #[test]
    fn seven_columns_of_an_order_report_are_enough() {
        let found = known(&[
            &["订单编号", "总金额", "买家实际支付金额", "收货地址 ", "订单创建时间", "订单付款时间 ", "退款金额"],
            &["1", "178.8", "0.0", "上海", "2020-02-21 00:00:00", "", "0.0"],
        ]);
        assert_eq!((found.format.id, found.header.row, found.why.confidence), ("taobao_order_report", 1, 100));
    }

    #[test]
    fn the_header_is_found_beneath_notes_and_above_its_chinese_twin() {
        let found = known(&[
            &["【生意参谋平台】", ""],
            &["统计日期：2026-05-01", ""],
            &["统计日期", "搜索词", "访客数", "支付金额"],
            &["2026-05-01", "连衣裙", "1,200", "34,895.00"],
        ]);
        assert_eq!((found.format.id, found.header.row), ("sycm_search_keywords", 3));
        let package = formats::by_id("taobao_data_package").unwrap();
        let (keys, chinese) = (package.headers(1), package.headers(2));
        let found = known(&[&["version 1.00"], &keys, &chinese, &["连衣裙"]]);
        assert_eq!((found.header.row, found.header.last_row, found.layout), (2, 3, 1));
    }

    #[test]
    fn an_unknown_table_has_a_header_to_be_mapped() {
        let table = rows(&[&["我的账本", "", ""], &["单号", "买了什么", "多少钱"], &["1", "衣服", "12"]]);
        match recognise(&table) {
            Finding::Unknown(header) => assert_eq!(header.row, 2),
            other => panic!("{other:?}"),
        }
        assert!(matches!(recognise(&rows(&[&["1", "2"], &["3", "4"]])), Finding::NoTable));
    }
}
