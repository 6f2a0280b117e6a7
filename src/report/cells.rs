//! Values as table cells and as numbers for charts.

use super::{Sheet, leads};
use crate::analytics::metric::{Change, Figure, Metric, Unit, Value};
use crate::domain::money::Money;
use crate::locale::Lang;
use crate::table::{Cell, Column, Kind, Table};

/// A value as a table cell.
pub fn cell(metric: &Metric, value: Value) -> Cell {
    match value {
        Value::Unknown => Cell::Empty,
        Value::Money(money) => Cell::Money(money),
        Value::Count(count) => Cell::Count(count),
        Value::Ratio { num, den } if metric.unit == Unit::Ratio => Cell::Ratio(num, den),
        Value::Ratio { num, den } => quotient(num.into(), 1000, den.into()).map_or(Cell::Empty, Cell::Each),
        Value::MoneyPer { fen, den } => {
            quotient(fen.into(), 1, den.into()).map_or(Cell::Empty, |fen| Cell::Money(Money::from_fen(fen)))
        }
        Value::Seconds(seconds) => {
            let one = if metric.unit == Unit::Days { 86_400 } else { 3600 };
            quotient(seconds.into(), 1000, one).map_or(Cell::Empty, Cell::Number)
        }
    }
}

/// `num * times / den`, rounded half away from zero.
fn quotient(num: i128, times: i128, den: i128) -> Option<i64> {
    if den == 0 {
        return None;
    }
    let (num, den) = if den < 0 { (-num * times, -den) } else { (num * times, den) };
    let half = (num.abs() * 2 + den) / (den * 2);
    i64::try_from(if num < 0 { -half } else { half }).ok()
}

/// The kind of column that holds a metric.
pub const fn kind_of(metric: &Metric) -> Kind {
    match metric.unit {
        Unit::Money | Unit::MoneyPer => Kind::Money,
        Unit::Count => Kind::Count,
        Unit::Ratio => Kind::Ratio,
        Unit::CountPer | Unit::Hours | Unit::Days => Kind::Number,
    }
}

/// A value as a number for a chart: yuan, hours, days, 1.0 = 100 %.
pub fn number(metric: &Metric, value: Value) -> Option<f64> {
    match value {
        Value::Unknown => None,
        Value::Money(money) => Some(yuan(money.fen())),
        Value::Count(count) => Some(count as f64),
        Value::Ratio { den: 0, .. } | Value::MoneyPer { den: 0, .. } => None,
        Value::Ratio { num, den } => Some(num as f64 / den as f64),
        Value::MoneyPer { fen, den } => Some(yuan(fen) / den as f64),
        Value::Seconds(seconds) => Some(seconds as f64 / if metric.unit == Unit::Days { 86_400.0 } else { 3600.0 }),
    }
}

/// Fen as yuan for a chart.
pub fn yuan(fen: i64) -> f64 {
    fen as f64 / 100.0
}

/// How far a figure moved: in percent of what it was, or in points when it is a ratio itself.
pub fn change(lang: Lang, figure: &Figure) -> Cell {
    match figure.change() {
        Some(Change::Relative(permille)) => Cell::Change(permille),
        Some(Change::Points(tenths)) => Cell::Points(tenths, lang),
        None => Cell::Empty,
    }
}

/// Every figure of a page on a sheet of its own, each row leading to what the figure is made of.
pub fn figures_sheet(lang: Lang, id: &'static str, figures: &[Figure]) -> Sheet {
    let lead = |figure: &Figure| if figure.now.is_known() { leads::lead(figure.metric) } else { None };
    Sheet {
        table: figures_table(lang, id, lang.t("sales.tab_figures").to_owned(), figures),
        drills: figures.iter().map(lead).collect(),
    }
}

/// A table of figures: name, now, before, change, and how each is made.
pub fn figures_table(lang: Lang, id: &'static str, title: String, figures: &[Figure]) -> Table {
    let compared = figures.iter().any(|figure| figure.before.is_some());
    let mut columns = vec![
        Column::new("name", lang.t("metric.column_name"), Kind::Text),
        Column::new("now", lang.t("metric.column_now"), Kind::Number).wide(120.0),
    ];
    if compared {
        columns.push(Column::new("before", lang.t("metric.column_before"), Kind::Number).wide(120.0));
        columns.push(Column::new("change", lang.t("metric.column_change"), Kind::Ratio));
    }
    columns.push(Column::new("clock", lang.t("metric.column_clock"), Kind::Text).wide(110.0));
    columns.push(Column::new("formula", lang.t("metric.column_formula"), Kind::Text).wide(420.0));
    let rows = figures
        .iter()
        .map(|figure| {
            let mut row = vec![Cell::Text(figure.metric.name(lang)), cell(figure.metric, figure.now)];
            if compared {
                row.push(figure.before.map_or(Cell::Empty, |before| cell(figure.metric, before)));
                row.push(change(lang, figure));
            }
            row.push(Cell::Text(figure.metric.clock.name(lang)));
            row.push(Cell::Text(figure.metric.formula(lang)));
            row
        })
        .collect();
    Table { id, title, columns, rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::metric::sales;

    #[test]
    fn averages_are_rounded_to_the_fen_and_units_to_thousandths() {
        assert_eq!(cell(&sales::AOV, Value::money_per(1000, 3)), Cell::Money(Money::from_fen(333)));
        assert_eq!(cell(&sales::AOV, Value::money_per(-5, 2)), Cell::Money(Money::from_fen(-3)));
        assert_eq!(cell(&sales::UNITS_PER_ORDER, Value::ratio(5, 3)), Cell::Each(1667));
        assert_eq!(cell(&sales::CONVERSION, Value::ratio(5, 300)), Cell::Ratio(5, 300));
        assert_eq!(cell(&sales::AOV, Value::Unknown), Cell::Empty);
    }
}
