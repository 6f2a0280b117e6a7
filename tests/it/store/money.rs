//! Amounts split over lines, to the fen.

use zhanggui::domain::draft::{Drafts, LineDraft, OrderDraft};
use zhanggui::domain::money::Money;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::refund::RefundStatus;
use zhanggui::store::{LineRow, OrderQuery};

use super::merging::refund;
use super::{Home, fen, line, order, shop};

fn lines_of(home: &Home) -> Vec<LineRow> {
    let id = home.store.orders(&OrderQuery::default()).unwrap().ids[0];
    home.store.order_detail(id).unwrap().lines
}

fn paid(home: &Home) -> Vec<Option<i64>> {
    lines_of(home).iter().map(|l| l.paid.map(Money::fen)).collect()
}

fn refunds(home: &Home) -> Vec<i64> {
    lines_of(home).iter().map(|l| l.refund.fen()).collect()
}

fn with_lines(order: OrderDraft, lines: Vec<LineDraft>) -> Drafts {
    Drafts { orders: vec![order], lines, ..Drafts::default() }
}

#[test]
fn ten_yuan_over_three_equal_lines_leaves_no_fen_behind() {
    let home = shop();
    home.import(&with_lines(
        order("1", 1_000),
        vec![line("1", "11", "A", 1, 500), line("1", "12", "B", 1, 500), line("1", "13", "C", 1, 500)],
    ));
    assert_eq!(paid(&home), [Some(334), Some(333), Some(333)]);
}

#[test]
fn a_line_that_tells_its_own_amount_keeps_it_and_the_rest_is_split() {
    let home = shop();
    let mut told = line("1", "11", "A", 1, 5_000);
    told.paid = fen(4_000);
    // 100.00 - 40.00 = 60.00, split 2:1.
    home.import(&with_lines(
        order("1", 10_000),
        vec![told, line("1", "12", "B", 1, 4_000), line("1", "13", "C", 1, 2_000)],
    ));
    assert_eq!(paid(&home), [Some(4_000), Some(4_000), Some(2_000)]);
}

#[test]
fn without_goods_amounts_price_times_pieces_is_the_weight() {
    let home = shop();
    let priced = |no: &str, price: i64, qty: i64| LineDraft {
        goods_amount: None,
        unit_price: fen(price),
        ..line("1", no, no, qty, 0)
    };
    // 10 x 3 : 20 x 1 = 3 : 2 of 40.00
    home.import(&with_lines(order("1", 4_000), vec![priced("11", 1_000, 3), priced("12", 2_000, 1)]));
    assert_eq!(paid(&home), [Some(2_400), Some(1_600)]);
}

#[test]
fn when_one_weight_is_missing_all_lines_are_weighed_by_pieces() {
    let home = shop();
    let bare = LineDraft { goods_amount: None, ..line("1", "12", "B", 3, 0) };
    home.import(&with_lines(order("1", 4_000), vec![line("1", "11", "A", 1, 9_900), bare]));
    assert_eq!(paid(&home), [Some(1_000), Some(3_000)]);
}

#[test]
fn lines_of_an_unpaid_order_brought_in_nothing_yet() {
    let home = shop();
    let mut unpaid = order("1", 0);
    unpaid.status = Some(OrderStatus::Unpaid);
    unpaid.paid_at = None;
    home.import(&with_lines(unpaid, vec![line("1", "11", "A", 1, 500)]));
    assert_eq!(paid(&home), [None]);
}

#[test]
fn a_refund_told_by_the_order_is_split_by_what_the_lines_brought_in() {
    let home = shop();
    let mut refunded = order("1", 10_000);
    refunded.refund = fen(1_001);
    // 3:1 of 10.01 = 7.5075 : 2.5025, the fen goes to the larger remainder.
    home.import(&with_lines(refunded, vec![line("1", "11", "A", 1, 7_500), line("1", "12", "B", 1, 2_500)]));
    assert_eq!(refunds(&home), [751, 250]);
}

#[test]
fn a_refund_told_by_lines_stays_with_them() {
    let home = shop();
    let mut back = line("1", "12", "B", 1, 2_500);
    back.refund = fen(2_500);
    home.import(&with_lines(order("1", 10_000), vec![line("1", "11", "A", 1, 7_500), back]));
    assert_eq!(refunds(&home), [0, 2_500]);
    let id = home.store.orders(&OrderQuery::default()).unwrap().ids[0];
    assert_eq!(home.store.order_rows(&[id]).unwrap()[0].refund, Money::from_fen(2_500));
}

#[test]
fn refund_rows_count_before_what_order_and_lines_tell() {
    let home = shop();
    let mut told = order("1", 10_000);
    told.refund = fen(9_999);
    let mut drafts = with_lines(told, vec![line("1", "11", "A", 1, 7_500), line("1", "12", "B", 1, 2_500)]);
    let mut of_line = refund("R1", "1", 600, RefundStatus::Succeeded);
    of_line.line_no = "12".to_owned();
    // One for a line, one for the whole order, one refused.
    drafts.refunds =
        vec![of_line, refund("R2", "1", 400, RefundStatus::Succeeded), refund("R3", "1", 5_000, RefundStatus::Refused)];
    home.import(&drafts);
    assert_eq!(refunds(&home), [300, 600 + 100]);
    let id = home.store.orders(&OrderQuery::default()).unwrap().ids[0];
    assert_eq!(home.store.order_rows(&[id]).unwrap()[0].refund, Money::from_fen(1_000));
    assert!(home.store.check().unwrap().is_empty(), "{:?}", home.store.check().unwrap());
}

#[test]
fn a_refund_finds_its_line_by_code_when_it_names_no_line() {
    let home = shop();
    let mut drafts =
        with_lines(order("1", 10_000), vec![line("1", "11", "A", 1, 7_500), line("1", "12", "B", 1, 2_500)]);
    let mut by_code = refund("R1", "1", 600, RefundStatus::Succeeded);
    by_code.sku_code = "B".to_owned();
    drafts.refunds = vec![by_code];
    home.import(&drafts);
    assert_eq!(refunds(&home), [0, 600]);
}
