//! First proposals for a file of no known format (猜测): what each column holds, judged by its name and by what stands in it.

use super::alias;
use super::cell;
use super::field::{Field, Value};
use super::format::Kind;
use super::header::Names;
use super::mapping::{Mapping, OneOrMore, fingerprint, needed, offered};
use super::read::Row;
use crate::domain::draft::TrafficGrain;
use crate::domain::platform::Platform;
use crate::domain::privacy::{is_masked, mask_name};

/// Rows looked at.
const SAMPLE: usize = 200;
/// Cells shown.
const SHOWN: usize = 5;

/// A column of an unknown file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnGuess {
    /// Place, from 0.
    pub at: usize,
    /// Name as the file writes it.
    pub name: String,
    /// What its cells look like.
    pub looks: Value,
    /// Some of its cells; masked where they tell who somebody is.
    pub samples: Vec<String>,
    /// What it most likely means.
    pub field: Option<Field>,
}

/// All columns of a file, and what its rows most likely are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    pub kind: Kind,
    pub columns: Vec<ColumnGuess>,
}

/// Looks at the names and the rows beneath them.
pub fn guess(names: &Names, rows: &[Row]) -> Guess {
    let mut taken: Vec<Field> = Vec::new();
    let mut columns: Vec<ColumnGuess> = Vec::new();
    for at in 0..names.len() {
        let cells: Vec<&str> =
            rows.iter().take(SAMPLE).map(|row| cell::clean(row.text(at))).filter(|text| !cell::is_null(text)).collect();
        let looks = looks(&cells);
        let name = alias::field(names.compared(at));
        let field = name.filter(|field| suits(*field, looks, cells.is_empty()) && !taken.contains(field));
        taken.extend(field);
        let personal = name.is_some_and(Field::personal);
        let shown = |text: &&str| if personal && !is_masked(text) { mask_name(text) } else { (*text).to_owned() };
        let samples = cells.iter().take(SHOWN).map(shown).collect();
        columns.push(ColumnGuess { at, name: names.shown(at), looks, samples, field });
    }
    let kind = kind_of(&taken);
    let useful = offered(kind);
    for column in &mut columns {
        column.field = column.field.map(|field| for_kind(field, kind)).filter(|field| useful.contains(field));
    }
    Guess { kind, columns }
}

impl Guess {
    /// The guess as a mapping to begin with.
    pub fn mapping(&self, name: &str, names: &Names) -> Mapping {
        let columns = self
            .columns
            .iter()
            .filter_map(|column| Some((column.field?.id().to_owned(), OneOrMore::One(column.name.clone()))))
            .collect();
        Mapping {
            name: name.to_owned(),
            kind: self.kind.id().to_owned(),
            platform: Platform::Other,
            shop: String::new(),
            header_row: None,
            from: None,
            to: None,
            paid: None,
            order_money: None,
            fingerprint: fingerprint(names),
            columns,
        }
    }

    /// Takes over what is known of the columns: each field once, and only fields that such rows can use.
    pub fn set(&mut self, kind: Kind, pairs: &[(Field, usize)]) {
        self.kind = kind;
        let useful = offered(kind);
        let mut taken: Vec<Field> = Vec::new();
        for column in &mut self.columns {
            let told =
                pairs.iter().find(|(field, at)| *at == column.at && useful.contains(field) && !taken.contains(field));
            column.field = told.map(|(field, _)| *field);
            taken.extend(column.field);
        }
    }

    /// Fields this kind of rows needs and no column was guessed for: the first of each group.
    pub fn missing(&self) -> Vec<Field> {
        needed(self.kind)
            .iter()
            .filter(|group| !group.iter().any(|field| self.columns.iter().any(|column| column.field == Some(*field))))
            .filter_map(|group| group.first().copied())
            .collect()
    }
}

/// A column called `金额` means something else on a refund than on an order.
const fn for_kind(field: Field, kind: Kind) -> Field {
    match (kind, field) {
        (Kind::Refunds, Field::Refund | Field::Paid) => Field::RefundAmount,
        (Kind::Refunds, Field::Status) => Field::RefundStatus,
        (Kind::Lines, Field::Refund) => Field::LineRefund,
        (Kind::Parcels, Field::Freight | Field::Paid) => Field::ParcelFreight,
        (Kind::Parcels, Field::Status) => Field::ParcelState,
        (Kind::Products, Field::UnitCost) => Field::Cost,
        (Kind::Products, Field::UnitPrice) => Field::Price,
        (Kind::Traffic(_), Field::CreatedAt) => Field::Days,
        _ => field,
    }
}

/// What rows with these fields most likely are.
fn kind_of(fields: &[Field]) -> Kind {
    use Field as F;
    let has = |field| fields.contains(&field);
    if has(F::PlatformSku) && has(F::OwnSku) {
        Kind::Mappings
    } else if has(F::Visitors) || has(F::PayBuyers) {
        Kind::Traffic(if has(F::Keyword) {
            TrafficGrain::Keyword
        } else if has(F::ItemId) {
            TrafficGrain::Item
        } else {
            TrafficGrain::Shop
        })
    } else if has(F::RefundNo) || (has(F::RefundAmount) && has(F::OrderNo)) {
        Kind::Refunds
    } else if has(F::TrackingNo) && (has(F::Weight) || has(F::SignedAt) || has(F::CollectedAt) || !has(F::OrderNo)) {
        Kind::Parcels
    } else if has(F::OrderNo) && has(F::Supplier) {
        Kind::Purchases
    } else if has(F::OrderNo) && (has(F::Qty) || has(F::LineNo) || has(F::SkuCode)) {
        Kind::Lines
    } else if !has(F::OrderNo) && has(F::SkuCode) {
        Kind::Products
    } else {
        Kind::Orders
    }
}

/// Whether cells that look so can be read as the field wants them.
fn suits(field: Field, looks: Value, empty: bool) -> bool {
    empty
        || match field.value() {
            Value::Text => looks != Value::Time,
            Value::Id => !matches!(looks, Value::Time | Value::Percent),
            Value::Money => matches!(looks, Value::Money | Value::Count),
            Value::Count => looks == Value::Count,
            Value::Time | Value::Days => matches!(looks, Value::Time | Value::Days),
            Value::Percent => matches!(looks, Value::Percent | Value::Money | Value::Count),
            Value::Seconds | Value::Weight => matches!(looks, Value::Money | Value::Count | Value::Weight),
        }
}

/// What nine cells of ten can be read as.
fn looks(cells: &[&str]) -> Value {
    let most = |read: &dyn Fn(&str) -> bool| {
        !cells.is_empty() && cells.iter().filter(|text| read(text)).count() * 10 >= cells.len() * 9
    };
    let is_id = |text: &str| text.len() >= 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let dated = |text: &str| text.contains(['-', '/', '年', '.']) && cell::time(text).is_ok();
    let ranged = |text: &str| cell::date_range(text).is_ok() && text.contains(['-', '/', '年', '~']);
    if most(&dated) {
        Value::Time
    } else if most(&ranged) {
        Value::Days
    } else if most(&is_id) {
        Value::Id
    } else if most(&|text| text.ends_with('%') && cell::percent_ppm(text).is_ok()) {
        Value::Percent
    } else if most(&|text| cell::count(text).is_ok()) {
        Value::Count
    } else if most(&|text| cell::money(text).is_ok()) {
        Value::Money
    } else if most(&|text| text.ends_with('g') && cell::grams(text, 1).is_ok()) {
        Value::Weight
    } else {
        Value::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(table: &[&[&str]]) -> Vec<Row> {
        let row = |cells: &&[&str]| {
            let mut row = Row::default();
            row.clear(2);
            cells.iter().for_each(|cell| row.push(cell));
            row
        };
        table.iter().map(row).collect()
    }

    #[test]
    fn names_and_cells_together_tell_the_field() {
        let names = Names::new(["单号", "日期", "金额", "收货人", "备注", "数量"]);
        let rows = rows(&[
            &["20260501000001", "2026-05-01", "12.50", "林晓明", "好", "一"],
            &["20260501000002", "2026-05-02", "8", "王五", "", "二"],
        ]);
        let guess = guess(&names, &rows);
        assert_eq!(guess.kind, Kind::Orders);
        let field = |at: usize| guess.columns[at].field;
        assert_eq!((field(0), field(1), field(2)), (Some(Field::OrderNo), Some(Field::CreatedAt), Some(Field::Paid)));
        assert_eq!(field(5), None, "words are no pieces");
        assert_eq!(guess.columns[3].samples, ["林**", "王*"]);
        assert_eq!((guess.columns[1].looks, guess.columns[2].looks), (Value::Time, Value::Money));
        assert_eq!(guess.missing(), []);
        assert!(guess.mapping("账本", &names).resolve(&names).is_ok());
    }

    #[test]
    fn a_sheet_of_parcels_is_one() {
        let names = Names::new(["运单号", "运费", "重量", "签收时间"]);
        let guess = guess(&names, &rows(&[&["SF1000000001", "3.5", "1.2", "2026-05-01 10:00"]]));
        assert_eq!(guess.kind, Kind::Parcels);
        assert_eq!(guess.columns[1].field, Some(Field::ParcelFreight));
    }
}
