//! What real exports do to a reader: one test for each trap, on a small file made here.

use std::path::Path;

use zhanggui::domain::draft::{Drafts, Source};
use zhanggui::domain::money::Money;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::platform::Platform;
use zhanggui::import::paid::Verdict;
use zhanggui::import::problem::Severity;
use zhanggui::import::run::{Choice, Taken, What, drafts_of};

/// One table of a file, read.
pub struct Read {
    pub what: What,
    pub source: Source,
    pub drafts: Drafts,
    pub taken: Taken,
}

impl Read {
    pub fn total(&self, name: &str) -> (Option<&str>, &str, &str) {
        let found = self.taken.control_totals.iter().find(|total| total.name == name);
        let total = found.unwrap_or_else(|| panic!("no total {name}: {:?}", self.taken.control_totals));
        (total.file.as_deref(), &total.read, &total.kept)
    }
}

pub fn read_all(name: &str, bytes: &[u8], choice: &Choice) -> Vec<Read> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let all = drafts_of(Path::new(&path), choice).unwrap();
    all.into_iter().map(|(what, source, drafts, taken)| Read { what, source, drafts, taken }).collect()
}

pub fn read(name: &str, text: &str) -> Read {
    let mut all = read_all(name, text.as_bytes(), &Choice::default());
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0)
}

pub fn fen(fen: i64) -> Option<Money> {
    Some(Money::from_fen(fen))
}

pub const ORDER: &str = "订单编号,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间 ,退款金额";

#[test]
fn columns_in_any_order_and_any_spelling() {
    let text = "退款金额,　订单付款时间 ,订单创建时间,买家实际支付金额,总金额,\"订单编号\"\n\
                0.00,2026-05-01 08:01:00,2026-05-01 08:00:00,10.00,10.00,7001\n";
    let read = read("a.csv", &format!("\u{feff}{text}"));
    let order = &read.drafts.orders[0];
    assert_eq!((order.order_no.as_str(), order.paid, order.row), ("7001", fen(1000), 2));
}

#[test]
fn ids_come_out_of_their_wrapping() {
    let text = format!(
        "{ORDER},物流单号 ,联系手机\n\
         =\"2000000000000000011\",1,1,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,0,No:YT100,'13800000000\n\
         \"=\"\"2000000000000000012\"\"\",1,1,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,0,=\"\",\n\
         2000000000000000013\t,1,1,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,0,null,\n\
         `2000000000000000014,1,1,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,0,-,\n"
    );
    let read = read("a.csv", &text);
    let numbers: Vec<_> = read.drafts.orders.iter().map(|order| order.order_no.as_str()).collect();
    assert_eq!(numbers, ["2000000000000000011", "2000000000000000012", "2000000000000000013", "2000000000000000014"]);
    assert_eq!(
        (read.drafts.orders[0].tracking_no.as_str(), read.drafts.orders[0].phone.as_str()),
        ("YT100", "13800000000")
    );
    assert!(read.drafts.orders.iter().skip(1).all(|order| order.tracking_no.is_empty()));
}

#[test]
fn ids_that_excel_damaged_are_refused_and_named() {
    let mut text = format!("{ORDER}\n1.23457E+18,1,1,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,0\n");
    text.push_str("2000000000000000011,1,1,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,0\n");
    let read_one = read("a.csv", &text);
    assert_eq!((read_one.drafts.orders.len(), read_one.taken.skipped), (1, 1));
    let problem = &read_one.taken.problems.kept()[0];
    assert_eq!((problem.row, problem.column.as_str(), problem.code), (2, "订单编号", "damaged_id"));
    assert_eq!(problem.severity, Severity::Skipped);
    // A whole column with zeros behind the 15th digit was rounded; not one of its ids is true.
    let mut text = format!("{ORDER}\n");
    for n in 0..50 {
        text.push_str(&format!("20000000000{n:04}0000,1,1,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,0\n"));
    }
    let rounded = read("a.csv", &text);
    assert_eq!((rounded.drafts.orders.len(), rounded.taken.problems.count("damaged_id")), (0, 50));
}

#[test]
fn totals_rows_are_no_orders_and_control_the_sums() {
    let text = format!(
        "{ORDER}\n\
         7001,\"1,000.50\",1000.50元,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,0\n\
         7002,¥20.00,20,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,0\n\
         合计,1020.50,999.00,,,,\n\
         #导出时间：[2026-06-01]\n"
    );
    let read = read("a.csv", &text);
    assert_eq!((read.taken.rows, read.drafts.orders.len()), (2, 2));
    assert_eq!(read.total("总金额"), (Some("1020.50"), "1020.50", "1020.50"));
    let paid = read.taken.control_totals.iter().find(|total| total.name == "买家实际支付金额").unwrap();
    assert!(!paid.agrees, "the file says 999.00, the rows 1020.50");
    assert_eq!(read.total("rows").1, "2");
}

#[test]
fn an_amount_that_cannot_be_read_leaves_its_row_out_and_the_sums_say_so() {
    let text = format!(
        "{ORDER}\n\
         7001,10.00,十元,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,0\n\
         7002,20.00,20.00,交易成功,昨天,2026-05-01 08:00:00,0\n"
    );
    let read = read("a.csv", &text);
    let orders: Vec<_> = read.drafts.orders.iter().map(|order| order.order_no.as_str()).collect();
    assert_eq!((orders.as_slice(), read.taken.skipped), (["7002"].as_slice(), 1));
    assert_eq!(read.total("总金额"), (None, "30.00", "20.00"));
    let codes: Vec<_> = read.taken.problems.kept().iter().map(|p| (p.row, p.column.as_str(), p.code)).collect();
    assert_eq!(codes, [(2, "买家实际支付金额", "not_money"), (3, "订单创建时间", "not_date")]);
}

#[test]
fn paid_amounts_net_of_refunds_are_made_whole() {
    let net = read(
        "a.csv",
        &format!(
            "{ORDER}\n\
             7001,100,60,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,40\n\
             7002,50,0,交易关闭,2026-05-01 08:00:00,2026-05-01 08:00:00,50\n\
             7003,30,0,交易关闭,2026-05-01 08:00:00,,0\n"
        ),
    );
    assert_eq!((net.taken.paid.verdict(), net.taken.paid.net_rows), (Verdict::Net, 2));
    let paid: Vec<_> = net.drafts.orders.iter().map(|order| order.paid).collect();
    assert_eq!(paid, [fen(10_000), fen(5_000), None]);
    // The control total stays the file's own figure.
    assert_eq!(net.total("买家实际支付金额").1, "60.00");
    let gross = read("a.csv", &format!("{ORDER}\n7001,100,100,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,40\n"));
    assert_eq!((gross.taken.paid.verdict(), gross.drafts.orders[0].paid), (Verdict::Gross, fen(10_000)));
    let user = Choice { label: "a.csv".to_owned(), paid: Some(Verdict::Net), ..Choice::default() };
    let text = format!("{ORDER}\n7001,100,50,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,10\n");
    assert_eq!(read("a.csv", &text).taken.paid.verdict(), Verdict::Undecided);
    assert_eq!(read_all("a.csv", text.as_bytes(), &user)[0].drafts.orders[0].paid, fen(6_000));
}

#[test]
fn the_verdict_of_the_whole_file_counts_even_when_it_comes_late() {
    // 60,000 rows without a refund, then net ones: the amounts handed on before are made whole in a second reading.
    let mut text = format!("{ORDER}\n");
    for n in 0..60_000 {
        let refunded = n >= 59_990;
        let (paid, refund) = if refunded { ("60", "40") } else { ("100", "0") };
        text.push_str(&format!("8{n:06},100,{paid},交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,{refund}\n"));
    }
    let read = read("a.csv", &text);
    assert_eq!(read.taken.paid.verdict(), Verdict::Net);
    assert!(read.drafts.orders.iter().all(|order| order.paid == fen(10_000)));
    assert_eq!(read.drafts.orders.len(), 60_000);
}

#[test]
fn closed_orders_are_told_apart_by_their_payment() {
    let text = "订单编号,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间\n\
                7001,10,10,交易关闭,2026-05-01 08:00:00,\n\
                7002,10,10,交易关闭,2026-05-01 08:00:00,2026-05-01 08:01:00\n\
                7003,10,10,\"买家已付款,等待卖家发货\",2026-05-01 08:00:00,2026-05-01 08:01:00\n\
                7004,10,10,买家已付款，等待卖家发货,2026-05-01 08:00:00,2026-05-01 08:01:00\n\
                7005,10,10,火星状态,2026-05-01 08:00:00,2026-05-01 08:01:00\n";
    let read = read("a.csv", text);
    use OrderStatus as S;
    let told: Vec<_> = read.drafts.orders.iter().map(|o| (o.status.unwrap(), o.paid, o.refund)).collect();
    assert_eq!(
        told,
        [
            (S::ClosedUnpaid, None, None),
            // No refund column: what was paid went back, and the user is told that this is assumed.
            (S::ClosedRefunded, fen(1000), fen(1000)),
            (S::Paid, fen(1000), None),
            (S::Paid, fen(1000), None),
            (S::Unknown, fen(1000), None),
        ]
    );
    assert_eq!(read.taken.problems.count("refund_taken_as_full"), 1);
    assert_eq!(read.taken.problems.count("status_unknown"), 1);
}

#[test]
fn masked_buyers_are_nobodys_key() {
    let text = format!(
        "{ORDER},买家会员名,收货人姓名\n7001,1,1,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,0,t**1,林*\n"
    );
    let order = read("a.csv", &text).drafts.orders.remove(0);
    assert_eq!((order.buyer.as_str(), order.receiver.as_str()), ("", "林*"));
}

#[test]
fn an_order_twice_in_a_file_counts_once() {
    let row = "7001,10,10,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,0\n";
    let read = read("a.csv", &format!("{ORDER}\n{row}{row}"));
    assert_eq!((read.drafts.orders.len(), read.taken.skipped), (1, 1));
    assert_eq!(read.total("总金额"), (None, "20.00", "10.00"));
}

#[test]
fn item_rows_of_one_order_are_one_order_with_lines() {
    let text = "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,支付单号,买家应付货款,\
                买家实际支付金额,退款状态,退款金额,订单创建时间,订单付款时间\n\
                11,1,上衣,60.00,1,A-1,颜色:红,,,交易成功,A,,60.00,60.00,没有申请退款,无退款申请,2026-05-01 08:00:00,2026-05-01 08:01:00\n\
                12,1,裤子,40.00,2,,颜色:黑,,,交易关闭,B,,80.00,80.00,退款成功,80.00,2026-05-01 08:00:00,2026-05-01 08:01:00\n\
                2,2,帽子,20.00,1,C-1,,,,\"卖家已发货,等待买家确认\",C,,20.00,20.00,\"买家已经申请退款,等待卖家同意\",20.00,2026-05-02 08:00:00,2026-05-02 08:01:00\n";
    let read = read("ExportOrderDetailList.csv", text);
    let orders: Vec<_> =
        read.drafts.orders.iter().map(|o| (o.order_no.as_str(), o.status.unwrap(), o.items, o.refund)).collect();
    let wanted = [("1", OrderStatus::Finished, Some(3), fen(8000)), ("2", OrderStatus::Shipped, Some(1), None)];
    assert_eq!(orders, wanted);
    // What only an order report knows is not made up here.
    assert!(read.drafts.orders.iter().all(|order| order.paid.is_none() && order.payable.is_none()));
    let lines: Vec<_> =
        read.drafts.lines.iter().map(|l| (l.line_no.as_str(), l.sku_code.as_str(), l.qty, l.paid, l.refund)).collect();
    let wanted = [
        ("11", "A-1", 1, fen(6000), None),
        ("12", "B", 2, fen(8000), fen(8000)),
        // Asked for, not given back.
        ("2", "C-1", 1, fen(2000), None),
    ];
    assert_eq!(lines, wanted);
}

#[test]
fn old_item_reports_have_one_comma_too_many_and_no_line_numbers() {
    let text = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码\n\
                1,上衣,60.00,1,A-1,颜色:红,,,交易成功,A,\n\
                1,裤子,40.00,2,,颜色:黑,,,交易成功,B,\n\
                2,帽子,20.00,1,C-1,,,,交易关闭,C,\n";
    let read = read("ExportOrderDetailList.csv", text);
    let lines: Vec<_> = read.drafts.lines.iter().map(|line| line.line_no.as_str()).collect();
    assert_eq!(lines, ["1#1", "1#2", "2"], "a single line has its order's number");
    assert_eq!(read.drafts.orders[1].status, None, "closed, and not told whether it was paid");
}

#[test]
fn repeated_header_names_do_not_hide_the_format() {
    let text = "子订单编号,主订单编号,商品标题,商品价格,购买数量,外部系统编号,商品属性,订单状态,商家编码,商家备注,商家备注,买家实付金额,订单创建时间\n\
                11,1,上衣,60.00,1,A-1,颜色:红,交易成功,A,先发,后发,60.00,2026-05-01 08:00:00\n";
    let read = read("a.csv", text);
    assert_eq!((read.what.id().as_str(), read.drafts.orders[0].seller_memo.as_str()), ("taobao_item_report", "先发"));
}

#[test]
fn jd_repeats_the_orders_amounts_and_they_count_once() {
    let text = "订单号,商品ID,商品名称,订购数量,下单时间,京东价,订单金额,余额支付,应付金额,订单状态,付款确认时间,运费金额\n\
                5001,11,上衣,1,2026-05-01 08:00:00,10.00,30.00,1.00,24.00,完成,2026-05-01 08:01:00,0.00\n\
                5001,12,裤子,1,2026-05-01 08:00:00,10.00,30.00,1.00,24.00,完成,2026-05-01 08:01:00,0.00\n\
                5001,13,帽子,1,2026-05-01 08:00:00,10.00,30.00,1.00,24.00,完成,2026-05-01 08:01:00,0.00\n\
                5002,11,上衣,1,2026-05-01 09:00:00,10.00,10.00,0.00,10.00,(锁定)等待出库,2026-05-01 09:01:00,0.00\n";
    let read = read("jd.csv", text);
    let orders: Vec<_> = read.drafts.orders.iter().map(|o| (o.order_no.as_str(), o.paid, o.items)).collect();
    assert_eq!(orders, [("5001", fen(2500), Some(3)), ("5002", fen(1000), Some(1))]);
    // 25.00 over three equal lines, to the fen.
    let lines: Vec<_> = read.drafts.lines.iter().map(|l| (l.line_no.as_str(), l.paid)).collect();
    assert_eq!(lines, [("5001#1", fen(834)), ("5001#2", fen(833)), ("5001#3", fen(833)), ("5002#1", fen(1000))]);
    let payable = read.taken.control_totals.iter().find(|total| total.name == "余额支付").unwrap();
    assert_eq!((payable.read.as_str(), payable.kept.as_str(), payable.repeated.as_str()), ("85.00", "35.00", "50.00"));
}

#[test]
fn rows_of_one_order_that_lie_apart_find_together() {
    let text = "订单号,商品ID,商品名称,订购数量,下单时间,应付金额,订单状态,付款确认时间\n\
                5001,11,上衣,1,2026-05-01 08:00:00,30.00,完成,2026-05-01 08:01:00\n\
                5002,11,上衣,1,2026-05-01 09:00:00,10.00,完成,2026-05-01 09:01:00\n\
                5001,12,裤子,2,2026-05-01 08:00:00,30.00,完成,2026-05-01 08:01:00\n";
    let read = read("jd.csv", text);
    let mut orders: Vec<_> = read.drafts.orders.iter().map(|o| (o.order_no.as_str(), o.paid, o.items)).collect();
    orders.sort();
    assert_eq!(orders, [("5001", fen(3000), Some(3)), ("5002", fen(1000), Some(1))]);
    assert_eq!(read.drafts.lines.len(), 3);
}

#[test]
fn douyin_numbers_have_a_tab_and_receivers_are_ciphertext() {
    let text = "主订单编号,子订单编号,选购商品,商品数量,商品ID,商家编码,订单应付金额,收件人,省,订单提交时间,支付完成时间,订单状态,售后状态\n\
                \"\t6917000000000000001\",\"\t6917000000000000011\",上衣,1,\"\t350000000001\",A-1,60.00,##aBc==##,浙江省,2026-05-01 08:00:00,2026-05-01 08:01:00,已完成,-\n\
                \"\t6917000000000000001\",\"\t6917000000000000012\",裤子,1,\"\t350000000002\",B-1,40.00,##aBc==##,浙江省,2026-05-01 08:00:00,2026-05-01 08:01:00,已关闭,退款成功\n\
                'T06917000000000000002,6917000000000000021,帽子,1,350000000003,C-1,20.00,$$x$$,广东省,2026-05-01 08:00:00,,已关闭,-\n";
    let read = read("1780000000.csv", text);
    let orders: Vec<_> =
        read.drafts.orders.iter().map(|o| (o.order_no.as_str(), o.status.unwrap(), o.paid, o.refund)).collect();
    let wanted = [
        ("6917000000000000001", OrderStatus::Finished, fen(10_000), fen(4000)),
        ("T06917000000000000002", OrderStatus::ClosedUnpaid, None, None),
    ];
    assert_eq!(orders, wanted);
    assert_eq!(read.drafts.lines.iter().map(|l| l.paid).collect::<Vec<_>>(), [fen(6000), fen(4000), None]);
}

#[test]
fn pinduoduo_tells_the_day_in_its_number_and_never_paid_what_was_cancelled() {
    let text = "商品,订单号,订单状态,商品总价(元),邮费(元),店铺优惠折扣(元),平台优惠折扣(元),用户实付金额(元),商家实收金额(元),商品数量(件),商品id,售后状态,订单成交时间\n\
                上衣,260531-600000000000001\t,已签收,100.00,0.00,5.00,10.00,85.00,95.00,1,9001,无售后或售后取消,\n\
                裤子,260531-600000000000002,已取消,50.00,0.00,0.00,0.00,50.00,50.00,1,9002,无售后或售后取消,2026-05-31 08:00:00\n\
                帽子,260531-600000000000003,未发货，退款成功,20.00,0.00,0.00,0.00,20.00,20.00,1,9003,退款成功,2026-05-31 09:00:00\n";
    let read = read("pdd.csv", text);
    let orders: Vec<_> = read.drafts.orders.iter().map(|o| (o.status.unwrap(), o.payable, o.paid, o.refund)).collect();
    let wanted = [
        (OrderStatus::Finished, fen(8500), fen(8500), None),
        (OrderStatus::ClosedUnpaid, fen(5000), None, None),
        (OrderStatus::ClosedRefunded, fen(2000), fen(2000), fen(2000)),
    ];
    assert_eq!(orders, wanted);
    assert_eq!(read.drafts.orders[0].created_at.unwrap().to_string(), "2026-05-31 00:00:00");
    assert_eq!(read.taken.problems.count("time_from_order_no"), 1);
}

#[test]
fn the_files_own_orders_tell_whether_amounts_repeat() {
    let head = "订单号,订单状态,商品名称,SKU件数,商品总价(元),用户应付金额(元),支付时间,订单创建时间,商家编码";
    let time = "2026-05-01 08:01:00,2026-05-01 08:00:00";
    let repeated = format!("{head}\nP1,已完成,上衣,1,100,90,{time},A\nP1,已完成,裤子,1,100,90,{time},B\n");
    let repeated = read("xhs.csv", &repeated);
    assert_eq!(repeated.drafts.orders[0].paid, fen(9000));
    assert_eq!(repeated.drafts.lines.iter().map(|l| l.paid).collect::<Vec<_>>(), [fen(4500), fen(4500)]);
    let shared = format!(
        "{head}\nP0,已完成,上衣,1,10,9,{time},A\nP1,已完成,上衣,1,60,50,{time},A\nP1,已完成,裤子,1,40,40,{time},B\n"
    );
    let shared = read("xhs.csv", &shared);
    assert_eq!(shared.drafts.orders.iter().map(|o| o.paid).collect::<Vec<_>>(), [fen(900), fen(9000)]);
    assert_eq!(shared.drafts.lines[1].paid, fen(5000));
}

#[test]
fn an_erps_cancelled_rows_are_no_sales() {
    let text = "内部订单号,线上订单号,线上子订单编号,店铺名称,状态,下单时间,快递单号,商品编码,数量,成本价,总成本,应付金额\n\
                1,7001,71,森林记,已发货,2026-05-01 08:00:00,@435000000001,A-1,2,20.00,40.00,100.00\n\
                1,7001,72,森林记,已发货,2026-05-01 08:00:00,@435000000001,B-1,1,10.00,10.00,100.00\n\
                2,7002,73,森林记,已取消,2026-05-01 08:00:00,,A-1,1,20.00,20.00,50.00\n\
                3,7003,74,森林记,被合并,2026-05-01 08:00:00,,A-1,1,20.00,20.00,50.00\n";
    let read = read("jst.csv", text);
    assert_eq!((read.drafts.orders.len(), read.drafts.lines.len(), read.taken.skipped), (1, 2, 2));
    let order = &read.drafts.orders[0];
    assert_eq!(
        (order.payable, order.tracking_no.as_str(), order.shop.as_str()),
        (fen(10_000), "435000000001", "森林记")
    );
    assert_eq!(read.drafts.lines[0].unit_cost, fen(2000));
    assert_eq!(read.taken.problems.count("cancelled_row"), 2);
}

#[test]
fn summaries_of_traffic_do_not_count_beside_their_parts() {
    let text = "流量来源报告,,,,,\n统计日期：2026-05-01 至 2026-05-07,,,,,\n流量载体,一级来源,二级来源,三级来源,访客数,支付金额\n\
                APP,汇总,汇总,汇总,100,500.00\n\
                APP,平台流量,汇总,汇总,80,400.00\n\
                APP,平台流量,手淘搜索,汇总,50,300.00\n\
                APP,平台流量,手淘推荐,汇总,30,100.00\n\
                APP,广告流量,汇总,汇总,20,100.00\n";
    let read = read("店铺来源.csv", text);
    let rows: Vec<_> = read.drafts.traffic.iter().map(|t| (t.subject.as_str(), t.visitors, t.pay_amount)).collect();
    let wanted = [
        ("APP>平台流量>手淘搜索", Some(50), fen(30_000)),
        ("APP>平台流量>手淘推荐", Some(30), fen(10_000)),
        ("APP>广告流量", Some(20), fen(10_000)),
    ];
    assert_eq!(rows, wanted);
    assert_eq!(read.drafts.traffic[0].from.to_string(), "2026-05-01");
    assert_eq!(read.drafts.traffic[0].to.to_string(), "2026-05-07");
    let told = read.taken.problems.kept().iter().find(|problem| problem.code == "rollup_row").unwrap();
    assert_eq!((told.row, told.said.args[0].1.as_str()), (0, "2"), "said once, with their number");
    assert_eq!(read.total("支付金额").2, "500.00");
}

#[test]
fn ranges_of_days_stay_ranges_and_overlaps_are_told() {
    let text = "统计日期,访客数,支付金额,支付买家数\n\
                2026-05-01~2026-05-07,\"1,000\",100.00,10\n\
                2026-05-01~2026-05-30,\"3,000\",400.00,30\n\
                合计,4000,500.00,40\n";
    let read = read("店铺.csv", text);
    let ranges: Vec<_> =
        read.drafts.traffic.iter().map(|t| (t.from.to_string(), t.to.to_string(), t.visitors)).collect();
    assert_eq!(ranges[0], ("2026-05-01".to_owned(), "2026-05-07".to_owned(), Some(1000)));
    assert_eq!((ranges.len(), read.taken.problems.count("overlapping_days")), (2, 1));
}

#[test]
fn traffic_without_a_day_asks_for_one() {
    let text = "来源,来源明细,访客数,支付金额\n淘内免费,手淘搜索,10,5.00\n";
    let asked = read("来源.csv", text);
    assert_eq!((asked.drafts.traffic.len(), asked.taken.problems.count("days_missing")), (0, 1));
    let named = read("无线端店铺来源-2019-05-01_2019-05-07.csv", text);
    assert_eq!(named.drafts.traffic[0].to.to_string(), "2019-05-07");
}

#[test]
fn delimiters_are_told_by_the_header_alone() {
    let text =
        format!("{ORDER},宝贝标题 \n7001,1,1,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,0,\"上衣\t红\t大码\"\n");
    assert_eq!(read("a.csv", &text).drafts.orders[0].title, "上衣\t红\t大码");
}

#[test]
fn tmall_is_told_by_the_shops_name_or_the_files() {
    let row = "7001,1,1,交易成功,2026-05-01 08:00:00,2026-05-01 08:00:00,0";
    let of = |name: &str, shop: &str| read(name, &format!("{ORDER},店铺名称\n{row},{shop}\n")).source.platform;
    assert_eq!(of("a.csv", "森林记女装旗舰店"), Platform::Tmall);
    assert_eq!(of("a.csv", "森林记女装"), Platform::Taobao);
    assert_eq!(of("tmall.csv", ""), Platform::Tmall);
}

#[test]
fn merged_cells_of_a_purchase_are_filled_and_its_amounts_count_once() {
    use rust_xlsxwriter::{Format, Workbook};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let heads = [
        "订单编号",
        "卖家公司名",
        "货品总价(元)",
        "运费(元)",
        "涨价或折扣(元)",
        "实付款(元)",
        "订单状态",
        "订单创建时间",
        "货品标题",
        "单价(元)",
        "数量",
    ];
    for (at, head) in (0_u16..).zip(heads) {
        sheet.write(0, at, head).unwrap();
    }
    let plain = Format::new();
    let order = [
        "2233000000000000001",
        "杭州某某制衣厂",
        "500.00",
        "10.00",
        "-20.00",
        "490.00",
        "交易成功",
        "2026-05-01 08:00:00",
    ];
    for (at, cell) in (0_u16..).zip(order) {
        sheet.merge_range(1, at, 2, at, cell, &plain).unwrap();
    }
    for (row, line) in [(1, ["上衣", "30.00", "10"]), (2, ["裤子", "40.00", "5"])] {
        for (at, cell) in (8_u16..).zip(line) {
            sheet.write(row, at, cell).unwrap();
        }
    }
    let all = read_all("1688.xlsx", &book.save_to_buffer().unwrap(), &Choice::default());
    let read = &all[0];
    assert_eq!(read.what.id(), "alibaba1688_orders");
    let lines: Vec<_> = read.drafts.purchases.iter().map(|p| (p.line_no.as_str(), p.qty, p.paid, p.discount)).collect();
    let wanted = [("2233000000000000001#1", 10, fen(49_000), fen(-2000)), ("2233000000000000001#2", 5, None, None)];
    assert_eq!(lines, wanted);
    assert!(read.drafts.purchases.iter().all(|line| line.supplier == "杭州某某制衣厂"));
}

#[test]
fn a_workbook_of_several_reports_is_read_sheet_by_sheet() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let mut sheet = |name: &str, rows: &[&[&str]]| {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (at, row) in (0_u32..).zip(rows) {
            for (column, cell) in (0_u16..).zip(*row) {
                sheet.write(at, column, *cell).unwrap();
            }
        }
    };
    let time = "2026-05-01 08:00:00";
    sheet(
        "订单报表",
        &[
            &["订单编号", "总金额", "买家实付金额", "订单状态", "订单创建时间", "订单付款时间"],
            &["7001", "10", "10", "交易成功", time, time],
        ],
    );
    sheet(
        "销售明细",
        &[
            &["子订单编号", "主订单编号", "商品标题", "商品价格", "购买数量", "订单创建时间"],
            &["71", "7001", "上衣", "10", "1", time],
        ],
    );
    sheet("说明", &[&["本表由千牛导出", ""], &["请勿外传", ""]]);
    let all = read_all("报表.xlsx", &book.save_to_buffer().unwrap(), &Choice::default());
    let ids: Vec<_> = all.iter().map(|read| read.what.id()).collect();
    assert_eq!(ids, ["taobao_order_report", "taobao_item_report"]);
}

#[test]
fn a_data_package_in_utf16_gives_its_items() {
    let text = "version 1.00\r\ntitle\tcid\tprice\touter_id\tskuProps\tpropAlias\tnum_id\tbarcode\r\n\
                宝贝名称\t宝贝类目\t宝贝价格\t商家编码\t销售属性组合\t销售属性别名\t数字ID\t商品条形码\r\n\
                \"连衣裙\"\t16\t59.9\t\"A\"\t\"59.9:10:A-01:1627207:1;\"\t\"1627207:1:红;\"\t680000000001\t\r\n";
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let all = read_all("data.csv", &bytes, &Choice::default());
    let product = &all[0].drafts.products[0];
    assert_eq!((all[0].drafts.products.len(), product.sku_code.as_str(), product.props.as_str()), (1, "A-01", "红"));
    assert_eq!((product.name.as_str(), product.item_id.as_str()), ("连衣裙", "680000000001"));
}

#[test]
fn what_tells_who_somebody_is_is_masked_in_problems() {
    let text = "运单号,快递公司,重量(kg),联系手机,签收时间\nSF1,顺丰,abc,13800001234,2026-05-01 10:00\n";
    let read = read("parcels.csv", text);
    let problem = &read.taken.problems.kept()[0];
    assert_eq!((problem.column.as_str(), problem.found.as_str()), ("重量(kg)", "abc"));
    assert_eq!(read.drafts.parcels.len(), 1, "a weight that cannot be read does not cost the parcel");
}
