//! Files with something missing: broken off in the middle, without columns that sellers forgot to tick, read as what they are not.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use zhanggui::domain::order::OrderStatus;
use zhanggui::import::problem::Severity;
use zhanggui::import::run::{Choice, Options, State, prepare};
use zhanggui::store::{self, Store};

use crate::import_quirks::{fen, read};

const HEAD: &str = "订单编号,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间,退款金额\n";
const ROW: &str = "7001,100.00,100.00,交易成功,2026-05-01 08:00:00,2026-05-01 08:01:00,0\n";

#[test]
fn a_row_in_which_the_file_breaks_off_is_left_out_and_named() {
    // 1280.00 is what the row would have said.
    let read = read("a.csv", &format!("{HEAD}{ROW}7002,1280.00,12"));
    assert_eq!((read.drafts.orders.len(), read.taken.rows, read.taken.skipped), (1, 2, 1));
    let problem = &read.taken.problems.kept()[0];
    assert_eq!((problem.code, problem.row, problem.severity), ("cut_off", 3, Severity::Skipped));
}

#[test]
fn a_last_row_without_a_line_end_is_whole() {
    let read = read("a.csv", &format!("{HEAD}{}", ROW.trim_end()));
    assert_eq!((read.drafts.orders.len(), read.taken.problems.len()), (1, 0));
}

#[test]
fn a_web_page_that_breaks_off_in_its_table_says_so() {
    let row = |no: &str| {
        format!(
            "<tr><td>{no}</td><td>20.00</td><td>20.00</td><td>2026-05-01 08:00:00</td><td>2026-05-01 08:01:00</td></tr>"
        )
    };
    let head = "<html><table><tr><th>订单编号</th><th>总金额</th><th>买家实际支付金额</th><th>订单创建时间</th><th>订单付款时间</th></tr>";
    let whole = read("a.xls", &format!("{head}{}{}</table></html>", row("7001"), row("7002")));
    assert_eq!((whole.drafts.orders.len(), whole.taken.problems.len()), (2, 0));
    let cut = format!("{head}{}{}<tr><td>7003</td><td>20.00</td><td>2", row("7001"), row("7002"));
    let cut = read("a.xls", &cut);
    assert_eq!((cut.drafts.orders.len(), cut.taken.skipped), (2, 1));
    assert_eq!(cut.taken.problems.count("cut_off"), 1);
}

#[test]
fn amounts_below_nothing_are_left_out_and_named() {
    let bad = "7002,-61.00,-61.00,交易成功,2026-05-01 08:00:00,2026-05-01 08:01:00,0\n";
    let read = read("a.csv", &format!("{HEAD}{ROW}{bad}"));
    assert_eq!((read.drafts.orders.len(), read.taken.skipped), (1, 1));
    assert!(read.taken.problems.count("negative_amount") >= 1);
}

#[test]
fn paid_orders_of_a_file_without_paid_amounts_count_with_the_payable_one_and_the_file_says_so() {
    let head = "订单编号,总金额,订单状态,订单创建时间,订单付款时间\n";
    let rows = "1,50.00,交易成功,2026-05-01 08:00:00,2026-05-01 08:01:00\n2,7.00,等待买家付款,2026-05-01 08:00:00,\n";
    let read = read("a.csv", &format!("{head}{rows}"));
    assert_eq!((read.drafts.orders[0].paid, read.drafts.orders[1].paid), (fen(5000), None));
    assert_eq!(read.taken.problems.count("paid_from_payable"), 1);
}

#[test]
fn what_was_given_back_had_been_paid_even_without_a_payment_time() {
    let head = "订单编号,总金额,买家实际支付金额,订单状态,订单创建时间,退款金额\n";
    let mut text = format!("{head}1,90.00,0.00,交易关闭,2026-05-01 08:00:00,90.00\n");
    text += "2,40.00,0.00,交易关闭,2026-05-01 08:00:00,0.00\n";
    // So many that the file itself shows its amounts to be net of refunds.
    for no in 10..40 {
        text += &format!("{no},60.00,40.00,交易成功,2026-05-01 08:00:00,20.00\n");
    }
    let read = read("a.csv", &text);
    let orders = &read.drafts.orders;
    assert_eq!(
        (orders[0].status, orders[0].paid, orders[0].refund),
        (Some(OrderStatus::ClosedRefunded), fen(9000), fen(9000))
    );
    assert_eq!((orders[1].status, orders[1].paid), (Some(OrderStatus::ClosedUnpaid), None));
    assert_eq!((orders[2].paid, orders[2].refund), (fen(6000), fen(2000)));
}

#[test]
fn the_words_of_one_line_are_not_those_of_its_order() {
    let head =
        "子订单编号,主订单编号,标题,价格,购买数量,订单状态,商家编码,买家实际支付金额,订单创建时间,订单付款时间\n";
    let times = "2026-05-01 08:00:00,2026-05-01 08:01:00";
    let text =
        format!("{head}11,1,上衣,60.00,1,交易关闭,A,60.00,{times}\n12,1,裤子,40.00,1,交易成功,B,40.00,{times}\n");
    let order = &read("ExportOrderDetailList.csv", &text).drafts.orders[0];
    assert_eq!((order.status, order.status_raw.as_str()), (Some(OrderStatus::Finished), ""));
}

#[test]
fn a_file_read_as_a_format_it_cannot_be_is_refused_with_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let options = store::Options { backups: Some(folder.path().join("backups")), ..store::Options::default() };
    let store = Store::create(&folder.path().join("shop.zhanggui"), &options).unwrap();
    let file = folder.path().join("a.csv");
    std::fs::write(&file, format!("{HEAD}{ROW}")).unwrap();
    let as_format = |format: Option<&str>, by_hand: bool| {
        let choice =
            Choice { label: "a.csv".to_owned(), format: format.map(str::to_owned), by_hand, ..Choice::default() };
        let options = Options { choices: vec![choice], ..Options::default() };
        let cancel = Arc::new(AtomicBool::new(false));
        prepare(&store, std::slice::from_ref(&file), &options, &|_| {}, &cancel).unwrap().files.remove(0).state
    };
    match as_format(Some("pinduoduo_orders"), false) {
        State::Refused { code, said } => {
            assert_eq!(code, "wrong_format");
            let missing = said.args.iter().find(|(name, _)| name == "missing").map(|(_, value)| value.as_str());
            // 商品 and 商品数量(件) belong to every order of 拼多多.
            assert!(missing.is_some_and(|names| names.contains("商品")), "{missing:?}");
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(as_format(Some("taobao_order_report"), false), State::Ready(_)));
    // By hand the asking begins with what is known.
    match as_format(None, true) {
        State::Unknown(unknown) => {
            let told: Vec<(&str, &str)> = unknown
                .guess
                .columns
                .iter()
                .filter_map(|column| Some((column.name.as_str(), column.field?.id())))
                .collect();
            assert!(
                told.contains(&("买家实际支付金额", "paid")) && told.contains(&("订单编号", "order_no")),
                "{told:?}"
            );
            assert!(unknown.guess.missing().is_empty());
        }
        other => panic!("{other:?}"),
    }
}
