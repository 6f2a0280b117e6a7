//! From columns of a file to fields, resolved once; and one row read through them, every problem written down.

use super::cell::{self, CellProblem};
use super::field::{Field, Value};
use super::header::Names;
use super::problem::{Problem, Problems, Severity};
use super::read::Row;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::privacy::mask_name;
use crate::locale::Said;
use chrono::NaiveDateTime;

/// Which columns of a file are which fields.
#[derive(Debug, Clone)]
pub struct Columns {
    /// Where the columns of each field stand in `order`, by the field's number: from and to.
    spans: Vec<(u16, u16)>,
    /// Columns, field by field, in the order they count.
    order: Vec<u16>,
    names: Names,
    /// What a bare number in the weight column counts, in grams.
    weight_unit: u32,
    /// Id fields whose column was rounded by Excel: zeros behind the 15th digit are not the platform's.
    rounded: Vec<Field>,
}

impl Columns {
    /// `pairs` in the order they count: of several columns of one field the first that says something is taken.
    pub fn new(names: Names, pairs: &[(Field, usize)], weight_unit: u32) -> Self {
        let mut columns = Self {
            spans: Vec::with_capacity(Field::ALL.len()),
            order: Vec::new(),
            names,
            weight_unit,
            rounded: Vec::new(),
        };
        for field in Field::ALL {
            let from = columns.order.len() as u16;
            let places = pairs.iter().filter(|(of, _)| of == field).filter_map(|(_, at)| u16::try_from(*at).ok());
            columns.order.extend(places);
            columns.spans.push((from, columns.order.len() as u16));
        }
        if let Some(at) = columns.at(Field::Weight) {
            columns.weight_unit = weight_unit_of(columns.names.compared(at)).unwrap_or(weight_unit);
        }
        columns
    }

    pub fn has(&self, field: Field) -> bool {
        !self.all(field).is_empty()
    }

    /// The first column of a field.
    pub fn at(&self, field: Field) -> Option<usize> {
        self.all(field).first().map(|at| usize::from(*at))
    }

    /// All columns of a field in the order they count.
    pub fn all(&self, field: Field) -> &[u16] {
        match self.spans.get(field as usize) {
            Some((from, to)) => self.order.get(usize::from(*from)..usize::from(*to)).unwrap_or_default(),
            None => &[],
        }
    }

    /// Looks at the ids of the first rows: one with zeros behind Excel's 15 digits is chance, many are damage.
    pub fn look_for_rounded(&mut self, rows: &[Row]) {
        for field in [Field::OrderNo, Field::LineNo, Field::RefundNo, Field::TrackingNo, Field::ItemId] {
            let Some(at) = self.at(field) else { continue };
            let (mut long, mut rounded, mut chance) = (0_u32, 0_u32, 0.0_f64);
            for row in rows {
                let Ok(id) = cell::id(row.cell(at)) else { continue };
                if id.len() > 15 && id.bytes().all(|b| b.is_ascii_digit()) {
                    long += 1;
                    rounded += u32::from(cell::is_rounded(id));
                    chance += 0.1_f64.powi(i32::try_from(id.len() - 15).unwrap_or(i32::MAX));
                }
            }
            if f64::from(rounded) > (5.0 * chance).max(f64::from(long) * 0.05) {
                self.rounded.push(field);
            }
        }
    }

    /// The name of a field's first column as the file writes it.
    pub fn name(&self, field: Field) -> String {
        self.at(field).map(|at| self.names.shown(at)).unwrap_or_default()
    }

    pub const fn names(&self) -> &Names {
        &self.names
    }
}

/// Grams of one unit, where the header names it.
fn weight_unit_of(compared: &str) -> Option<u32> {
    if ["kg", "千克", "公斤"].iter().any(|unit| compared.contains(unit)) {
        Some(1000)
    } else if compared.contains("(g)") || compared.contains('克') {
        Some(1)
    } else {
        None
    }
}

/// One row on its way to a draft. Cells are read as their fields want it; what cannot be read is written down.
#[derive(Debug)]
pub struct Reading<'r, 'e> {
    row: &'r Row,
    columns: &'e Columns,
    problems: &'e mut Problems,
    /// Amounts and pieces read from this row, for the control totals.
    figures: &'e mut Vec<(Field, i64)>,
    skip: bool,
}

impl<'r, 'e> Reading<'r, 'e> {
    pub fn new(
        row: &'r Row,
        columns: &'e Columns,
        problems: &'e mut Problems,
        figures: &'e mut Vec<(Field, i64)>,
    ) -> Self {
        figures.clear();
        Self { row, columns, problems, figures, skip: false }
    }

    pub const fn columns(&self) -> &'e Columns {
        self.columns
    }

    pub const fn number(&self) -> u32 {
        self.row.number()
    }

    /// Whether something was found that keeps the row out.
    pub const fn skipped(&self) -> bool {
        self.skip
    }

    /// The first column of the field that holds more than a word for nothing; empty otherwise.
    pub fn text(&self, field: Field) -> &'r str {
        for at in self.columns.all(field) {
            let text = cell::text(self.row.text(usize::from(*at)));
            if !text.is_empty() {
                return text;
            }
        }
        ""
    }

    /// As [`Self::text`], but with words such as `没有申请退款` left as they are.
    pub fn words(&self, field: Field) -> &'r str {
        for at in self.columns.all(field) {
            let text = cell::clean(self.row.text(usize::from(*at)));
            if !text.is_empty() {
                return text;
            }
        }
        ""
    }

    /// The texts of all columns of the field.
    pub fn texts(&self, field: Field) -> impl Iterator<Item = &'r str> + use<'r, 'e> {
        let row = self.row;
        self.columns.all(field).iter().map(move |at| cell::text(row.text(usize::from(*at))))
    }

    /// An id or a code that the row can do without.
    pub fn id(&mut self, field: Field) -> &'r str {
        self.id_at(field, Severity::Ignored)
    }

    /// An id without which the row is nothing: missing or damaged, the row is left out.
    pub fn key(&mut self, field: Field) -> &'r str {
        let before = self.skip;
        let id = self.id_at(field, Severity::Skipped);
        if id.is_empty() && self.skip == before {
            self.skip_for(
                field,
                "key_missing",
                Said::new("import.key_missing").with("column", self.columns.name(field)),
            );
        }
        id
    }

    fn id_at(&mut self, field: Field, severity: Severity) -> &'r str {
        let row = self.row;
        let read = if field.value() == Value::Id { cell::id } else { cell::code };
        for at in self.columns.all(field).iter().map(|at| usize::from(*at)) {
            match read(row.cell(at)) {
                Ok("") => {}
                Ok(id) if self.columns.rounded.contains(&field) && cell::is_rounded(id) => {
                    let problem = CellProblem::DamagedId { found: id.to_owned() };
                    self.cell_problem(field, at, &problem, severity);
                    return "";
                }
                Ok(id) => return id,
                Err(problem) => {
                    self.cell_problem(field, at, &problem, severity);
                    return "";
                }
            }
        }
        ""
    }

    /// An amount. Where the field's sum matters and the cell cannot be read, the row is left out.
    pub fn money(&mut self, field: Field) -> Option<Money> {
        let severity = if field.amount_counts() { Severity::Skipped } else { Severity::Ignored };
        let mut sum: Option<Money> = None;
        for at in self.columns.all(field).iter().map(|at| usize::from(*at)) {
            match cell::money(self.row.text(at)) {
                Ok(None) => {}
                Ok(Some(amount)) => {
                    sum = Some(sum.unwrap_or_default() + amount);
                    if !field.adds_up() {
                        break;
                    }
                }
                Err(problem) => {
                    self.cell_problem(field, at, &problem, severity);
                    return None;
                }
            }
        }
        if let Some(amount) = sum {
            self.figures.push((field, amount.fen()));
            if amount < Money::ZERO && field.never_negative() {
                self.skip_for(field, "negative_amount", Said::new("import.negative_amount").with("found", amount));
                return None;
            }
        }
        sum
    }

    /// What the same cell says was given back of an amount: `131.77(已退款89.84)`.
    pub fn refund_beside(&self, field: Field) -> Option<Money> {
        let at = self.columns.at(field)?;
        let text = self.row.text(at);
        if text.contains('退') { cell::amount(text).ok().flatten()?.refunded } else { None }
    }

    pub fn count(&mut self, field: Field) -> Option<i64> {
        let count = self.first_of(field, Severity::Ignored, cell::count);
        if let Some(count) = count {
            self.figures.push((field, count));
        }
        count
    }

    /// Pieces of a line. Without them the line says nothing; a sheet without the column means one piece.
    pub fn pieces(&mut self, field: Field) -> i64 {
        if !self.columns.has(field) {
            return 1;
        }
        match self.first_of(field, Severity::Skipped, cell::count) {
            Some(count) if count >= 0 => {
                self.figures.push((field, count));
                count
            }
            Some(_) => {
                self.skip_for(field, "negative_count", Said::new("import.negative_count"));
                0
            }
            None if self.skip => 0,
            None => {
                self.skip_for(
                    field,
                    "key_missing",
                    Said::new("import.key_missing").with("column", self.columns.name(field)),
                );
                0
            }
        }
    }

    pub fn time(&mut self, field: Field) -> Option<NaiveDateTime> {
        self.first_of(field, Severity::Ignored, cell::time)
    }

    pub fn days(&mut self, field: Field) -> Option<Period> {
        self.first_of(field, Severity::Skipped, cell::date_range)
    }

    pub fn percent(&mut self, field: Field) -> Option<i64> {
        self.first_of(field, Severity::Ignored, cell::percent_ppm)
    }

    /// A duration in hundredths of a second.
    pub fn centis(&mut self, field: Field) -> Option<i64> {
        self.first_of(field, Severity::Ignored, |text| cell::scaled(text, 2))
    }

    /// A weight in grams.
    pub fn grams(&mut self, field: Field) -> Option<i64> {
        let unit = self.columns.weight_unit;
        self.first_of(field, Severity::Ignored, |text| cell::grams(text, unit))
    }

    fn first_of<T>(
        &mut self,
        field: Field,
        severity: Severity,
        read: impl Fn(&str) -> Result<Option<T>, CellProblem>,
    ) -> Option<T> {
        for at in self.columns.all(field).iter().map(|at| usize::from(*at)) {
            match read(self.row.text(at)) {
                Ok(None) => {}
                Ok(value) => return value,
                Err(problem) => {
                    self.cell_problem(field, at, &problem, severity);
                    return None;
                }
            }
        }
        None
    }

    fn cell_problem(&mut self, field: Field, at: usize, problem: &CellProblem, severity: Severity) {
        let key = match problem {
            // A damaged id costs the row only where the row is nothing without it.
            CellProblem::DamagedId { .. } if severity == Severity::Ignored => "read.cell_damaged_id_unused".to_owned(),
            _ => problem.said().key,
        };
        let found = if field.personal() { mask_name(problem.found()) } else { problem.found().to_owned() };
        let said = Said::new(&key).with("found", &found);
        self.skip |= severity == Severity::Skipped;
        self.problems.add(Problem {
            row: self.row.number(),
            column: self.columns.names.shown(at),
            code: problem.code(),
            severity,
            found,
            said,
        });
    }

    /// Leaves the row out for what stands in a field.
    pub fn skip_for(&mut self, field: Field, code: &'static str, said: Said) {
        self.skip = true;
        self.mark(field, code, Severity::Skipped, said);
    }

    /// Writes down something about a field without leaving the row out.
    pub fn mark(&mut self, field: Field, code: &'static str, severity: Severity, said: Said) {
        let at = self.columns.at(field);
        let found = match at {
            Some(at) if !field.personal() => cell::clean(self.row.text(at)).chars().take(40).collect(),
            _ => String::new(),
        };
        self.problems.add(Problem {
            row: self.row.number(),
            column: at.map(|at| self.columns.names.shown(at)).unwrap_or_default(),
            code,
            severity,
            found,
            said,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_round_id_is_chance_a_column_of_them_is_damage() {
        let names = || Names::new(["订单编号"]);
        let ids = |round: usize| -> Vec<Row> {
            (0..100)
                .map(|n| {
                    row(&[&if n < round { format!("1234567890{n:05}0000") } else { format!("1234567890{n:05}4321") }])
                })
                .collect()
        };
        for (round, damaged) in [(1, false), (100, true), (30, true)] {
            let mut columns = Columns::new(names(), &[(Field::OrderNo, 0)], 1);
            columns.look_for_rounded(&ids(round));
            assert_eq!(columns.rounded.contains(&Field::OrderNo), damaged, "{round}");
        }
    }

    fn row(cells: &[&str]) -> Row {
        let mut row = Row::default();
        row.clear(5);
        for cell in cells {
            row.push(cell);
        }
        row
    }

    #[test]
    fn of_several_columns_the_first_that_says_something_counts() {
        let names = Names::new(["联系手机", "联系电话", "花费甲", "花费乙"]);
        let columns =
            Columns::new(names, &[(Field::Phone, 0), (Field::Phone, 1), (Field::AdSpend, 2), (Field::AdSpend, 3)], 1);
        let row = row(&["-", "0571-1", "1.20", "2"]);
        let (mut problems, mut figures) = (Problems::default(), Vec::new());
        let mut reading = Reading::new(&row, &columns, &mut problems, &mut figures);
        assert_eq!(reading.text(Field::Phone), "0571-1");
        assert_eq!(reading.money(Field::AdSpend), Some(Money::from_fen(320)));
    }

    #[test]
    fn an_amount_that_cannot_be_read_keeps_the_row_out_and_is_told() {
        let columns = Columns::new(Names::new(["实付"]), &[(Field::Paid, 0)], 1);
        let row = row(&["十二元"]);
        let (mut problems, mut figures) = (Problems::default(), Vec::new());
        let mut reading = Reading::new(&row, &columns, &mut problems, &mut figures);
        assert_eq!(reading.money(Field::Paid), None);
        assert!(reading.skipped());
        assert_eq!((problems.kept()[0].row, problems.kept()[0].column.as_str()), (5, "实付"));
    }

    #[test]
    fn weights_follow_the_unit_in_the_header() {
        for (header, grams) in [("重量(kg)", 1500), ("重量(克)", 2), ("重量", 15)] {
            let columns = Columns::new(Names::new([header]), &[(Field::Weight, 0)], 10);
            let row = row(&["1.5"]);
            let (mut problems, mut figures) = (Problems::default(), Vec::new());
            assert_eq!(
                Reading::new(&row, &columns, &mut problems, &mut figures).grams(Field::Weight),
                Some(grams),
                "{header}"
            );
        }
    }
}
