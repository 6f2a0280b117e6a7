//! Workbooks as sellers have them: wrong dimensions, merged cells, numbers that were ids, dates, several sheets.

use rust_xlsxwriter::{Format, Workbook};
use zhanggui::import::cell;
use zhanggui::import::read::{CellKind, Encoding, Format as FileFormat, Row, Sheet, open_bytes};

use crate::hostile::make::{label, number, record, repacked, xls};

/// Row numbers and cells, `^` before those that a merged range put there.
fn rows(sheet: &Sheet) -> Vec<(u32, Vec<String>)> {
    let mut rows = sheet.rows().unwrap();
    let mut row = Row::default();
    let mut all = Vec::new();
    while rows.next(&mut row).unwrap() {
        let cells = row.cells().map(|cell| format!("{}{}", if cell.filled { "^" } else { "" }, cell.text)).collect();
        all.push((row.number(), cells));
    }
    assert_eq!(rows.progress().done, rows.progress().total);
    all
}

fn texts(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

#[test]
fn a_wrong_dimension_hides_no_rows() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..1000 {
        sheet.write_string(row, 0, format!("70{row:04}")).unwrap().write_string(row, 1, "大衣").unwrap();
    }
    let file = repacked(&book.save_to_buffer().unwrap(), |_, xml| {
        xml.replace("<dimension ref=\"A1:B1000\"/>", "<dimension ref=\"A1\"/>")
    });
    let opened = open_bytes("a.xlsx", file).unwrap();
    let read = rows(&opened.sheets[0]);
    assert_eq!(read.len(), 1000);
    assert_eq!(read[999], (1000, texts(&["700999", "大衣"])));
}

#[test]
fn merged_cells_are_filled_downwards_and_only_there() {
    let mut book = Workbook::new();
    let plain = Format::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 2, "订单导出", &plain).unwrap();
    sheet
        .write_string(1, 0, "订单编号")
        .unwrap()
        .write_string(1, 1, "实付款")
        .unwrap()
        .write_string(1, 2, "货品")
        .unwrap();
    sheet.merge_range(2, 0, 3, 0, "7001", &plain).unwrap();
    sheet.merge_range(2, 1, 3, 1, "50.00", &plain).unwrap();
    sheet.write_string(2, 2, "大衣").unwrap().write_string(3, 2, "围巾").unwrap();
    // No order number at all: not merged, not filled.
    sheet.write_string(4, 2, "手套").unwrap();
    let opened = open_bytes("1688.xlsx", book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(
        rows(&opened.sheets[0]),
        [
            (1, texts(&["订单导出"])),
            (2, texts(&["订单编号", "实付款", "货品"])),
            (3, texts(&["7001", "50.00", "大衣"])),
            (4, texts(&["^7001", "^50.00", "围巾"])),
            (5, texts(&["", "", "手套"])),
        ]
    );
}

#[test]
fn dates_are_iso_and_long_numbers_are_no_ids() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let (day, moment) = (Format::new().set_num_format("yyyy-mm-dd"), Format::new().set_num_format("yyyy/m/d h:mm"));
    // 46143 is 2026-05-01; 8.5 of 24 hours make half past eight.
    sheet.write_number_with_format(0, 0, 46143, &day).unwrap();
    sheet.write_number_with_format(0, 1, 46143.0 + 8.5 / 24.0, &moment).unwrap();
    sheet.write_number(0, 2, 1_234_567_890_123_456_789.0).unwrap();
    sheet.write_number(0, 3, 123_456_789_012_345.0).unwrap();
    sheet.write_number(0, 4, 0.1 + 0.2).unwrap();
    sheet.write_boolean(0, 5, true).unwrap();
    let opened = open_bytes("a.xlsx", book.save_to_buffer().unwrap()).unwrap();
    let mut stream = opened.sheets[0].rows().unwrap();
    let row = &stream.peek(1).unwrap()[0];
    assert_eq!(row.cell(0).text, "2026-05-01");
    assert_eq!(row.cell(0).kind, CellKind::Date);
    assert_eq!(row.cell(1).text, "2026-05-01 08:30:00");
    assert_eq!(row.cell(2).kind, CellKind::Number);
    assert!(cell::id(row.cell(2)).is_err());
    assert_eq!(cell::id(row.cell(3)), Ok("123456789012345"));
    assert_eq!(cell::money(row.text(4)).unwrap().unwrap().fen(), 30);
    assert_eq!(row.text(5), "TRUE");
}

#[test]
fn sheets_stand_in_their_order_and_read_again_and_again() {
    let mut book = Workbook::new();
    for name in ["订单报表", "销售明细", "发货报表"] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap().write_string(0, 0, name).unwrap();
        if name == "发货报表" {
            sheet.set_hidden(true);
        }
    }
    let opened = open_bytes("a.xlsx", book.save_to_buffer().unwrap()).unwrap();
    let names: Vec<_> = opened.sheets.iter().map(|sheet| (sheet.name.as_deref().unwrap(), sheet.hidden)).collect();
    assert_eq!(names, [("订单报表", false), ("销售明细", false), ("发货报表", true)]);
    for sheet in opened.sheets.iter().rev().chain(&opened.sheets) {
        assert_eq!(rows(sheet), [(1, vec![sheet.name.clone().unwrap()])]);
    }
    // Two at once.
    let (mut one, mut two) = (opened.sheets[0].rows().unwrap(), opened.sheets[1].rows().unwrap());
    assert_eq!(one.peek(5).unwrap().len(), 1);
    assert_eq!(two.peek(5).unwrap()[0].text(0), "销售明细");
}

#[test]
fn a_long_sheet_can_be_left_in_the_middle() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..20_000 {
        sheet.write_number(row, 0, row).unwrap();
    }
    let opened = open_bytes("a.xlsx", book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(opened.sheets[0].rows().unwrap().peek(60).unwrap().len(), 60);
    let read = rows(&opened.sheets[0]);
    assert_eq!(read.len(), 20_000);
    assert!(
        read.iter().enumerate().all(|(at, (number, cells))| *number == at as u32 + 1 && cells[0] == at.to_string())
    );
}

#[test]
fn excel_97_workbooks_are_read() {
    let merge = record(0x00e5, &[1, 0, 1, 0, 2, 0, 0, 0, 0, 0]);
    let file = xls(&[
        label(0, 0, "订单编号"),
        label(0, 1, "商品"),
        label(0, 2, "付款时间"),
        label(1, 0, "7001"),
        label(1, 1, "大衣"),
        number(1, 2, 1, 46143.0 + 8.5 / 24.0),
        label(2, 1, "围巾"),
        number(2, 2, 0, 1_234_567_890_123_456_789.0),
        merge,
    ]);
    let opened = open_bytes("退款报表.xls", file).unwrap();
    assert_eq!(opened.sheets[0].format, FileFormat::Xls);
    assert_eq!(opened.sheets[0].name.as_deref(), Some("订单"));
    assert_eq!(
        rows(&opened.sheets[0]),
        [
            (1, texts(&["订单编号", "商品", "付款时间"])),
            (2, texts(&["7001", "大衣", "2026-05-01 08:30:00"])),
            (3, texts(&["^7001", "围巾", "1234567890123456800"])),
        ]
    );
}

#[test]
fn a_web_page_called_xls_is_read_in_its_own_encoding() {
    let page = "<html><head><meta charset=gb2312></head><table border=1><tr><th>订单编号</th><th>买家</th></tr>\
                <tr><td>=\"7001\"</td><td>林&nbsp;晓明</td></tr></table></html>";
    let opened = open_bytes("导出.xls", encoding_rs::GB18030.encode(page).0.into_owned()).unwrap();
    assert_eq!(opened.sheets[0].encoding().map(Encoding::name), Some("GB18030"));
    let read = rows(&opened.sheets[0]);
    assert_eq!(read[0].1, ["订单编号", "买家"]);
    assert_eq!(cell::clean(&read[1].1[0]), "7001");
    assert_eq!(read[1].1[1], "林\u{a0}晓明");
}
