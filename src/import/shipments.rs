//! Sheets of tracking numbers (发货表): order numbers and the parcels they were sent with, as warehouses fill them in or couriers' programs
//! write them. All that is wrong is found at once.

use std::path::Path;

use super::cell;
use super::header::Names;
use super::read::{self, ReadError, Row};
use super::stocktake::RowProblem;
use crate::locale::Said;

/// Names under which the columns stand.
const ORDERS: [&str; 8] =
    ["订单编号", "订单号", "主订单编号", "平台单号", "交易编号", "原始单号", "Order no.", "Order number"];
const PARCELS: [&str; 9] = [
    "运单号",
    "快递单号",
    "物流单号",
    "运单编号",
    "运单号码",
    "快递编号",
    "Tracking no.",
    "Tracking number",
    "Waybill",
];
const COURIERS: [&str; 5] = ["快递公司", "物流公司", "快递", "承运商", "Courier"];

/// Rows looked at for the heading.
const HEAD: usize = 20;

/// A row with a tracking number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipment {
    /// As a spreadsheet shows it.
    pub row: u32,
    pub order_no: String,
    pub tracking_no: String,
    /// Empty when the sheet does not tell.
    pub courier: String,
}

/// What a sheet says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    pub lines: Vec<Shipment>,
    pub problems: Vec<RowProblem>,
    /// Rows with an order and no tracking number yet.
    pub blank: usize,
}

/// Why a file is no sheet of tracking numbers.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SheetError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("no columns of order numbers and tracking numbers")]
    NoColumns,
}

impl SheetError {
    pub fn said(&self) -> Said {
        match self {
            Self::Read(error) => error.said(),
            Self::NoColumns => Said::new("work.sheet_no_columns"),
        }
    }
}

struct Columns {
    order: usize,
    parcel: usize,
    courier: Option<usize>,
}

/// Reads the first table of a file that has both columns.
pub fn read(path: &Path) -> Result<Sheet, SheetError> {
    for sheet in read::open(path)?.sheets {
        let mut rows = sheet.rows()?;
        let columns = rows.peek(HEAD)?.iter().find_map(|row| Some((row.number(), columns(row)?)));
        if let Some((head, columns)) = columns {
            let mut found = Sheet::default();
            let mut row = Row::default();
            while rows.next(&mut row)? {
                if row.number() > head {
                    take(&row, &columns, &mut found);
                }
            }
            return Ok(found);
        }
    }
    Err(SheetError::NoColumns)
}

fn columns(row: &Row) -> Option<Columns> {
    let names = Names::new((0..row.len()).map(|at| row.text(at)));
    let find = |all: &[&str]| all.iter().find_map(|name| names.find(name));
    Some(Columns { order: find(&ORDERS)?, parcel: find(&PARCELS)?, courier: find(&COURIERS) })
}

fn take(row: &Row, columns: &Columns, found: &mut Sheet) {
    let number = row.number();
    let mut wrong = |said: Said| found.problems.push(RowProblem { row: number, said });
    let id = |at: usize| cell::id(row.cell(at));
    let (order_no, tracking_no) = match (id(columns.order), id(columns.parcel)) {
        (Ok(order), Ok(parcel)) => (order.to_owned(), parcel.to_owned()),
        // Digits that Excel has dropped cannot be guessed.
        (Err(problem), _) | (_, Err(problem)) => return wrong(problem.said()),
    };
    if order_no.is_empty() {
        if !tracking_no.is_empty() {
            wrong(Said::new("work.row_no_order").with("parcel", tracking_no));
        }
        return;
    }
    if tracking_no.is_empty() {
        found.blank += 1;
        return;
    }
    let courier = columns.courier.map_or("", |at| cell::clean(row.text(at))).to_owned();
    found.lines.push(Shipment { row: number, order_no, tracking_no, courier });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_row_is_named_and_blank_ones_wait() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("发货.csv");
        let text = "今日发货,,\n订单编号,收件人,快递公司,运单号\n\t7001,张*,中通快递,No:73100001\n7002,李*,,\n7003,王*,顺丰,1.23E+14\n,,圆通,YT99999\n7004,赵*,,SF100200\n";
        std::fs::write(&path, text).unwrap();
        let found = read(&path).unwrap();
        let lines: Vec<(u32, &str, &str, &str)> = found
            .lines
            .iter()
            .map(|line| (line.row, line.order_no.as_str(), line.tracking_no.as_str(), line.courier.as_str()))
            .collect();
        assert_eq!(lines, [(3, "7001", "73100001", "中通快递"), (7, "7004", "SF100200", "")]);
        let wrong: Vec<(u32, &str)> = found.problems.iter().map(|one| (one.row, one.said.key.as_str())).collect();
        assert_eq!(wrong, [(5, "read.cell_damaged_id"), (6, "work.row_no_order")]);
        assert_eq!(found.blank, 1);
    }

    #[test]
    fn a_file_without_the_two_columns_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("订单.csv");
        std::fs::write(&path, "订单编号,总金额\n1,2.00\n").unwrap();
        assert!(matches!(read(&path), Err(SheetError::NoColumns)));
    }
}
