//! A table of typed cells (表格): what the data grid shows and what xlsx and csv files are written from.

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::money::Money;
use crate::locale::Lang;

/// What a column holds; decides alignment, format and the cell type in xlsx.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// An id or phone: text that never wraps and never becomes a number.
    Id,
    Count,
    /// ¥ stands in the header, not in the cells.
    Money,
    /// Shown as a percentage with one decimal.
    Ratio,
    /// A plain decimal number such as hours, days or pieces per order.
    Number,
    Date,
    Time,
}

/// The minus sign of the screen. Files carry the plain hyphen that programs read.
pub const MINUS: char = '−';

/// One value. `Empty` is "unknown" and shows as a dash; it is never a zero.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Count(i64),
    Money(Money),
    /// Numerator and denominator, divided last. A denominator of zero shows as a dash.
    Ratio(i64, i64),
    /// How far a figure moved against its base, in thousandths: `Change(125)` is 12.5%.
    Change(i64),
    /// How far a ratio moved, in tenths of a percentage point, and the language that says so: 2.8 个点.
    Points(i64, Lang),
    /// Value times 1000: `Number(2_500)` is 2.5.
    Number(i64),
    /// A count for each of something, times 1000, shown with two decimals: 1.54 pieces per order.
    Each(i64),
    Date(NaiveDate),
    Time(NaiveDateTime),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Stable English id, used as csv header in `--json` mode and for remembered widths.
    pub id: &'static str,
    /// Heading in the user's language.
    pub title: String,
    pub kind: Kind,
    /// First width in the grid, in pixels.
    pub width: f32,
}

/// Every row has exactly one cell for each column.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Stable English id, also the file name: `sales_by_province`.
    pub id: &'static str,
    /// Title in the user's language, also the sheet name.
    pub title: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

impl Column {
    pub fn new(id: &'static str, title: impl Into<String>, kind: Kind) -> Self {
        let width = match kind {
            Kind::Text => 180.0,
            Kind::Id => 170.0,
            Kind::Count | Kind::Ratio | Kind::Number => 90.0,
            Kind::Money | Kind::Date => 110.0,
            Kind::Time => 150.0,
        };
        Self { id, title: title.into(), kind, width }
    }

    #[must_use]
    pub const fn wide(mut self, width: f32) -> Self {
        self.width = width;
        self
    }
}

impl Cell {
    /// The value as a person reads it in a table: full figures with thousands separators, a dash for the unknown.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => "—".to_owned(),
            Self::Text(text) => text.clone(),
            Self::Count(n) => grouped(&n.to_string()),
            Self::Money(m) => grouped(&m.to_string()),
            Self::Ratio(num, den) => percent(*num, *den).unwrap_or_else(|| "—".to_owned()),
            Self::Change(permille) => percent(*permille, 1000).unwrap_or_else(|| "—".to_owned()),
            // A rate that reads 3.3 % after 3.2 % and moved by less than half a tenth has not moved.
            Self::Points(0, lang) => lang.t("shell.unchanged").to_owned(),
            Self::Points(tenths, lang) => lang.f("shell.points_short", &[("n", &decimal_one(*tenths * 100))]),
            Self::Number(milli) => grouped(&decimal_one(*milli)),
            Self::Each(milli) => grouped(&decimal_two(*milli)),
            Self::Date(day) => day.format("%Y-%m-%d").to_string(),
            Self::Time(at) => at.format("%Y-%m-%d %H:%M").to_string(),
        }
    }
}

/// `-1234567.5` → `−1,234,567.5`: separators and the minus sign of the screen; decimals stay as they are.
pub fn grouped(number: &str) -> String {
    let (sign, rest) = number.strip_prefix(['-', MINUS]).map_or(("", number), |rest| ("−", rest));
    let (whole, tail) = rest.find('.').map_or((rest, ""), |at| rest.split_at(at));
    let mut out = String::with_capacity(number.len() + 4);
    out.push_str(sign);
    for (at, c) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    out.push_str(tail);
    out
}

/// A shown amount with its unit, the sign first: `−¥12.00`; a dash stays one.
pub fn yuan(amount: &str) -> String {
    match amount.strip_prefix(MINUS) {
        Some(rest) => format!("{MINUS}¥{rest}"),
        None if amount == "—" => amount.to_owned(),
        None => format!("¥{amount}"),
    }
}

/// Shown text as a spreadsheet takes it from the clipboard: in one line, negative numbers with the plain hyphen.
pub fn pasted(text: &str) -> String {
    let flat = text.replace(['\t', '\n', '\r'], " ");
    match flat.strip_prefix(MINUS) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit() || c == '¥') => format!("-{rest}"),
        _ => flat,
    }
}

/// `num / den` as a percentage with one decimal, half away from zero; `None` without a base above zero.
pub fn percent(num: i64, den: i64) -> Option<String> {
    if den <= 0 {
        return None;
    }
    let tenths = round_div(i128::from(num) * 1000, i128::from(den));
    let sign = if tenths < 0 { "−" } else { "" };
    let abs = tenths.unsigned_abs();
    Some(format!("{sign}{}.{}%", grouped(&(abs / 10).to_string()), abs % 10))
}

/// `num / den` as exact text with up to `places` decimals (at most 9), half away from zero, without trailing zeros; `None` without a base.
pub fn quotient(num: i64, den: i64, places: u32) -> Option<String> {
    if den == 0 {
        return None;
    }
    let scale = 10i128.pow(places.min(9));
    let scaled = round_div(i128::from(num) * scale, i128::from(den));
    let sign = if scaled < 0 { "-" } else { "" };
    let (whole, rest) = (scaled.abs() / scale, scaled.abs() % scale);
    let tail = format!("{rest:0width$}", width = places.min(9) as usize);
    let tail = tail.trim_end_matches('0');
    Some(if tail.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{tail}") })
}

/// A value in thousandths with one decimal, half away from zero: `2_450` → `2.5`.
fn decimal_one(milli: i64) -> String {
    let tenths = round_div(i128::from(milli), 100);
    let sign = if tenths < 0 { "−" } else { "" };
    let abs = tenths.unsigned_abs();
    format!("{sign}{}.{}", abs / 10, abs % 10)
}

/// A value in thousandths with two decimals, half away from zero: `1_545` → `1.55`.
fn decimal_two(milli: i64) -> String {
    let hundredths = round_div(i128::from(milli), 10);
    let sign = if hundredths < 0 { "−" } else { "" };
    let abs = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", abs / 100, abs % 100)
}

/// Integer division rounded half away from zero. `den` must not be zero.
fn round_div(num: i128, den: i128) -> i128 {
    let sign = if (num < 0) == (den < 0) { 1 } else { -1 };
    let (num, den) = (num.abs(), den.abs());
    sign * ((num * 2 + den) / (den * 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_as_a_person_writes_them() {
        assert_eq!(Cell::Money(Money::from_fen(-123_456_789)).shown(), "−1,234,567.89");
        assert_eq!(Cell::Count(1000).shown(), "1,000");
        assert_eq!(Cell::Ratio(1, 3).shown(), "33.3%");
        assert_eq!(Cell::Ratio(-1, 8).shown(), "−12.5%");
        assert_eq!(Cell::Ratio(5, 0).shown(), "—");
        assert_eq!(Cell::Ratio(5, -10).shown(), "—", "a share of a loss says nothing");
        assert_eq!(Cell::Empty.shown(), "—");
        assert_eq!(Cell::Number(2_450).shown(), "2.5");
        assert_eq!(Cell::Each(1_538).shown(), "1.54");
        assert_eq!(Cell::Points(0, Lang::Zh).shown(), "持平");
        assert_eq!(Cell::Change(-125).shown(), "−12.5%");
        assert_eq!(Cell::Points(28, Lang::Zh).shown(), "2.8 个点", "a ratio moves by points and not by percent");
        assert_eq!(Cell::Points(-5, Lang::En).shown(), "−0.5 pp");
        assert_eq!(pasted(&Cell::Ratio(-1, 8).shown()), "-12.5%", "a spreadsheet reads no other minus sign");
        assert_eq!(quotient(-1, 3, 4).as_deref(), Some("-0.3333"));
        assert_eq!(quotient(5, 2, 6).as_deref(), Some("2.5"));
    }
}
